"""Messages as files: one file a message, and no file that belongs to all of them.

A message is written aside, synced and renamed into its queue, so a reader never sees half of one.
A reader takes it by renaming it into a folder of its own, and holds a lock as long as it lives:
once the lock is free, what the reader had not finished goes back to the queue. A file that is not
what was written is set aside and told in the log; the others are not concerned.

    ready/<queue>/<time>-<id>      waiting, oldest first
    taken/<reader>/<queue>/…       taken, not finished; taken/<reader>.lock is held by the reader
    writing/                       not yet renamed
    damaged/                       set aside
"""

import contextlib
import fcntl
import hashlib
import json
import logging
import os
import time
import uuid
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tracker.lib.disk.writing import sync_names

logger = logging.getLogger(__name__)

RECOVER_EVERY = 5.0  # seconds
# A file in `writing` belongs to a writer that died, once it is this old
ABANDONED_AFTER = 3600.0


class DamagedError(Exception):
    """The file does not hold the message that was written."""


@dataclass(frozen=True)
class Taken:
    """A message that this reader has taken and must finish or give back."""

    message: dict[str, object]
    file: Path


class Folders:
    """All queues below `root`. Missing folders are made when they are needed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._reader: Reader | None = None
        # Names that the last look into a queue found
        self._seen: dict[str, deque[str]] = {}
        self._recovered_at = 0.0

    def put(self, queue: str, message: dict[str, object]) -> None:
        """Return once the message is on the disk."""
        name = f"{time.time_ns():020d}-{uuid.uuid4().hex}"
        aside, waiting = self.root / "writing" / name, self._ready(queue)
        _make(aside.parent)
        _make(waiting)
        try:
            with aside.open("wb") as file:
                file.write(encode(message))
                file.flush()
                os.fsync(file.fileno())
            aside.rename(waiting / name)
        except OSError:
            aside.unlink(missing_ok=True)
            raise
        sync_names(waiting)

    def take(self, queue: str) -> Taken | None:
        """The oldest message of `queue`, or None."""
        if time.monotonic() - self._recovered_at >= RECOVER_EVERY:
            self.recover()
        seen = self._seen.setdefault(queue, deque())
        is_fresh = False
        while seen or not is_fresh:
            if not seen:
                seen.extend(sorted(_listed(self._ready(queue))))
                is_fresh = True
            elif taken := self._take_file(queue, seen.popleft()):
                return taken
        return None

    def finish(self, taken: Taken) -> None:
        taken.file.unlink(missing_ok=True)

    def give_back(self, taken: Taken) -> None:
        """Put the message where it was before it was taken."""
        self._return(taken.file)

    def count(self, queue: str) -> int:
        return len(_listed(self._ready(queue)))

    def purge(self, queue: str) -> int:
        names = _listed(self._ready(queue))
        for name in names:
            (self._ready(queue) / name).unlink(missing_ok=True)
        return len(names)

    def recover(self) -> None:
        """Return to their queues the messages of readers that have ended."""
        self._recovered_at = time.monotonic()
        taken = self.root / "taken"
        for name in _listed(taken):
            folder = taken / name
            if folder.is_dir():
                with _end_of(taken / f"{name}.lock") as has_ended:
                    if has_ended:
                        self._return_all(folder)
        for name in _listed(self.root / "writing"):
            with contextlib.suppress(FileNotFoundError):
                file = self.root / "writing" / name
                if time.time() - file.stat().st_mtime > ABANDONED_AFTER:
                    file.unlink()

    def close(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def _ready(self, queue: str) -> Path:
        return self.root / "ready" / quote(queue, safe="")

    def _take_file(self, queue: str, name: str) -> Taken | None:
        if self._reader is None or not self._reader.is_intact():
            self.close()
            self._reader = Reader(self.root)
        mine = self._reader.folder / quote(queue, safe="") / name
        _make(mine.parent)
        try:
            (self._ready(queue) / name).rename(mine)
            return Taken(decode(mine.read_bytes()), mine)
        except FileNotFoundError:  # another reader was faster
            return None
        except (DamagedError, IsADirectoryError):
            self._set_aside(mine)
            return None

    def _return_all(self, folder: Path) -> None:
        for queue in _listed(folder):
            for name in _listed(folder / queue):
                self._return(folder / queue / name)
            with contextlib.suppress(OSError):
                (folder / queue).rmdir()
        with contextlib.suppress(OSError):
            folder.rmdir()

    def _return(self, file: Path) -> None:
        waiting = self.root / "ready" / file.parent.name
        _make(waiting)
        with contextlib.suppress(FileNotFoundError):
            file.rename(waiting / file.name)

    def _set_aside(self, file: Path) -> None:
        aside = self.root / "damaged" / file.name
        _make(aside.parent)
        with contextlib.suppress(FileNotFoundError):
            file.rename(aside)
            logger.error("A damaged message was set aside: %s", aside)


class Reader:
    """The folder of what this process has taken, with a lock that ends with the process."""

    def __init__(self, root: Path) -> None:
        name = f"{os.getpid()}-{uuid.uuid4().hex}"
        self.folder = root / "taken" / name
        self.pid = os.getpid()
        self._lock_file = root / "taken" / f"{name}.lock"
        aside = root / "writing" / f"{name}.lock"
        _make(aside.parent)
        _make(self._lock_file.parent)
        # Locked before it can be seen: nobody takes this reader for an ended one. A child of
        # the pool inherits the lock, and so keeps the message as long as it works on it.
        self._descriptor = os.open(aside, os.O_CREAT | os.O_RDWR, 0o640)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        aside.rename(self._lock_file)

    def is_intact(self) -> bool:
        """Whether the lock stands for this process and can still be seen by others."""
        return self.pid == os.getpid() and self._lock_file.exists()

    def close(self) -> None:
        if self.pid == os.getpid():
            os.close(self._descriptor)
            self._descriptor = -1


def encode(message: dict[str, object]) -> bytes:
    body = json.dumps(message).encode()
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def decode(content: bytes) -> dict[str, object]:
    digest, _, body = content.partition(b"\n")
    if digest != hashlib.sha256(body).hexdigest().encode():
        raise DamagedError
    message: dict[str, object] = json.loads(body)
    return message


@contextlib.contextmanager
def _end_of(lock: Path) -> Iterator[bool]:
    """Whether the reader with this `lock` has ended; then the lock is removed at the end."""
    try:
        descriptor = os.open(lock, os.O_RDWR)
    except FileNotFoundError:
        yield True
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
        lock.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def _listed(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _make(folder: Path) -> None:
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
