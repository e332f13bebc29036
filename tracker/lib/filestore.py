"""Files kept by their content: below the media folder, named by SHA-256, never overwritten.

The time of a file says when it was last stored or let go. Only what has lain untouched for long
may be removed, and who stores and who removes exclude each other: a file that was there when it
was stored again stays.
"""

import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

CHUNK = 64 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")
_INCOMING = ".incoming-"


def sha256_of(stream: BinaryIO) -> str:
    """The hash of STREAM from its beginning, read piece by piece; leaves it at its beginning."""
    digest = hashlib.sha256()
    for chunk in _chunks(stream):
        digest.update(chunk)
    stream.seek(0)
    return digest.hexdigest()


def store(stream: BinaryIO) -> tuple[str, int]:
    """Keep the content of STREAM. Returns its hash and its size in bytes.

    The same content is kept once. A reader sees a whole file or none: the bytes go to a
    temporary file beside the final name, which then takes the name in one step.
    """
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(prefix=_INCOMING, dir=root)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in _chunks(stream):
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        sha256 = digest.hexdigest()
        final = path_of(sha256)
        with _lock(fcntl.LOCK_SH):
            if not _renew(final):
                temporary.chmod(0o640)
                final.parent.mkdir(parents=True, exist_ok=True)
                temporary.replace(final)
    finally:
        temporary.unlink(missing_ok=True)
    return sha256, size


def open_stored(sha256: str) -> BinaryIO:
    """The content kept under SHA256. Raises FileNotFoundError where there is none."""
    return path_of(sha256).open("rb")


def is_intact(sha256: str) -> bool:
    """Whether content is kept under SHA256 and still hashes to it."""
    try:
        with open_stored(sha256) as file:
            return sha256_of(file) == sha256
    except FileNotFoundError:
        return False


def release(sha256: str) -> None:
    """Note that a row stops naming that content: it stays for as long as a new one would."""
    _renew(path_of(sha256))


def stored() -> Iterator[str]:
    """The hashes of all content that is kept."""
    for path in Path(settings.MEDIA_ROOT).glob("??/??/*"):
        if _SHA256.fullmatch(path.name):
            yield path.name


def remove(sha256: str, *, untouched_since: datetime) -> int | None:
    """Remove that content, unless it was stored or let go after that moment.

    Returns its size in bytes, or None where it stays or is gone already.
    """
    with _lock(fcntl.LOCK_EX):
        return _remove(path_of(sha256), untouched_since)


def remove_unfinished(*, untouched_since: datetime) -> list[int]:
    """Remove what processes that were killed left half-way. Returns the sizes in bytes."""
    found = Path(settings.MEDIA_ROOT).glob(f"{_INCOMING}*")
    sizes = (_remove(path, untouched_since) for path in found)
    return [size for size in sizes if size is not None]


def path_of(sha256: str) -> Path:
    """Where the content of that hash is kept: two levels of folders, so that none grows long."""
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"{sha256!r} is not a SHA-256")
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256


def _chunks(stream: BinaryIO) -> Iterable[bytes]:
    stream.seek(0)
    while chunk := stream.read(CHUNK):
        yield chunk


def _renew(path: Path) -> bool:
    """Give the file the time of now. False where there is none."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def _remove(path: Path, untouched_since: datetime) -> int | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    if found.st_mtime >= untouched_since.timestamp():
        return None
    path.unlink()
    return found.st_size


@contextmanager
def _lock(kind: int) -> Iterator[None]:
    """Many may store at once (LOCK_SH), nobody while one removes (LOCK_EX); in all processes."""
    folder = os.open(settings.MEDIA_ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, kind)
        yield
    finally:
        os.close(folder)
