"""Load the sample plan and its units (idempotent)."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from plans import loading
from tracker.lib.refusal import Refused


class Command(BaseCommand):
    help = "Load the sample plan and the units that it names, unless they are there."

    def handle(self, *args: object, **options: object) -> None:
        try:
            plan = loading.load_sample(at=timezone.now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Plan {plan.number}: {plan.tasks.count()} tasks")
