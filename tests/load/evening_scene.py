"""Makes the evening's product in TRACKER_DATA and prints as JSON who has which session and drafts.

Run in a separate process before the product is started on the same data. Sessions are made here:
how many can log in at once is another figure.
"""

import json
import sys

import django

USABLE = 0.6  # of the units; the others have sent already


def main(num_officers: int) -> None:
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from reporting.models import ReportingPeriod, ReviewKind
    from reporting.reviews import requesting
    from units.models import User

    now = timezone.now()
    call_command("prepare", stdout=sys.stderr)
    num_units = int(num_officers / USABLE) + 4
    call_command("seed_bench", units=num_units, tasks=3, periods=3, stdout=sys.stderr)
    officers = [_officer(row, now) for row in _drafts(num_officers, now)]
    reviewer = User.objects.get(username="chuyenvien")
    period = ReportingPeriod.objects.get(closed_at__isnull=True, opened_at__isnull=False)
    plan = period.plan
    periods = list(plan.periods.opened().oldest_first())
    review = requesting.request_review(
        plan=plan,
        kind=ReviewKind.INTERIM,
        title=requesting.suggest_title(plan=plan, kind=ReviewKind.INTERIM),
        period_from=periods[0],
        period_to=periods[-1],
        cutoff_on=timezone.localdate(now),
        by=None,
        at=now,
    )
    scene = {
        "officers": officers,
        "office": {
            "cookie": _session(reviewer),
            "pages": ["/", f"/plans/{plan.pk}/board/", f"/periods/{period.pk}/"],
        },
        "review": review.pk,
    }
    print(json.dumps(scene))


def _drafts(count, now):
    """Units that have not sent, each with its officer and what it still has to write."""
    from reporting.counting import obligations
    from reporting.filing import filing
    from reporting.models import EntryStatus, ReportingPeriod
    from tracker.lib.refusal import Refused
    from units.models import Role

    period = ReportingPeriod.objects.get(closed_at__isnull=True, opened_at__isnull=False)
    found = 0
    for unit in obligations.expected_units(period).in_list_order():
        membership = unit.memberships.filter(role=Role.OFFICER).select_related("user").first()
        if membership is None or found == count:
            continue
        try:
            submission = filing.start(period=period, unit=unit, by=membership.user, at=now)
        except Refused:
            continue
        entries = list(submission.entries.order_by("pk").values_list("pk", "status"))
        if all(status == EntryStatus.DRAFT for _, status in entries):
            found += 1
            yield membership.user, submission.pk, [pk for pk, _ in entries]


def _officer(row, now):
    user, submission, entries = row
    return {"cookie": _session(user), "submission": submission, "entries": entries}


def _session(user) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend="units.log_in.backend.PasswordBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    main(int(sys.argv[1]))
