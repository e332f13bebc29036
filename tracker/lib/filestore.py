"""Files kept by their content: below the media folder, named by SHA-256, never overwritten."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

CHUNK = 64 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")


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
    handle, name = tempfile.mkstemp(prefix=".incoming-", dir=root)
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
        if not final.exists():
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


def path_of(sha256: str) -> Path:
    """Where the content of that hash is kept: two levels of folders, so that none grows long."""
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"{sha256!r} is not a SHA-256")
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256


def _chunks(stream: BinaryIO) -> Iterable[bytes]:
    stream.seek(0)
    while chunk := stream.read(CHUNK):
        yield chunk
