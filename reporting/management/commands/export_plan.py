"""Writes one plan with all its files as a folder (README.md, "One plan as a folder")."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from plans.models import Plan
from reporting.plan_folders import exporting
from tracker.lib.refusal import Refused


class Command(BaseCommand):
    help = "Write a plan, by its number, to a new folder or .zip that import_plan reads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", help="as printed, for example 05-KH/ĐU")
        parser.add_argument("target", type=Path, help="a new folder, or a new file *.zip")
        parser.add_argument("--issued-on", help="the day, where several plans have the number")
        parser.add_argument("--unit", help="code of the unit that keeps the plan for itself")

    def handle(
        self,
        *args: object,
        number: str,
        target: Path,
        issued_on: str | None,
        unit: str | None,
        **options: object,
    ) -> None:
        plans = Plan.objects.filter(number=number, owner__code=unit)
        if not unit:
            plans = Plan.objects.of_the_office().filter(number=number)
        if issued_on:
            plans = plans.filter(issued_on=issued_on)
        found = list(plans.order_by("issued_on"))
        if not found:
            raise CommandError(_missing(number, unit))
        if len(found) > 1:
            days = ", ".join(plan.issued_on.isoformat() for plan in found)
            raise CommandError(f"Có nhiều kế hoạch số {number}: --issued-on {days}.")
        try:
            manifest = exporting.export_plan(plan=found[0], target=target, at=timezone.now())
        except (Refused, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{target}: {sum(manifest.rows.values())} rows, {len(manifest.files)} files"
        )
        for sha256 in manifest.missing:
            self.stdout.write(f"Missing, because it is damaged or lost: stored file {sha256}")


def _missing(number: str, unit: str | None) -> str:
    """That no such plan is there, and which units keep one of that number."""
    found = f"Không có kế hoạch số {number}."
    owners = Plan.objects.filter(number=number, owner__isnull=False).order_by("owner__code")
    codes = ", ".join(owners.values_list("owner__code", flat=True).distinct())
    return f"{found} Đơn vị có kế hoạch riêng số này: --unit {codes}." if codes else found
