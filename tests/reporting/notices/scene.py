"""Builders shared by the tests of notices and threads."""

from reporting.filing import filing
from reporting.models import ProgressEntry, ReportingPeriod
from reporting.notices.noticing import About
from tests.factories import FILED, NOON, AssignmentFactory, ReportingPeriodFactory, UserFactory


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
