"""One connection of the web server, from its first byte to its end."""

import socket
from enum import Enum

from gunicorn.workers.gthread import TConn

from tracker.lib.http.client_address import address_behind, network_of
from tracker.lib.serving.arriving import Arriving
from tracker.lib.serving.buffered_socket import BufferedSocket
from tracker.lib.serving.pace import Pace

Address = tuple[str, int]


class Stage(Enum):
    IDLE = "kept alive between two requests"
    ARRIVING = "a request arrives"
    ANSWERING = "a thread answers"
    LEAVING = "the rest of the answer leaves"
    CLOSING = "all is sent, and what still comes is thrown away"


class Connection(TConn):
    """What gunicorn knows of a connection, with a channel in place of its socket."""

    def __init__(
        self,
        cfg: object,
        sock: socket.socket,
        client: Address,
        server: Address,
        *,
        arriving: Arriving,
    ) -> None:
        super().__init__(cfg, sock, client, server)
        self.socket = sock
        self.sock = self.channel = BufferedSocket(sock)
        self.data_ready = True  # a thread takes it only then
        self.expect(arriving)
        self.leaving = Pace.from_now(arriving.pace.began)
        self.rest = b""  # of a request sent before the answer to the previous one
        self.is_kept = False
        self.ends_at = 0.0

    def expect(self, arriving: Arriving) -> None:
        self.stage = Stage.ARRIVING
        self.arriving = self.channel.arrived = arriving
        self.address = self.sender

    @property
    def sender(self) -> str:
        return str(self.client[0]) if self.client else ""

    def know_client(self) -> None:
        """The head has come: behind a proxy, it says whose request this is."""
        client = address_behind(self.sender, self.arriving.forwarded_for)
        self.address = network_of(client) or self.sender

    @property
    def is_unused(self) -> bool:
        """Opened ahead of need, as browsers do: nothing has come."""
        return self.stage is Stage.ARRIVING and not self.arriving.pace.num_bytes

    def is_late(self, now: float) -> bool:
        if self.stage is Stage.ARRIVING:
            return self.arriving.is_too_slow(now)
        if self.stage is Stage.LEAVING:
            return self.leaving.is_too_slow(now)
        return self.stage is Stage.CLOSING and now > self.ends_at

    def rate(self, now: float) -> float:
        """Bytes a second; the slowest gives way where there are too many."""
        pace = self.leaving if self.stage is Stage.LEAVING else self.arriving.pace
        return pace.rate(now)
