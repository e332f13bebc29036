"""Updates database, folders and static files for this version of the code."""

import contextlib
import hashlib
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

RECEIVED_WITHIN = 24 * 60 * 60  # seconds
FINGERPRINT = "static-fingerprint"


class Command(BaseCommand):
    help = "Migrate, make the folders, collect static files, load the first plan. Idempotent."

    def handle(self, *args: object, **options: object) -> None:
        make_folders()
        forget_old_uploads()
        call_command("migrate", verbosity=0)
        collect_static()
        call_command("load_plan_126", stdout=self.stdout)


def make_folders() -> None:
    folders = [settings.MEDIA_ROOT, settings.DATA_DIR / "log"]
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
    """Collect and compress the static files, if any has changed since the last time."""
    kept = Path(settings.DATA_DIR) / FINGERPRINT
    fingerprint = _fingerprint()
    if kept.exists() and kept.read_text() == fingerprint and Path(settings.STATIC_ROOT).exists():
        return
    # In a process of its own, because the memory for compressing would stay with `serve`.
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "--clear", "--verbosity=0"],
        cwd=settings.BASE_DIR,
        check=True,
    )
    kept.write_text(fingerprint)


def _fingerprint() -> str:
    digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            file = Path(storage.path(name)).stat()
            digest.update(f"{name} {file.st_size} {file.st_mtime_ns}\n".encode())
    return digest.hexdigest()
