"""Content of the extension pages: the list, one request, the number of pending ones."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, When

from plans.models import AssignmentEvent, AssignmentEventKind, Plan
from reporting.entries.assignment_rows import AssignmentRow, On, rows_of
from reporting.models import Extension, ExtensionQuerySet, ExtensionStatus
from units.models import Unit


@dataclass(frozen=True)
class ExtensionFilter:
    """Filter of the list; None and empty mean all."""

    status: str = ""
    plan: Plan | None = None
    unit: Unit | None = None


@dataclass(frozen=True)
class DeadlineDetail:
    """The present state of an assignment, all its deadlines, and all requests to move them."""

    row: AssignmentRow
    ledger: list[AssignmentEvent]
    extensions: list[Extension]


def narrowed(extensions: ExtensionQuerySet, chosen: ExtensionFilter) -> ExtensionQuerySet:
    """The matching `extensions`: pending ones first, the longest pending on top."""
    if chosen.status:
        extensions = extensions.filter(status=chosen.status)
    if chosen.plan:
        extensions = extensions.filter(assignment__task__plan=chosen.plan)
    if chosen.unit:
        extensions = extensions.filter(assignment__unit=chosen.unit)
    waiting_since = Case(When(status=ExtensionStatus.ASKED, then=F("asked_at")))
    return extensions.order_by(waiting_since.asc(nulls_last=True), "-asked_at", "-pk")


def detail_of(assignment_id: int, *, as_of: date) -> DeadlineDetail:
    """The details shown beside a request; the caller checks that they may be read."""
    (row,) = rows_of([assignment_id], on=On.day(as_of))
    ledger = AssignmentEvent.objects.filter(
        assignment=assignment_id, kind=AssignmentEventKind.DEADLINE_SET
    )
    extensions = Extension.objects.filter(assignment=assignment_id)
    return DeadlineDetail(
        row=row,
        ledger=list(
            ledger.select_related("by", "document").order_by("-effective_on", "-at", "-pk")
        ),
        extensions=list(extensions.select_related("decided_by").order_by("-asked_at", "-pk")),
    )


def num_waiting(plan: Plan) -> int:
    """Number of pending requests of a plan."""
    return Extension.objects.pending().filter(assignment__task__plan=plan).count()
