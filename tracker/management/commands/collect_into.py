"""Collects the static files into a folder beside the one in use; `prepare` puts it in place."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Collect and compress the static files into FOLDER. Used by prepare."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder")

    def handle(self, *args: object, folder: str, **options: object) -> None:
        settings.STATIC_ROOT = folder
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
