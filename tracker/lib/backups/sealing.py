"""Encryption of a stream in pieces, so that its size does not matter.

Each piece is sealed with AES-256-GCM under a key of this file alone, derived from the passphrase
and a random salt. The nonce counts the pieces and tells the last one, so that pieces cannot be
left out, reordered or cut off unnoticed. (The construction is known as STREAM.)
"""

import io
import secrets
from types import TracebackType
from typing import BinaryIO, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"tracker backup 1\n"
PIECE = 1024 * 1024
TAG = 16
SALT = 16
# 32 MB and a tenth of a second: a passphrase that an office made up is slow to guess
COST = {"n": 2**15, "r": 8, "p": 1}


class NotOpened(Exception):  # noqa: N818 -- an outcome, told in `str()`
    """The file is no backup, is damaged, or was sealed with another key."""


class Sealing(io.RawIOBase):
    """A writable stream that writes its encrypted content to `target`.

    Close it for the content to be complete; after an error in a `with` block the file is left
    without its last piece, and cannot be opened.
    """

    def __init__(self, target: BinaryIO, passphrase: str) -> None:
        salt = secrets.token_bytes(SALT)
        self._target = target
        self._cipher = _cipher(passphrase, salt)
        self._waiting = bytearray()
        self._num_pieces = 0
        target.write(MAGIC + salt)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.finish()

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        self._waiting += data
        while len(self._waiting) > PIECE:
            self._seal(bytes(self._waiting[:PIECE]), is_last=False)
            del self._waiting[:PIECE]
        return len(data)

    def finish(self) -> None:
        """Write the last piece, which may be empty."""
        self._seal(bytes(self._waiting), is_last=True)
        self._waiting.clear()

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._num_pieces, is_last=is_last)
        self._target.write(self._cipher.encrypt(nonce, piece, MAGIC))
        self._num_pieces += 1


class Opening(io.RawIOBase):
    """A readable stream of the content that was sealed in `source`."""

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        head = source.read(len(MAGIC) + SALT)
        if not head.startswith(MAGIC) or len(head) != len(MAGIC) + SALT:
            raise NotOpened("Tệp này không phải bản sao lưu của hệ thống.")
        self._source = source
        self._cipher = _cipher(passphrase, head[len(MAGIC) :])
        self._next = source.read(PIECE + TAG)
        self._num_pieces = 0
        self._content = memoryview(b"")
        self._is_last = False

    def __enter__(self) -> Self:
        return self

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes; empty at the end."""
        while not self._content and not self._is_last:
            self._open_piece()
        size = len(self._content) if size < 0 else size
        read, self._content = bytes(self._content[:size]), self._content[size:]
        return read

    def _open_piece(self) -> None:
        piece, self._next = self._next, self._source.read(PIECE + TAG)
        self._is_last = not self._next
        nonce = _nonce(self._num_pieces, is_last=self._is_last)
        try:
            self._content = memoryview(self._cipher.decrypt(nonce, piece, MAGIC))
        except InvalidTag as error:
            raise NotOpened(
                "Bản sao lưu bị hỏng hoặc bị cắt ngắn."
                if self._num_pieces
                else "Khóa không đúng, hoặc bản sao lưu bị hỏng."
            ) from error
        self._num_pieces += 1


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    key = Scrypt(salt=salt, length=32, **COST).derive(passphrase.encode())
    return AESGCM(key)


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])
