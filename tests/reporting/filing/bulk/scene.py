"""A submission of empty entries, and one answer for several of them."""

from reporting.filing import bulk as bulk_filing
from reporting.filing import filing
from reporting.filing.bulk import BulkAnswer
from tests.factories import (
    FILED,
    NOON,
    AssignmentFactory,
    ReportingPeriodFactory,
    TaskFactory,
    TaskGroupFactory,
    UnitFactory,
    UserFactory,
)


def submission_of(count=3, *, at=NOON, period=None):
    """A submission of `count` empty entries, in plan order."""
    group = TaskGroupFactory(plan=period.plan) if period else TaskGroupFactory()
    unit = UnitFactory()
    for _ in range(count):
        AssignmentFactory(unit=unit, task=TaskFactory(group=group))
    period = period or ReportingPeriodFactory(plan=group.plan)
    submission = filing.start(period=period, unit=unit, by=UserFactory(), at=at)
    return submission, entries_of(submission)


def entries_of(submission):
    rows = submission.entries.select_related("submission__period", "assignment__task")
    return list(rows.in_plan_order())


def answer_entries(submission, entries, answer=BulkAnswer.NOT_APPLICABLE, at=NOON):
    return bulk_filing.answer_many(
        submission=submission,
        seen={entry.pk: entry.version for entry in entries},
        answer=answer,
        by=UserFactory(),
        at=at,
    )


def save(entry, at=NOON, **content):
    filing.save_entry(
        entry=entry,
        seen_version=entry.version,
        by=UserFactory(),
        at=at,
        **{**FILED, **content},
    )


def states_of(submission):
    return [entry.state for entry in entries_of(submission)]
