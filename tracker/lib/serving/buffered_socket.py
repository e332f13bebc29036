"""Stands for the socket of a connection while a thread answers: nothing here ever waits."""

import os
import socket
from collections import deque
from dataclasses import dataclass
from typing import IO

from tracker.lib.serving.arriving import Arriving

IN_ONE_TURN = 1024 * 1024  # bytes, so that one fast reader does not hold up the loop


@dataclass
class FilePart:
    """A part of a file that is still to be sent."""

    descriptor: int
    offset: int
    count: int


class BufferedSocket:
    """Reading gives the request that has arrived; what cannot be sent at once is kept."""

    def __init__(self, sock: socket.socket) -> None:
        self.socket = sock
        self.arrived: Arriving | None = None
        self.unsent: deque[bytes | FilePart] = deque()
        self.num_sent = 0

    # The part of a socket's interface that the server uses in a thread

    def recv(self, size: int) -> bytes:
        return self.arrived.read(size) if self.arrived is not None else b""

    def sendall(self, data: bytes) -> None:
        if data:
            self.unsent.append(bytes(data))
            self.flush()

    def send(self, data: bytes) -> int:
        self.sendall(data)
        return len(data)

    def sendfile(self, file: IO[bytes], offset: int = 0, count: int | None = None) -> None:
        descriptor = os.dup(file.fileno())  # the response closes its own
        if count is None:
            count = os.fstat(descriptor).st_size - offset
        self.unsent.append(FilePart(descriptor, offset, count))
        self.flush()

    def gettimeout(self) -> float:
        return 0.0

    def settimeout(self, seconds: float | None) -> None:
        """A channel never waits."""

    def setblocking(self, flag: bool) -> None:
        """A channel never waits."""

    def fileno(self) -> int:
        return self.socket.fileno()

    def shutdown(self, how: int) -> None:
        self.socket.shutdown(how)

    def close(self) -> None:
        for part in self.unsent:
            if isinstance(part, FilePart):
                os.close(part.descriptor)
        self.unsent.clear()
        if self.arrived is not None:
            self.arrived.close()
        self.socket.close()

    # For the loop

    def flush(self) -> bool:
        """Send what the connection takes now. True if nothing is left."""
        until = self.num_sent + IN_ONE_TURN
        while self.unsent and self.num_sent < until:
            try:
                self._send_first()
            except BlockingIOError:
                return False
        return not self.unsent

    def _send_first(self) -> None:
        part = self.unsent[0]
        if isinstance(part, FilePart):
            sent = os.sendfile(self.fileno(), part.descriptor, part.offset, part.count)
            part.offset += sent
            part.count -= sent
            if part.count <= 0 or not sent:  # at its end, or the file became shorter
                self.unsent.popleft()
                os.close(part.descriptor)
        else:
            sent = self.socket.send(part)
            if sent == len(part):
                self.unsent.popleft()
            else:
                self.unsent[0] = part[sent:]
        self.num_sent += sent
