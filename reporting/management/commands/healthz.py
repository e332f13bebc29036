"""Report whether the product works, to the health checks of Docker and at a terminal."""

import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from reporting.operations import health


class Command(BaseCommand):
    help = "Check database, broker, beat, worker and disk. Exit code 1 when something is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--only", choices=["web", "worker", "printer", "beat"], help="one process only"
        )

    def handle(self, *args: object, only: str | None, **options: object) -> None:
        now = timezone.now()
        checks = health.check_process(only, at=now) if only else health.check_all(at=now)
        for name, check in checks.items():
            self.stdout.write(f"{'ok ' if check.ok else 'BAD'}  {name}: {check.detail}")
        if not all(check.ok for check in checks.values()):
            sys.exit(1)
