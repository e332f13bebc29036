"""Makes a backup now, also while the product runs (README.md, "Backup and restore")."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reporting.operations import backing_up


class Command(BaseCommand):
    help = "Write all rows and files to one encrypted file in BACKUP_DIR, and read it back."

    def handle(self, *args: object, **options: object) -> None:
        try:
            backup, tail = backing_up.back_up(at=timezone.now())
        except backing_up.Failed as failure:
            raise CommandError(str(failure)) from failure
        self.stdout.write(
            f"{backup.path}: {tail.num_rows} rows, {tail.num_files} files, "
            f"{backup.num_bytes} bytes, read back whole"
        )
        for sha256 in tail.damaged:
            self.stdout.write(f"Not in the backup, because it is damaged: stored file {sha256}")
