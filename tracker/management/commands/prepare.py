"""Updates database, folders and static files for this version of the code."""

import contextlib
import hashlib
import shutil
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from plans import starting
from reporting.models import Review, ReviewStatus
from tracker.lib import filestore, fonts, previous_static
from tracker.lib.disk import database
from tracker.lib.disk.writing import write_whole

RECEIVED_WITHIN = 24 * 60 * 60  # seconds
FINGERPRINT = "static-fingerprint"


class Command(BaseCommand):
    help = "Migrate, make the folders, collect static files, make sure of grants. Idempotent."

    def handle(self, *args: object, **options: object) -> None:
        refuse_damaged_database()
        make_folders()
        forget_old_uploads()
        call_command("migrate", verbosity=0)
        forbid_writing_issued()
        if connection.vendor == "sqlite":
            database.mark(_database_file())
        collect_static()
        previous_static.forget(_previous_static())
        starting.make_sure(at=timezone.now())


def forbid_writing_issued() -> None:
    """Make the files of issued reviews read-only that an earlier release stored."""
    issued = Review.objects.filter(status=ReviewStatus.ISSUED)
    for sha256 in issued.values_list("pdf_sha256", flat=True):
        filestore.forbid_writing(sha256)


def refuse_damaged_database() -> None:
    """Stop before anything writes to a damaged file, or makes an empty one in place of the data."""
    if connection.vendor != "sqlite":
        return
    file = _database_file()
    if problem := database.problem_of(file):
        raise CommandError(
            f"The database {file} is {problem}. Nothing was changed. Restore a backup (README.md, "
            f'"Backup and restore"). To begin with an empty database instead, move it and '
            f"{file.with_name(database.MARK)} away."
        )


def _database_file() -> Path:
    return Path(str(settings.DATABASES["default"]["NAME"]))


def make_folders() -> None:
    folders = [settings.MEDIA_ROOT, settings.DATA_DIR / "log", settings.WHITENOISE_ROOT]
    broker = getattr(settings, "BROKER_DIR", None)
    if broker is not None:
        folders.append(broker)
    for folder in folders:
        Path(folder).mkdir(parents=True, exist_ok=True)


def forget_old_uploads() -> None:
    """Remove what a killed web server was receiving; others may be receiving now."""
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir():
        with contextlib.suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > RECEIVED_WITHIN:
                path.unlink()


def collect_static() -> None:
    """Collect and compress the static files, if a source has changed or a result is damaged."""
    kept = Path(settings.DATA_DIR) / FINGERPRINT
    noted = kept.read_bytes() if kept.exists() else b""
    # Fonts are made once from large sources, so a damaged one would be collected as it is
    if noted and noted.split()[-1:] != [_content_of(fonts.web_fonts_dir()).encode()]:
        shutil.rmtree(fonts.web_fonts_dir(), ignore_errors=True)
    if noted == _state_of_static().encode():
        return
    root = Path(settings.STATIC_ROOT)
    new = root.with_name(f"{root.name}-new")
    # In a process of its own, because the memory for compressing would stay with `serve`.
    subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "manage.py", "collect_into", str(new)], cwd=settings.BASE_DIR, check=True
    )
    previous_static.put_in_place(new, root, _previous_static())
    write_whole(kept, _state_of_static())


def _previous_static() -> Path:
    return Path(settings.WHITENOISE_ROOT) / settings.STATIC_URL.strip("/")


def _state_of_static() -> str:
    results, made = Path(settings.STATIC_ROOT), fonts.web_fonts_dir()
    return f"{_fingerprint()} {_content_of(results)} {_content_of(made)}\n"


def _fingerprint() -> str:
    digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            file = Path(storage.path(name)).stat()
            digest.update(f"{name} {file.st_size} {file.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _content_of(folder: Path) -> str:
    """Hash of all files in `folder`: a power cut may have hurt any of them."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            content = file.read_bytes()
            digest.update(f"{file.relative_to(folder)} {len(content)}\n".encode() + content)
    return digest.hexdigest()
