"""Builders shared by the tests of notices and threads, and the work that mails notices."""

from datetime import timedelta

from reporting.filing import filing
from reporting.models import MailDigest, NoticeKind, ProgressEntry, ReportingPeriod
from reporting.notices import digesting, noticing
from reporting.notices.noticing import About
from tests.factories import FILED, NOON, AssignmentFactory, ReportingPeriodFactory, UserFactory

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def about(num: int) -> About:
    """A subject without further effects; `num` distinguishes notices of one kind."""
    period = ReportingPeriod.objects.first() or ReportingPeriodFactory()
    return About(period_id=period.pk, turn=num)


def sent_submission(num_entries: int) -> list[ProgressEntry]:
    """The entries of one submission of a new unit, all sent, as a page reads them."""
    first = AssignmentFactory()
    for _ in range(num_entries - 1):
        AssignmentFactory(unit=first.unit, task__group=first.task.group)
    period = ReportingPeriodFactory(plan=first.task.plan)
    submission = filing.start(period=period, unit=first.unit, by=UserFactory(), at=NOON)
    for entry in submission.entries.select_related("submission__period", "assignment__task"):
        filing.save_entry(
            entry=entry, seen_version=entry.version, by=UserFactory(), at=NOON, **FILED
        )
    filing.send(submission=submission, by=UserFactory(), at=NOON)
    return list(submission.entries.for_row().order_by("pk"))


def create_notice(user, num, kind=NoticeKind.ACCEPTED, at=NOON, **changes):
    fields = {"text": f"Thông báo số {num}.", "url": f"/submissions/{num}/", **changes}
    noticing.notify(people=[user], kind=kind, about=about(num), at=at, **fields)


def work(at=NOON):
    """Work of beat and the worker together, with every task delivered twice."""
    digesting.make_digests(at=at)
    for digest in [*MailDigest.objects.order_by("pk")] * 2:
        digesting.send_digest(digest_id=digest.pk, at=at)
