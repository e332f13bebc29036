"""The folder of backups: making one, finding the newest, and removing those no longer kept.

The folder is the record. A file with the name of a backup is whole, because it gets that name
only after it was read back, so that what an administrator reads is what could be restored. The
name says how long it was then.
"""

import contextlib
import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from tracker.lib import filestore
from tracker.lib.backups import archive, keys
from tracker.lib.backups.sealing import MAGIC, TAG
from tracker.lib.disk.writing import sync_names
from tracker.lib.refusal import Refused

MEGABYTE = 1024 * 1024
# Left free for those who work meanwhile
SPARE = 100 * MEGABYTE
_NAME = re.compile(r"tracker-(\d{4}-\d\d-\d\d-\d{6})(?:-(\d+))?\.backup")
_UNFINISHED = ".unfinished-"
_LOCK = ".lock"


class Busy(Refused):
    """Another backup is being made."""


@dataclass(frozen=True)
class Backup:
    """A backup that was whole when it was made. `made_at` is the moment of its rows.

    `whole_bytes` is its length then, as the name tells; names of earlier versions do not.
    """

    path: Path
    made_at: datetime
    num_bytes: int
    whole_bytes: int | None

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def is_hurt(self) -> bool:
        """Whether a fault of the disk made it something else, as its length and both ends tell.

        The whole of it is read by `manage.py verify`.
        """
        if self.whole_bytes not in (None, self.num_bytes):
            return True
        try:
            with self.path.open("rb") as file:
                if file.read(len(MAGIC)) != MAGIC:
                    return True
                file.seek(-TAG, os.SEEK_END)
                return not any(file.read())
        except OSError:
            return False  # the disk may answer another time

    @property
    def num_mb(self) -> float:
        return self.num_bytes / MEGABYTE


def folder() -> Path:
    """The folder, created private if missing."""
    path = Path(settings.BACKUP_DIR)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def backups() -> list[Backup]:
    """All backups, the newest first."""
    found = []
    for path in Path(settings.BACKUP_DIR).glob("tracker-*.backup"):
        if match := _NAME.fullmatch(path.name):
            at = timezone.make_aware(datetime.strptime(match[1], "%Y-%m-%d-%H%M%S"))  # noqa: DTZ007
            with contextlib.suppress(FileNotFoundError):  # just removed
                whole_bytes = int(match[2]) if match[2] else None
                found.append(Backup(path, at, path.stat().st_size, whole_bytes))
    return sorted(found, key=lambda backup: backup.made_at, reverse=True)


def newest() -> Backup | None:
    """The newest that could be restored."""
    return next((backup for backup in backups() if not backup.is_hurt), None)


def find(name: str) -> Backup | None:
    return next((backup for backup in backups() if backup.name == name), None)


def began() -> datetime | None:
    """When backups began to be looked after; None before that."""
    try:
        at = _began_file().stat().st_mtime
    except FileNotFoundError:
        return None
    return datetime.fromtimestamp(at, tz=timezone.get_current_timezone())


def begin() -> None:
    """Look after backups from now on: the first one is due when its hour has passed."""
    _began_file().touch(mode=0o600)


def make(*, at: datetime) -> tuple[Backup, archive.Tail]:
    """Write a backup, read it back, and only then give it its name.

    Raises Refused, with the reason in Vietnamese, if there is no room or another one is being
    made. Whatever fails, no unfinished file stays.
    """
    stem = f"tracker-{timezone.localtime(at):%Y-%m-%d-%H%M%S}"
    aside = folder() / f"{_UNFINISHED}{stem}"
    with locked():
        for left in folder().glob(f"{_UNFINISHED}*"):
            left.unlink()
        _check_room()
        try:
            with open(os.open(aside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                archive.write(file, keys.key(), at=at)
                file.flush()
                os.fsync(file.fileno())
            tail = archive.read(aside, keys.key(), archive.Visitor())
            num_bytes = aside.stat().st_size
            final = aside.replace(folder() / f"{stem}-{num_bytes}.backup")
            sync_names(folder())
        finally:
            aside.unlink(missing_ok=True)
    return Backup(final, at, num_bytes, num_bytes), tail


def remove_old() -> list[Backup]:
    """Remove the backups that no rule keeps, and those that are hurt; returns them."""
    present = backups()
    kept = kept_of([backup for backup in present if not backup.is_hurt])
    removed = [backup for backup in present if backup not in kept]
    for backup in removed:
        backup.path.unlink(missing_ok=True)
    return removed


def kept_of(present: list[Backup]) -> list[Backup]:
    """The newest backup of each of the last days, weeks and months (`BACKUP_KEEP`) with one."""
    days, weeks, months = settings.BACKUP_KEEP
    rules = [(days, "%Y-%m-%d"), (weeks, "%G-%V"), (months, "%Y-%m")]
    kept: set[Path] = {backup.path for backup in present[:1]}
    for most, pattern in rules:
        newest_of: dict[str, Path] = {}
        for backup in present:
            newest_of.setdefault(f"{timezone.localtime(backup.made_at):{pattern}}", backup.path)
        kept.update(list(newest_of.values())[:most])
    return [backup for backup in present if backup.path in kept]


@contextmanager
def locked() -> Iterator[None]:
    """One at a time, across processes; the lock goes with a process that dies."""
    lock = os.open(folder() / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise Busy("Đang có một lần sao lưu khác chạy.") from error
    finally:
        os.close(lock)


def _began_file() -> Path:
    """Not in the folder of backups: a share that is away must not look like a new product."""
    return Path(settings.DATA_DIR) / "backups-began"


def _check_room() -> None:
    needed = _size_of_database() + sum(filestore.sizes()) + SPARE
    free = shutil.disk_usage(folder()).free
    if free < needed:
        raise Refused(
            f"Ổ đĩa chứa bản sao lưu còn trống {free // MEGABYTE} MB, "
            f"bản sao lưu có thể cần đến {needed // MEGABYTE} MB."
        )


def _size_of_database() -> int:
    if connection.vendor == "sqlite":
        return Path(connection.settings_dict["NAME"]).stat().st_size
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        size: int = cursor.fetchone()[0]
    return size
