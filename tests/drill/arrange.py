"""Makes a demonstration in TRACKER_DATA and prints as JSON who saves and who requests reviews.

Run in a separate process before the product is started on the same data.
"""

import json
import sys

import django


def main(num_officers: int, num_periods: int) -> None:
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from reporting.models import ReportingPeriod
    from tests.load.arrange import writers
    from tracker.demo.people import PASSWORD
    from tracker.demo.seeding import seed_demo

    call_command("prepare", stdout=sys.stderr)
    seed_demo(at=timezone.now(), num_periods=num_periods, with_reviews=False)
    period = ReportingPeriod.objects.opened().oldest_first()[0]
    reviewer = {
        "username": "chuyenvien",
        "password": PASSWORD,
        "plan": period.plan_id,
        "period": period.pk,
        "day": timezone.localdate().isoformat(),
    }
    made = {"writers": writers(num_officers, timezone.now()), "reviewer": reviewer}
    sys.stdout.write(json.dumps(made) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
