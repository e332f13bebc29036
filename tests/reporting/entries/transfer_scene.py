"""Work accepted as done, transferred with its result, and its label from then on."""

from datetime import date, timedelta

from django.utils import timezone

from plans import deadlines
from plans.models import Assignment, TaskKind
from reporting.counting.facts import facts_of
from reporting.counting.status import status_from
from reporting.counting.status_columns import status_of, with_status
from reporting.entries import succeeding
from reporting.models import DeclaredState, EntryStatus
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    LegalDocumentFactory,
    ReportingPeriodFactory,
    UnitFactory,
    UserFactory,
    entry_at,
)

# After the deadline, so that work without a result is overdue
SOON_AFTER = TODAY + timedelta(days=40)
MOVED_AT = NOON + timedelta(days=35)
QUARTER = {
    "data_from": date(2025, 10, 1),
    "data_to": date(2025, 12, 31),
    "due_on": date(2026, 1, 10),
}


def _by(at=MOVED_AT):
    return {"document": LegalDocumentFactory(), "by": UserFactory(), "at": at}


def transfer(assignment, *, takes_result=True, to=None, at=MOVED_AT, **facts):
    return succeeding.transfer(
        assignment=assignment,
        to=to or UnitFactory(),
        on=timezone.localdate(at),
        takes_result=takes_result,
        **(facts | {"at": at} if facts else _by(at)),
    )


def work_done(kind=TaskKind.ONE_OFF, deadline=TODAY + timedelta(days=5)):
    """Accepted as done on `TODAY`."""
    assignment = AssignmentFactory(task__kind=kind)
    if deadline:
        deadlines.set_deadline(
            assignment=assignment, deadline=deadline, words="trong tháng 3", **_by(NOON)
        )
    period = ReportingPeriodFactory(plan=assignment.task.plan, **QUARTER)
    return entry_at(
        EntryStatus.ACCEPTED, assignment=assignment, period=period, state=DeclaredState.DONE
    )


def label_of(assignment, as_of=SOON_AFTER):
    """The label by SQL and by Python, from the histories; both agree."""
    rows = Assignment.objects.filter(pk=assignment.pk)
    (row,) = with_status(rows, as_of=as_of)
    label = status_of(row).label
    ((facts, _),) = facts_of(rows, as_of=as_of, up_to=None)
    assert status_from(facts, as_of=as_of).label == label
    return label
