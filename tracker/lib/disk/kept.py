"""A folder of values that can be made again, by the digest of what they were made from.

It never grows beyond its limit: what was not used for longest goes first. A value that a power cut
or a full disk has hurt counts as missing.
"""

import contextlib
import hashlib
import os
import tempfile
import time
from pathlib import Path

SUFFIX = ".kept"
_DIGEST_SIZE = hashlib.sha256().digest_size


class KeptFiles:
    def __init__(self, folder: Path, *, max_bytes: int, max_days: float = 30) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._max_seconds = max_days * 24 * 3600

    def get(self, key: str) -> bytes | None:
        file = self._file(key)
        try:
            content = file.read_bytes()
            os.utime(file)
        except OSError:
            return None
        digest, value = content[:_DIGEST_SIZE], content[_DIGEST_SIZE:]
        return value if hashlib.sha256(value).digest() == digest else None

    def put(self, key: str, value: bytes) -> None:
        """Keep `value`, unless the disk refuses it."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(self._file(key), hashlib.sha256(value).digest() + value)
            self._sweep()

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}{SUFFIX}"

    def _write(self, file: Path, content: bytes) -> None:
        descriptor, aside = tempfile.mkstemp(suffix=SUFFIX, dir=self._folder)  # mode 0600
        try:
            with os.fdopen(descriptor, "wb") as handle:
                handle.write(content)
            Path(aside).replace(file)
        except OSError:
            Path(aside).unlink(missing_ok=True)
            raise

    def _sweep(self) -> None:
        """Remove what is too old or too much."""
        oldest = time.time() - self._max_seconds
        total = 0
        with os.scandir(self._folder) as entries:
            found = [(entry.stat(), entry.path) for entry in entries]
        for status, path in sorted(found, key=lambda one: one[0].st_mtime, reverse=True):
            total += status.st_size
            if total > self._max_bytes or status.st_mtime < oldest:
                Path(path).unlink(missing_ok=True)
