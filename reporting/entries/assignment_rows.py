"""Rows of assignments: with their status, deadline in words and last result."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import OuterRef, Subquery

from plans.models import Assignment, AssignmentQuerySet, TaskKind
from reporting.counting.status import DONE, SETTLED, Label, status_of
from reporting.models import Extension, ProgressEntry
from units.succession import PresentUnits

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class DeadlineThen(TypedDict):
        deadline_then: date | None

    WithDeadline = WithAnnotations[Assignment, DeadlineThen]


@dataclass(frozen=True)
class AssignmentRow:
    """One assignment, and the last entry its reader may see.

    `deadline_then` is its deadline on the day `as_of`, `waiting` the request for a later one
    that the office has not decided yet. `period` is the label of the judged period, if the list
    reads it, `heir` the unit of today that it counts to, if that is another one.
    """

    assignment: Assignment
    label: Label
    deadline_then: date | None
    last: ProgressEntry | None
    as_of: date
    waiting: Extension | None = None
    period: Label | None = None
    heir: str = ""

    @property
    def status_words(self) -> str:
        """The label, with the number of days where it is late."""
        if self.label == Label.OVERDUE and self.deadline_then:
            return f"Quá hạn {(self.as_of - self.deadline_then).days} ngày"
        return str(self.label.label)

    @property
    def period_words(self) -> str:
        """The label of the judged period where a deadline gives the work a label of its own."""
        return str(self.period.label) if self.period and self.period != self.label else ""

    @property
    def no_report_words(self) -> str:
        """Why there is no report: done without one is what came with a transfer."""
        is_done = self.label in DONE or self.label == Label.PERIOD_DONE
        return "Kết quả nhận chuyển giao" if is_done else "Chưa có báo cáo"

    @property
    def may_be_extended(self) -> bool:
        """Whether its unit may request a later deadline now."""
        is_dated = self.deadline_then is not None
        return is_dated and self.waiting is None and self.label not in SETTLED

    @property
    def deadline_words(self) -> str:
        """The deadline; without one, whether the work is continuous or the day is missing."""
        return deadline_words(self.assignment, self.deadline_then)


def deadline_words(assignment: Assignment, deadline: date | None) -> str:
    """The day, or the reason why there is none. Needs `assignment.task`."""
    if deadline is not None:
        return f"{deadline:%d/%m/%Y}"
    if assignment.task.kind == TaskKind.CONTINUOUS:
        return "Thường xuyên"
    return "Chưa xác định thời hạn"


def rows_of(
    assignments: AssignmentQuerySet | list[Assignment],
    *,
    as_of: date,
    present: PresentUnits | None = None,
) -> list[AssignmentRow]:
    """Rows for readable assignments, annotated by `with_status`, in their order.

    Two queries, and one more where any of them has a deadline. With `present`, rows of succeeded
    units name the one that stands for them.
    """
    found = cast("list[WithDeadline]", list(assignments))
    last = latest_entries([assignment.pk for assignment in found])
    waiting = Extension.objects.pending_by_assignment(
        [row.pk for row in found if row.deadline_then]
    )
    for row in found:
        if row.pk in last:
            last[row.pk].assignment = row
    return [
        AssignmentRow(
            row,
            status.label,
            row.deadline_then,
            last.get(row.pk),
            as_of,
            waiting.get(row.pk),
            status.period,
            present.heir_of(row.unit_id) if present else "",
        )
        for row, status in ((row, status_of(row)) for row in found)
    ]


def latest_entries(assignment_ids: list[int]) -> dict[int, ProgressEntry]:
    """The latest sent entry, by assignment.

    Readers of an assignment's results may read its sent entries, so the caller's choice of
    assignments is the only check that is needed.
    """
    sent = ProgressEntry.objects.filter(last_sent_at__isnull=False)
    latest = sent.filter(assignment=OuterRef("assignment")).latest_first()
    entries = sent.filter(assignment__in=assignment_ids, pk=Subquery(latest.values("pk")[:1]))
    # Rows do not show the sent content
    shown = entries.defer("sent_content").select_related("submission__period").order_by("pk")
    return {entry.assignment_id: entry for entry in shown}
