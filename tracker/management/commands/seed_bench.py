"""Fills an empty product with rows for measurements."""

from argparse import ArgumentParser
from time import monotonic

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker.demo.bench.seeding import SEED, seed_bench
from tracker.lib.refusal import Refused


class Command(BaseCommand):
    help = "Fill an empty product in bulk with units, tasks and months, for measurements."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--units", type=int, default=40)
        parser.add_argument("--tasks", type=int, default=40, help="every unit leads its part")
        parser.add_argument("--plans", type=int, default=1, help="the tasks are spread over them")
        parser.add_argument("--periods", type=int, default=5, help="months up to today")
        parser.add_argument("--seed", type=int, default=SEED, help="of the random numbers")

    def handle(
        self,
        *args: object,
        units: int,
        tasks: int,
        plans: int,
        periods: int,
        seed: int,
        **options: object,
    ) -> None:
        if min(units, plans, periods) < 1 or tasks < plans:
            raise CommandError("At least one unit, one period and a task of each plan are needed.")
        started = monotonic()
        try:
            counts = seed_bench(
                at=timezone.now(),
                num_units=units,
                num_tasks=tasks,
                num_periods=periods,
                num_plans=plans,
                seed=seed,
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        summary = ", ".join(f"{name}={count}" for name, count in counts.items())
        self.stdout.write(f"Made in {monotonic() - started:.1f} s: {summary}")
