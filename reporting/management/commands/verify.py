"""Check the integrity of everything stored."""

import sys

from django.core.management.base import BaseCommand

from reporting.operations.integrity import backup_findings, findings


class Command(BaseCommand):
    help = "Check that rows, histories and files agree. Exit code 1 on any finding."

    def handle(self, *args: object, **options: object) -> None:
        found = [*findings(), *backup_findings()]
        for finding in found:
            self.stdout.write(f"{finding.problem}: {finding.where}")
        self.stdout.write(f"{len(found)} findings" if found else "Everything agrees.")
        if found:
            sys.exit(1)
