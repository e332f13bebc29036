"""Bring kept facts into agreement with the histories."""

from django.core.management.base import BaseCommand
from django.db import transaction

from plans import kept
from reporting.counting import standings


class Command(BaseCommand):
    help = "Write the kept facts of every assignment whose history says otherwise."

    @transaction.atomic
    def handle(self, *args: object, **options: object) -> None:
        num = kept.recount() + standings.recount()
        self.stdout.write(f"{num} assignments mended" if num else "Everything agrees.")
