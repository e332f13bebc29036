"""Content-addressed files in the media folder, named by SHA-256 and never overwritten.

Their mode forbids it.

The modification time of a file is when it was last stored or released. Only files untouched for
long may be removed, and storing and removing exclude each other, so a file that existed when it
was stored again is kept.
"""

import contextlib
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

from tracker.lib.disk.writing import sync_names

CHUNK = 64 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")
_INCOMING = ".incoming-"


def sha256_of(stream: BinaryIO) -> str:
    """Hash of the whole `stream`, read in chunks; rewinds it to its beginning."""
    digest = hashlib.sha256()
    for chunk in _chunks(stream):
        digest.update(chunk)
    stream.seek(0)
    return digest.hexdigest()


def store(stream: BinaryIO) -> tuple[str, int]:
    """Store the content of `stream`. Returns its hash and its size in bytes.

    Equal content is stored once. A reader sees a whole file or none, because the bytes are
    written to a temporary file in the same folder, which is then renamed.
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
            # A file that a power cut has hurt is replaced
            if not is_intact(sha256) or not _touch(final):
                temporary.chmod(0o400)
                final.parent.mkdir(parents=True, exist_ok=True)
                temporary.replace(final)
                for folder in (final.parent, final.parent.parent, root):
                    sync_names(folder)
    finally:
        temporary.unlink(missing_ok=True)
    return sha256, size


def open_stored(sha256: str) -> BinaryIO:
    """The content stored under `sha256`. Raises FileNotFoundError if there is none."""
    return path_of(sha256).open("rb")


def is_intact(sha256: str) -> bool:
    """Whether content is stored under `sha256` and still hashes to it."""
    try:
        with open_stored(sha256) as file:
            return sha256_of(file) == sha256
    except FileNotFoundError:
        return False


def is_writable(sha256: str) -> bool:
    """Whether the mode of the stored file lets somebody write into it."""
    try:
        return bool(path_of(sha256).stat().st_mode & 0o222)
    except FileNotFoundError:
        return False


def forbid_writing(sha256: str) -> None:
    """Take the write bits from the file, which an earlier release left."""
    with contextlib.suppress(FileNotFoundError):
        path_of(sha256).chmod(0o400)


def release(sha256: str) -> None:
    """Record that a row no longer refers to this content, which restarts its retention period."""
    _touch(path_of(sha256))


def stored() -> Iterator[str]:
    """Hashes of all stored content."""
    for path in Path(settings.MEDIA_ROOT).glob("??/??/*"):
        if _SHA256.fullmatch(path.name):
            yield path.name


def sizes() -> Iterator[int]:
    """Sizes in bytes of all stored content."""
    for sha256 in stored():
        with contextlib.suppress(FileNotFoundError):
            yield path_of(sha256).stat().st_size


def remove(sha256: str, *, untouched_since: datetime) -> int | None:
    """Remove this content, unless it was stored or released after `untouched_since`.

    Returns its size in bytes, or None if it is kept or already gone.
    """
    with _lock(fcntl.LOCK_EX):
        return _remove(path_of(sha256), untouched_since)


def remove_unfinished(*, untouched_since: datetime) -> list[int]:
    """Remove partial files of killed processes. Returns their sizes in bytes."""
    found = Path(settings.MEDIA_ROOT).glob(f"{_INCOMING}*")
    sizes = (_remove(path, untouched_since) for path in found)
    return [size for size in sizes if size is not None]


def path_of(sha256: str) -> Path:
    """Path of the content: two levels of folders, to keep each one small."""
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"{sha256!r} is not a SHA-256")
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256


def _chunks(stream: BinaryIO) -> Iterable[bytes]:
    if stream.seekable():
        stream.seek(0)
    while chunk := stream.read(CHUNK):
        yield chunk


def _touch(path: Path) -> bool:
    """Set the modification time to now. False if there is no file."""
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
    """Lock shared for storing (LOCK_SH), exclusive for removing (LOCK_EX), across processes."""
    folder = os.open(settings.MEDIA_ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, kind)
        yield
    finally:
        os.close(folder)
