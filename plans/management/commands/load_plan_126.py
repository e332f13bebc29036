"""Load the first plan and its units (idempotent)."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from plans.loading import load_first_plan


class Command(BaseCommand):
    help = "Load Plan 126-KH/HU and the units of Hải Lăng, unless they exist."

    def handle(self, *args: object, **options: object) -> None:
        plan = load_first_plan(at=timezone.now())
        self.stdout.write(f"Plan {plan.number}: {plan.tasks.count()} tasks")
