"""A cache that the processes of one machine share without a server: a file for each value.

Values are bytes that live for seconds and may be lost, so nothing is synced to the disk. `add`
takes a lock, so that of several processes one is the first.
"""

import contextlib
import fcntl
import hashlib
import os
import struct
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

LOCK = "lock"
SUFFIX = ".kept"
SWEPT_EVERY = 30.0  # seconds
# Before the value: until when it lives, in seconds since 1970
_HEAD = struct.Struct("!d")


class FolderCache(BaseCache):
    """The cache named by CACHES without Redis; LOCATION is the folder."""

    def __init__(self, location: str, params: dict[str, object]) -> None:
        super().__init__(params)
        self._folder = Path(location)
        self._swept_at = 0.0

    def add(
        self,
        key: str,
        value: bytes,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Keep a value unless there is one. Returns whether it was kept, or could not be."""
        file = self._file(key, version)
        try:
            with self._lock():
                self._sweep()
                if _read(file) is not None:
                    return False
                self._write(file, value, timeout)
        except OSError:  # a full disk, for example: better done without a cache than not at all
            return True
        return True

    def get(self, key: str, default: object = None, version: int | None = None) -> object:
        value = _read(self._file(key, version))
        return default if value is None else value

    def set(
        self,
        key: str,
        value: bytes,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        with contextlib.suppress(OSError):
            self._write(self._file(key, version), value, timeout)

    def delete(self, key: str, version: int | None = None) -> bool:
        file = self._file(key, version)
        existed = file.exists()
        file.unlink(missing_ok=True)
        return existed

    def clear(self) -> None:
        for file in self._folder.glob(f"*{SUFFIX}"):
            file.unlink(missing_ok=True)

    def _file(self, key: str, version: int | None) -> Path:
        full_key = self.make_and_validate_key(key, version=version)
        return self._folder / (hashlib.sha256(full_key.encode()).hexdigest() + SUFFIX)

    def _write(self, file: Path, value: bytes, timeout: float | None) -> None:
        until = self.get_backend_timeout(timeout)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, aside = tempfile.mkstemp(suffix=SUFFIX, dir=self._folder)  # mode 0600
        try:
            with os.fdopen(descriptor, "wb") as handle:
                handle.write(_HEAD.pack(float("inf") if until is None else until) + value)
            os.replace(aside, file)
        except OSError:
            Path(aside).unlink(missing_ok=True)
            raise

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        """One thread of all processes at a time; ends with the process that holds it."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self._folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _sweep(self) -> None:
        """Remove now and then what has ended, and what a killed process left unfinished."""
        if time.monotonic() - self._swept_at < SWEPT_EVERY:
            return
        self._swept_at = time.monotonic()
        for file in self._folder.glob(f"*{SUFFIX}"):
            is_young = time.time() - file.stat().st_mtime < SWEPT_EVERY
            if not is_young and _read(file) is None:
                file.unlink(missing_ok=True)


def _read(file: Path) -> bytes | None:
    """The value in a file; None where there is none, it has ended, or a power cut has hurt it."""
    try:
        content = file.read_bytes()
    except OSError:
        return None
    if len(content) < _HEAD.size:
        return None
    (until,) = _HEAD.unpack_from(content)
    # Also false for what is not a number
    return content[_HEAD.size :] if until > time.time() else None
