"""Say whether the product works; for Docker's health checks and for people at a terminal."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from reporting.operations import health


class Command(BaseCommand):
    help = "Check database, broker, beat, worker and disk. Exit code 1 when something is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", choices=["web", "worker", "beat"], help="one process only")

    def handle(self, *args: Any, **options: Any) -> None:
        now, only = timezone.now(), options["only"]
        checks = health.check_process(only, at=now) if only else health.check_all(at=now)
        for name, check in checks.items():
            self.stdout.write(f"{'ok ' if check.ok else 'BAD'}  {name}: {check.detail}")
        if not all(check.ok for check in checks.values()):
            sys.exit(1)
