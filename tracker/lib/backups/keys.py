"""The key of the backups: a setting, or a file of the data folder that is made at its first use."""

import contextlib
import os
import secrets
from pathlib import Path

from django.conf import settings

# Without letters and digits that look alike, because it may be written down by hand
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
NUM_GROUPS, LENGTH_OF_GROUP = 8, 4


def key() -> str:
    """The passphrase; made if there is none."""
    if settings.BACKUP_KEY:
        return str(settings.BACKUP_KEY)
    with contextlib.suppress(FileExistsError):
        _write(own_file(), _new())
    return own_file().read_text(encoding="utf-8").strip()


def known() -> str:
    """The passphrase, empty if there is none yet."""
    return key() if settings.BACKUP_KEY or own_file().exists() else ""


def keep(passphrase: str) -> None:
    """Use `passphrase`, which somebody has a copy of, from now on, unless there is another one."""
    if not known():
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


def _write(path: Path, line: str) -> None:
    """Write a private file with one line. Raises FileExistsError if it exists."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())


def _new() -> str:
    letters = [
        "".join(secrets.choice(ALPHABET) for _ in range(LENGTH_OF_GROUP)) for _ in range(NUM_GROUPS)
    ]
    return "-".join(letters)
