"""Fills an empty product from a backup (README.md, "Backup and restore")."""

import sys
from argparse import ArgumentParser
from datetime import datetime, timedelta
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from reporting.models import Heartbeat
from reporting.operations.integrity import findings
from tracker.lib.backups import keys, restoring
from tracker.lib.backups.sealing import NotOpened
from units.models import User

RUNNING_WITHIN = timedelta(minutes=1)


class Command(BaseCommand):
    help = "Restore a backup of either kind of database onto an empty product, which is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--key-file", type=Path, help="holds the key of the backup; else BACKUP_KEY is taken"
        )
        parser.add_argument(
            "--replace", action="store_true", help="delete all rows that the product has now"
        )

    def handle(
        self, *args: object, file: Path, key_file: Path | None, replace: bool, **options: object
    ) -> None:
        if not file.is_file():
            raise CommandError(f"{file} is not a file.")
        _refuse_unless_ready(replace=replace)
        key = key_file.read_text(encoding="utf-8").strip() if key_file else keys.known()
        if not key:
            raise CommandError("The key of the backup is missing: --key-file, or BACKUP_KEY.")
        try:
            tail = restoring.restore(file, key)
        except NotOpened as error:
            raise CommandError(str(error)) from error
        keys.keep(key)
        self.stdout.write(f"Restored {tail.num_rows} rows and {tail.num_files} files.")
        found = list(findings())
        for finding in found:
            self.stdout.write(f"{finding.problem}: {finding.where}")
        self.stdout.write(f"{len(found)} findings" if found else "Everything agrees.")
        if found:
            sys.exit(1)


def _refuse_unless_ready(*, replace: bool) -> None:
    """Refuse a product that runs, or that holds anything unless it is to be replaced."""
    try:
        with transaction.atomic():
            people, seen = f"{User.objects.count()} people", _last_seen()
    except DatabaseError:  # without tables, with those of an older version, or damaged
        people, seen = _what_there_is(), None
    if seen is not None and timezone.now() - seen < RUNNING_WITHIN:
        raise CommandError("The product runs, or ran a minute ago: stop it and wait a minute.")
    if people not in ("", "0 people") and not replace:
        raise CommandError(
            f"The product is not empty: it has {people}. A restore with --replace deletes all "
            "rows that it has now."
        )


def _last_seen() -> datetime | None:
    return Heartbeat.objects.order_by("-at").values_list("at", flat=True).first()


def _what_there_is() -> str:
    """What an unreadable database holds; empty for one without tables."""
    try:
        with connection.cursor() as cursor:
            names = connection.introspection.table_names(cursor)
    except DatabaseError:
        connection.close()
        return "a damaged database"
    return "tables of another version" if names else ""
