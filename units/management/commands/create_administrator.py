"""Create the first administrator of an empty product."""

import os
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker.lib.refusal import Refused
from units import administrators

FILE = "first-login.txt"


class Command(BaseCommand):
    help = "Create the first administrator and print the password once."

    def handle(self, *args: object, **options: object) -> None:
        try:
            user, password = administrators.make_first(at=timezone.now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        file = _keep(f"{user.username}\t{password}\n")
        self.stdout.write(f"First administrator: {user.username}   password: {password}")
        self.stdout.write(f"It must be changed at the first log-in. Kept for you in {file}")


def _keep(line: str) -> Path:
    file = Path(settings.DATA_DIR) / FILE
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        opened.write(line)
    return file
