"""Makes a demonstration in TRACKER_DATA and prints as JSON which officer saves which entry.

Run in a separate process before the product is started on the same data.
"""

import json
import sys

import django


def main(num_officers: int, num_periods: int) -> None:
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from tracker.demo.seeding import seed_demo

    call_command("prepare", stdout=sys.stderr)
    seed_demo(at=timezone.now(), num_periods=num_periods, with_reviews=False)
    print(json.dumps(writers(num_officers, timezone.now())))


def writers(num_officers, at):
    """One officer per unit, with a draft of that unit in the open period."""
    from reporting.counting import obligations
    from reporting.filing import filing
    from reporting.models import EntryStatus, ReportingPeriod
    from tracker.demo.people import PASSWORD
    from units.models import Role

    period = ReportingPeriod.objects.get(closed_at__isnull=True, opened_at__isnull=False)
    found = []
    for unit in obligations.expected_units(period).in_list_order()[:num_officers]:
        officer = unit.memberships.filter(role=Role.OFFICER).order_by("pk")[0].user
        submission = filing.start(period=period, unit=unit, by=officer, at=at)
        entries = submission.entries.select_related("submission", "assignment__task")
        entry = entries.in_plan_order()[0]
        if entry.status in (EntryStatus.SENT, EntryStatus.ACCEPTED):
            filing.take_back(entry=entry, by=officer, at=at, note="Bổ sung số liệu.")
        found.append(
            {
                "username": officer.username,
                "password": PASSWORD,
                "submission": submission.pk,
                "entry": entry.pk,
            }
        )
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
