"""Assignments as lists show them: with their status, deadline in words and last result."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery

from plans.models import Assignment, AssignmentQuerySet, TaskKind
from reporting.counting.status import SETTLED, Label, status_of
from reporting.models import Extension, ProgressEntry

# Lists put first what needs somebody (the order of Label), then follow the plan.
URGENCY = {label: index for index, label in enumerate(Label)}


@dataclass(frozen=True)
class AssignmentRow:
    """One assignment with `with_status` annotations, and the last entry its reader may see.

    `waiting` is the request for a later deadline that the office has not decided yet.
    """

    assignment: Any
    last: ProgressEntry | None
    as_of: date
    waiting: Extension | None = None

    @property
    def label(self) -> Label:
        return status_of(self.assignment).label

    @property
    def status_words(self) -> str:
        """The label, with the number of days where it is late."""
        if self.label == Label.OVERDUE:
            return f"Quá hạn {(self.as_of - self.assignment.deadline_then).days} ngày"
        return str(self.label.label)

    @property
    def may_be_extended(self) -> bool:
        """Whether its unit may ask for a later deadline now."""
        is_dated = self.assignment.deadline_then is not None
        return is_dated and self.waiting is None and self.label not in SETTLED

    @property
    def deadline_words(self) -> str:
        """The deadline; without one, whether that is meant (continuous) or missing."""
        return deadline_words(self.assignment, self.assignment.deadline_then)


def deadline_words(assignment: Assignment, deadline: date | None) -> str:
    """A day, or one of the two things that stand for no day. Needs `assignment.task`."""
    if deadline is not None:
        return f"{deadline:%d/%m/%Y}"
    if assignment.task.kind == TaskKind.CONTINUOUS:
        return "Thường xuyên"
    return "Chưa xác định thời hạn"


def rows_of(
    assignments: AssignmentQuerySet | list[Assignment], *, as_of: date
) -> list[AssignmentRow]:
    """Rows for ASSIGNMENTS (readable, annotated by `with_status`) in their order.

    Two queries, and one more where any of them has a deadline.
    """
    found: list[Any] = list(assignments)
    last = latest_entries([assignment.pk for assignment in found])
    waiting = Extension.objects.pending_by_assignment(
        [row.pk for row in found if row.deadline_then]
    )
    return [AssignmentRow(row, last.get(row.pk), as_of, waiting.get(row.pk)) for row in found]


def latest_entries(assignment_ids: list[int]) -> dict[int, ProgressEntry]:
    """The latest entry that was sent, by assignment.

    Whoever may read an assignment's results may read what was sent of it, so the caller's own
    choice of assignments is the only guard that is needed.
    """
    sent = ProgressEntry.objects.filter(last_sent_at__isnull=False)
    latest = sent.filter(assignment=OuterRef("assignment")).latest_first()
    entries = sent.filter(assignment__in=assignment_ids, pk=Subquery(latest.values("pk")[:1]))
    # What was sent before is not shown in a row
    shown = entries.defer("sent_content").select_related("submission__period").order_by("pk")
    return {entry.assignment_id: entry for entry in shown}
