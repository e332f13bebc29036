"""Fills an empty product with the demonstration."""

from argparse import ArgumentParser
from time import monotonic

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker.demo.seeding import seed_demo
from tracker.lib.refusal import Refused


class Command(BaseCommand):
    help = "Fill an empty product with invented people and quarters of filings (deterministic)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--units", type=int, help="units with tasks (default: those of 2024)")
        parser.add_argument("--periods", type=int, default=6, help="quarters up to today")
        parser.add_argument("--no-reviews", action="store_true", help="compile no reviews")

    def handle(
        self, *args: object, units: int | None, periods: int, no_reviews: bool, **options: object
    ) -> None:
        started = monotonic()
        try:
            counts = seed_demo(
                at=timezone.now(),
                num_units=units,
                num_periods=periods,
                with_reviews=not no_reviews,
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        summary = ", ".join(f"{name}={count}" for name, count in counts.items())
        self.stdout.write(f"Demo data made in {monotonic() - started:.1f} s: {summary}")
