"""One request while its bytes arrive: kept in memory, a long body in a file, until it is whole."""

import re
import tempfile
from http import HTTPStatus
from typing import IO

from tracker.lib.serving.pace import HEAD_WITHIN, Pace

END_OF_HEAD = b"\r\n\r\n"
LONGEST_HEAD = 64 * 1024
IN_MEMORY = 256 * 1024  # of a body; what is longer goes to disk

_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,15})[ \t]*(?=\r\n)", re.IGNORECASE)
_ANY_LENGTH = re.compile(rb"\r\ncontent-length[ \t]*:", re.IGNORECASE)
_ENCODED = re.compile(rb"\r\ntransfer-encoding[ \t]*:", re.IGNORECASE)
_FORWARDED = re.compile(rb"\r\nx-forwarded-for[ \t]*:([^\r\n]*)", re.IGNORECASE)
_EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*(?=\r\n)", re.IGNORECASE)


class Arriving:
    """Fed with bytes by the loop, read like a socket by a thread once `is_whole`.

    A head that the server's own parser would refuse counts as whole: the parser says why.
    """

    def __init__(self, now: float, *, longest_body: int, folder: str | None) -> None:
        self.pace = Pace.from_now(now)
        self.longest_body = longest_body
        self.folder = folder
        self.head = bytearray()
        self.body: IO[bytes] | None = None
        self.num_missing: int | None = None  # unknown before the head has come
        self.refusal: HTTPStatus | None = None
        self.wants_word = False  # the client waits for "100 Continue"
        self.is_cut = False  # the body is not taken, because it is too long

    @property
    def has_head(self) -> bool:
        return self.num_missing is not None

    @property
    def forwarded_for(self) -> str:
        """Whom a proxy says that it sends for; asked before a thread reads the head away."""
        return b",".join(_FORWARDED.findall(self.head)).decode("latin-1")

    @property
    def is_whole(self) -> bool:
        return self.num_missing == 0

    def feed(self, data: bytes, now: float) -> bytes:
        """Take `data`; return what belongs to a later request of the connection."""
        self.pace.move(len(data), now)
        if self.num_missing is None:
            searched = max(len(self.head) - len(END_OF_HEAD), 0)
            self.head += data
            end = self.head.find(END_OF_HEAD, searched)
            if end < 0:
                if len(self.head) > LONGEST_HEAD:
                    self.refusal = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
                return b""
            end += len(END_OF_HEAD)
            data = bytes(self.head[end:])
            del self.head[end:]
            self._expect_body()
        return self._take_body(data)

    def is_too_slow(self, now: float) -> bool:
        if self.num_missing is None:
            return now - self.pace.began > HEAD_WITHIN
        return self.pace.is_too_slow(now)

    def rewind(self) -> None:
        if self.body is not None:
            self.body.seek(0)

    def read(self, size: int) -> bytes:
        """The next bytes; none at the end of the request."""
        if self.head:
            data = bytes(self.head[:size])
            del self.head[:size]
            return data
        return self.body.read(size) if self.body is not None else b""

    def close(self) -> None:
        if self.body is not None:
            self.body.close()
            self.body = None

    def _expect_body(self) -> None:
        self.num_missing = 0
        if _ENCODED.search(self.head):
            # Browsers and the proxy name a length; bodies without one could not be limited
            self.refusal = HTTPStatus.LENGTH_REQUIRED
            return
        lengths = _LENGTH.findall(self.head)
        if len(lengths) != 1 or len(_ANY_LENGTH.findall(self.head)) != 1:
            return
        if int(lengths[0]) > self.longest_body:
            self.is_cut = True
            return
        self.num_missing = int(lengths[0])
        if self.num_missing:
            self.body = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, dir=self.folder)  # noqa: SIM115
            if _EXPECTS.search(self.head):
                self.wants_word = True
                self.head = bytearray(_EXPECTS.sub(b"", self.head))

    def _take_body(self, data: bytes) -> bytes:
        if self.body is None or not self.num_missing:
            return b"" if self.is_cut else data
        mine = data[: self.num_missing]
        try:
            self.body.write(mine)
        except OSError:  # the disk is full, or too many files are open
            self.refusal = HTTPStatus.INSUFFICIENT_STORAGE
            return b""
        self.num_missing -= len(mine)
        return data[len(mine) :]
