"""What the pages of extensions show: the list, one request, and the mark of what waits."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, When

from plans.models import Assignment, AssignmentEvent, AssignmentEventKind, Plan
from reporting.counting.status import with_status
from reporting.entries.assignment_rows import AssignmentRow, rows_of
from reporting.models import Extension, ExtensionQuerySet, ExtensionStatus
from units.models import Unit


@dataclass(frozen=True)
class ExtensionFilter:
    """What the reader wants to see; None and empty mean everything."""

    status: str = ""
    plan: Plan | None = None
    unit: Unit | None = None


@dataclass(frozen=True)
class DeadlineDetail:
    """An assignment as it stands, each deadline it had, and each request to move them."""

    row: AssignmentRow
    ledger: list[AssignmentEvent]
    extensions: list[Extension]


def narrowed(extensions: ExtensionQuerySet, wanted: ExtensionFilter) -> ExtensionQuerySet:
    """Those of EXTENSIONS that are wanted: what waits first, the longest waiting on top."""
    if wanted.status:
        extensions = extensions.filter(status=wanted.status)
    if wanted.plan:
        extensions = extensions.filter(assignment__task__plan=wanted.plan)
    if wanted.unit:
        extensions = extensions.filter(assignment__unit=wanted.unit)
    waiting_since = Case(When(status=ExtensionStatus.ASKED, then=F("asked_at")))
    return extensions.order_by(waiting_since.asc(nulls_last=True), "-asked_at", "-pk")


def detail_of(assignment_id: int, *, as_of: date) -> DeadlineDetail:
    """Read what stands beside a request; the caller has seen to it that it may be read."""
    found = with_status(Assignment.objects.filter(pk=assignment_id), as_of=as_of)
    (row,) = rows_of(found.select_related("unit", "task__group"), as_of=as_of)
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
    """How many requests of PLAN wait for the office."""
    return Extension.objects.pending().filter(assignment__task__plan=plan).count()
