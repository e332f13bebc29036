"""Slow senders and slow readers, all driven by one thread, beside a page that is asked for."""

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

COMMUNE_LINE = 1_000_000 // 8  # bytes a second
DRIP = 1.0  # bytes a second
TICK = 0.05  # seconds
HEAD = b"Host: 127.0.0.1\r\n"


@dataclass
class Sender:
    """One connection: `at_once`, then `slowly` at `rate`; reads at `reading` bytes a tick."""

    kind: str
    at_once: bytes
    slowly: bytes = b""
    rate: float = DRIP
    reading: int = 65536
    connection: socket.socket | None = None
    began: float = 0.0
    sent: int = 0
    answer: bytearray = field(default_factory=bytearray)
    ended_after: float | None = None

    def open(self, port: int) -> None:
        self.connection = socket.socket()
        if self.reading < 65536:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.connection.settimeout(10)
        self.connection.connect(("127.0.0.1", port))
        self.connection.sendall(self.at_once)
        self.connection.setblocking(False)
        self.began = time.monotonic()

    def step(self) -> None:
        """Send what is due by now and read what has come."""
        assert self.connection is not None
        due = min(int((time.monotonic() - self.began) * self.rate), len(self.slowly))
        try:
            with suppress(BlockingIOError):
                if self.sent < due:
                    self.sent += self.connection.send(self.slowly[self.sent : due])
            with suppress(BlockingIOError):
                received = self.connection.recv(self.reading)
                self.answer += received
                if not received:
                    self.end()
        except OSError:
            self.end()

    def end(self) -> None:
        if self.ended_after is None:
            self.ended_after = time.monotonic() - self.began
            if self.connection is not None:
                self.connection.close()


def dripping_head() -> Sender:
    return Sender("head", b"GET /log-in/ HTTP/1.1\r\n" + HEAD, b"X-Long: " + b"a" * 4000)


def dripping_body() -> Sender:
    form = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 4000\r\n\r\n"
    return Sender("body", b"POST /log-in/ HTTP/1.1\r\n" + HEAD + form, b"a" * 4000)


def upload(megabytes: float = 6.0, rate: float = COMMUNE_LINE) -> Sender:
    """A file for the log-in page, which has no use for it but must answer at last."""
    part = b'--x\r\nContent-Disposition: form-data; name="f"; filename="bao-cao.pdf"\r\n\r\n'
    body = part + b"a" * int(megabytes * 1024 * 1024) + b"\r\n--x--\r\n"
    form = b"Connection: close\r\nContent-Type: multipart/form-data; boundary=x\r\n"
    length = b"Content-Length: %d\r\n\r\n" % len(body)
    return Sender("upload", b"POST /log-in/ HTTP/1.1\r\n" + HEAD + form + length, body, rate)


def slow_reader(path: str) -> Sender:
    """Asks for a large file and reads it at about 1 Mbit/s."""
    line = f"GET {path} HTTP/1.1\r\n".encode()
    ask = line + HEAD + b"Connection: close\r\n\r\n"
    return Sender("reader", ask, reading=int(COMMUNE_LINE * TICK))


@contextmanager
def crowd(senders: list[Sender], port: int) -> Iterator[None]:
    """Keep `senders` going in a thread of their own."""
    is_over = threading.Event()
    for sender in senders:
        sender.open(port)

    def go_on() -> None:
        while not is_over.wait(TICK):
            for sender in senders:
                if sender.ended_after is None:
                    sender.step()

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
        for sender in senders:
            if sender.connection is not None:
                sender.connection.close()


def page_seconds(
    port: int, path: str, *, until: float, cookie: str = "", every: float = 0.25
) -> list[float]:
    """How long `path` takes, asked for again and again; a page that never comes takes 60 s."""
    found = []
    while time.monotonic() < until:
        before = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
            status = connection.getresponse().status
            found.append(time.perf_counter() - before if status == 200 else 60.0)
        except OSError:
            found.append(60.0)
        finally:
            connection.close()
        time.sleep(every)
    return found
