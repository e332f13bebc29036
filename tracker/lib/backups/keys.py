"""The key of the backups: a setting, or a file of the data folder that is made at its first use."""

import contextlib
import logging
import os
import re
import secrets
from pathlib import Path

from django.conf import settings

from tracker.lib.disk.writing import sync_names

# Without letters and digits that look alike, because it may be written down by hand
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
NUM_GROUPS, LENGTH_OF_GROUP = 8, 4
_GROUP = rf"[{ALPHABET}]{{{LENGTH_OF_GROUP}}}"
_SHAPE = re.compile("-".join([_GROUP] * NUM_GROUPS))
logger = logging.getLogger(__name__)


def key() -> str:
    """The passphrase; made if there is none.

    A damaged one is set aside and replaced, because the next backup must not be sealed with what
    nobody has a copy of. Backups made before need the copy that was taken then.
    """
    if settings.BACKUP_KEY:
        return str(settings.BACKUP_KEY)
    own = own_file()
    if own.exists() and not _SHAPE.fullmatch(_read(own)):
        logger.error("The key of the backups was damaged; a new one is made")
        own.replace(own.with_name(f"{own.name}-damaged"))
        _taken_file().unlink(missing_ok=True)
    with contextlib.suppress(FileExistsError):
        _write(own, _new())
    return _read(own)


def known() -> str:
    """The passphrase, empty if there is none yet."""
    return key() if settings.BACKUP_KEY or own_file().exists() else ""


def keep(passphrase: str) -> None:
    """Go on with the `passphrase` of a restored backup, which somebody has a copy of.

    Not if there is another one, or if it is a setting of the former machine.
    """
    if not known() and _SHAPE.fullmatch(passphrase):
        _write(own_file(), passphrase)
        _write(_taken_file(), "")


def is_own() -> bool:
    """Whether the key is kept in the data folder, where a lost disk takes it along."""
    return not settings.BACKUP_KEY


def note_taken() -> None:
    """Record that somebody downloaded the key, to keep it elsewhere."""
    with contextlib.suppress(FileExistsError):
        _write(_taken_file(), "")


def is_taken() -> bool:
    return _taken_file().exists()


def own_file() -> Path:
    return Path(settings.DATA_DIR) / "backup-key"


def _taken_file() -> Path:
    return Path(settings.DATA_DIR) / "backup-key-taken"


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace").strip()


def _write(path: Path, line: str) -> None:
    """Write a private file with one line. Raises FileExistsError if it exists."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())
    sync_names(path.parent)


def _new() -> str:
    letters = [
        "".join(secrets.choice(ALPHABET) for _ in range(LENGTH_OF_GROUP)) for _ in range(NUM_GROUPS)
    ]
    return "-".join(letters)
