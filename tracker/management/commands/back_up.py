"""Copies all stored data, also while the product runs (README.md, "Backup and restore")."""

import os
import shutil
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

DATABASE = "tracker.sqlite3"


class Command(BaseCommand):
    help = "Copy the SQLite database and the stored files into a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="created if missing")

    def handle(self, *args: object, folder: Path, **options: object) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("This database is PostgreSQL: use pg_dump, as README.md shows.")
        folder.mkdir(parents=True, exist_ok=True)
        # The database first: files are never changed, and are kept for days after their row is
        # gone (`reporting.operations.sweeping`), so a newer set of files does no harm.
        copy_database(folder / DATABASE)
        copied = copy_files(Path(settings.MEDIA_ROOT), folder / "files")
        self.stdout.write(f"Backed up to {folder}: the database, {copied} files not there yet")


def copy_database(target: Path) -> None:
    """Make a consistent copy; the previous one is kept until the new one is complete."""
    fresh = target.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(fresh)])
    fresh.replace(target)


def copy_files(source: Path, target: Path) -> int:
    """Copy files missing in `target`. Names are content hashes, so comparing names is enough."""
    copied = 0
    for file in source.rglob("*"):
        kept = target / file.relative_to(source)
        if file.is_file() and not file.name.startswith(".") and not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            unfinished = kept.with_name(f".{kept.name}-{os.getpid()}")
            try:
                shutil.copy2(file, unfinished)
            except FileNotFoundError:
                continue  # just swept: no row has referred to it for days
            unfinished.replace(kept)
            copied += 1
    return copied
