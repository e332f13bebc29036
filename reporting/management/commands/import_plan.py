"""Reads a folder of export_plan as a plan (README.md, "One plan as a folder")."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reporting.plan_folders import bringing_in, opening
from reporting.plan_folders.bringing_in import FolderPreview
from reporting.plan_folders.units_known import LEAVE, MAKE
from tracker.lib.refusal import Refused
from units.models import Role, User
from units.roles import office_holders


class Command(BaseCommand):
    help = "Write a folder or .zip of export_plan as a plan, all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="print the preview only")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="CODE=CODE",
            help="a unit of the folder is this unit of the directory",
        )
        parser.add_argument("--make", action="append", default=[], metavar="CODE")
        parser.add_argument("--leave", action="append", default=[], metavar="CODE")
        parser.add_argument("--by", help="user name of who imports; else an administrator")

    def handle(
        self, *args: object, source: Path, dry_run: bool, by: str | None, **options: list[str]
    ) -> None:
        decisions = dict(pair.split("=", 1) for pair in options["map"] if "=" in pair)
        decisions |= dict.fromkeys(options["make"], MAKE)
        decisions |= dict.fromkeys(options["leave"], LEAVE)
        try:
            with opening.opened(source) as folder:
                today = timezone.localdate()
                self._show(bringing_in.preview(folder=folder, decisions=decisions, on=today))
                if dry_run:
                    return
                plan = bringing_in.import_plan(
                    folder=folder, decisions=decisions, by=_person(by), at=timezone.now()
                )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Imported as plan {plan.pk}: {plan}")

    def _show(self, preview: FolderPreview) -> None:
        self.stdout.write(
            f"{preview.title} (số {preview.number}): {preview.num_rows} rows, "
            f"{preview.num_files} stored files, {preview.num_bytes} bytes"
        )
        for match in preview.units:
            here = f" → {match.unit.code} {match.unit.name}" if match.unit else ""
            self.stdout.write(f"{match.known.value}: {match.code} {match.name}{here} {match.why}")
        for words in (*preview.problems, *preview.notes):
            self.stdout.write(words)


def _person(username: str | None) -> User:
    people = office_holders(Role.ADMINISTRATOR).order_by("pk")
    if username:
        people = User.objects.filter(username=username, is_active=True)
    found = people.first()
    if found is None:
        raise CommandError("Cần một người quản trị đứng tên: --by, sau khi thiết lập hệ thống.")
    return found
