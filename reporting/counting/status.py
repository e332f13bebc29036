"""Status labels, derived from facts for any day. One rule, written for one row and for SQL.

`label_of` and `cell_of` read the facts of one assignment; `with_status` annotates the same
answers to a QuerySet, packed into one column (`status_of` unpacks it): every mention of a fact
is a subquery, so the rule is written once in a query and not once per answer. A property-based
test holds the two together. Lists are filtered and sorted by status, so they ask the database;
where rows are only counted, `statuses_of` mentions each fact once and so takes half the time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When

from plans.models import AssignmentQuerySet, EndReason
from reporting.counting.facts import Facts, facts_of, with_facts
from reporting.models import DeclaredState, EntryStatus, ReportingPeriod


class Label(models.TextChoices):
    """Ordered as lists show them: what needs somebody first, what is done last."""

    OVERDUE = "overdue", "Quá hạn"
    RETURNED = "returned", "Trả lại, yêu cầu bổ sung"
    DUE_SOON = "due_soon", "Sắp đến hạn"
    AWAITING_VERIFICATION = "awaiting_verification", "Đã báo cáo hoàn thành, chờ thẩm tra"
    NOT_STARTED = "not_started", "Chưa triển khai"
    IN_PROGRESS = "in_progress", "Đang thực hiện, trong hạn"
    PAUSED = "paused", "Tạm dừng"
    DONE_LATE = "done_late", "Hoàn thành quá hạn"
    DONE_EXTENDED = "done_extended", "Hoàn thành đúng hạn sau gia hạn"
    DONE_ON_TIME = "done_on_time", "Hoàn thành đúng hạn"
    NOT_APPLICABLE = "not_applicable", "Không phát sinh"
    TRANSFERRED = "transferred", "Đã chuyển giao"
    DROPPED = "dropped", "Thôi theo dõi"


class Cell(models.TextChoices):
    """Done or not × on time or late, at the cut-off day."""

    DONE_ON_TIME = "done_on_time", "Hoàn thành đúng hạn"
    DONE_LATE = "done_late", "Hoàn thành quá hạn"
    OPEN_ON_TIME = "open_on_time", "Chưa hoàn thành, trong hạn"
    OPEN_LATE = "open_late", "Chưa hoàn thành, quá hạn"
    OUTSIDE = "outside", "Không tính"


DONE = frozenset({Label.DONE_ON_TIME, Label.DONE_EXTENDED, Label.DONE_LATE})
# Out of numerator and denominator
OUTSIDE = frozenset({Label.NOT_APPLICABLE, Label.PAUSED, Label.TRANSFERRED, Label.DROPPED})
# No deadline to extend any more
SETTLED = frozenset({*DONE, *OUTSIDE, Label.AWAITING_VERIFICATION})


def label_of(facts: Facts, *, as_of: date, soon: int | None = None) -> Label:
    """The label of an assignment at the end of the day AS_OF."""
    soon = settings.DUE_SOON_DAYS if soon is None else soon
    if facts.ended:
        return Label.TRANSFERRED if facts.ended == EndReason.TRANSFERRED else Label.DROPPED
    if facts.is_paused:
        return Label.PAUSED
    if facts.last_status == EntryStatus.ACCEPTED and facts.last_state == DeclaredState.DONE:
        return _done_label(facts)
    if (
        facts.last_status == EntryStatus.ACCEPTED
        and facts.last_state == DeclaredState.NOT_APPLICABLE
    ):
        return Label.NOT_APPLICABLE
    if facts.last_status == EntryStatus.SENT and facts.last_state == DeclaredState.DONE:
        return Label.AWAITING_VERIFICATION
    if facts.deadline and facts.deadline < as_of:
        return Label.OVERDUE
    if facts.last_status == EntryStatus.RETURNED:
        return Label.RETURNED
    if facts.deadline and facts.deadline <= as_of + timedelta(days=soon):
        return Label.DUE_SOON
    if not facts.last_status or facts.last_state == DeclaredState.NOT_STARTED:
        return Label.NOT_STARTED
    return Label.IN_PROGRESS


def cell_of(facts: Facts, *, as_of: date) -> Cell:
    """Done or not × on time or late. A completion reported in time waits without being late."""
    return _cell_of(facts, label_of(facts, as_of=as_of), as_of=as_of)


def _cell_of(facts: Facts, label: Label, *, as_of: date) -> Cell:
    if label in OUTSIDE:
        return Cell.OUTSIDE
    if label in DONE:
        return Cell.DONE_LATE if label == Label.DONE_LATE else Cell.DONE_ON_TIME
    stopped_on = as_of
    if label == Label.AWAITING_VERIFICATION and facts.reported_on:
        stopped_on = facts.reported_on
    is_late = facts.deadline is not None and facts.deadline < stopped_on
    return Cell.OPEN_LATE if is_late else Cell.OPEN_ON_TIME


def _done_label(facts: Facts) -> Label:
    """In time or not; in time only because the deadline was extended is counted apart."""
    if facts.reported_on is None or facts.deadline is None:
        return Label.DONE_ON_TIME
    if facts.reported_on > facts.deadline:
        return Label.DONE_LATE
    unextended = facts.deadline_unextended
    needed_it = unextended is not None and facts.reported_on > unextended
    return Label.DONE_EXTENDED if needed_it else Label.DONE_ON_TIME


@dataclass(frozen=True)
class Status:
    label: Label
    cell: Cell

    def __str__(self) -> str:
        """As one column holds it."""
        return f"{self.label} {self.cell}"


def statuses_of(
    assignments: AssignmentQuerySet,
    *columns: str,
    as_of: date,
    up_to: ReportingPeriod | None = None,
    soon: int | None = None,
) -> Iterator[tuple[Status, dict[str, Any]]]:
    """The status of each of ASSIGNMENTS, beside a row of COLUMNS and `deadline_then`; one query."""
    for facts, row in facts_of(assignments, *columns, as_of=as_of, up_to=up_to):
        label = label_of(facts, as_of=as_of, soon=soon)
        yield Status(label, _cell_of(facts, label, as_of=as_of)), row


def with_status(
    assignments: AssignmentQuerySet,
    *,
    as_of: date,
    up_to: ReportingPeriod | None = None,
    soon: int | None = None,
) -> AssignmentQuerySet:
    """Annotate `status` (for `status_of`, `labelled`, `in_cell`) and `deadline_then`."""
    soon = settings.DUE_SOON_DAYS if soon is None else soon
    return with_facts(assignments, as_of=as_of, up_to=up_to).annotate(
        deadline_then=F("deadline_then"), status=_rule(as_of, soon)
    )


def status_of(row: Any) -> Status:
    """What `with_status` found for the assignment ROW."""
    label, cell = row.status.split()
    return Status(Label(label), Cell(cell))


def labelled(assignments: AssignmentQuerySet, labels: Iterable[Label]) -> AssignmentQuerySet:
    """Those of ASSIGNMENTS (annotated by `with_status`) with one of LABELS."""
    return _with_any(
        assignments, [str(Status(label, cell)) for label in sorted(labels) for cell in Cell]
    )


def in_cell(assignments: AssignmentQuerySet, cell: Cell) -> AssignmentQuerySet:
    """Those of ASSIGNMENTS (annotated by `with_status`) in CELL."""
    return _with_any(assignments, [str(Status(label, cell)) for label in Label])


def _with_any(assignments: AssignmentQuerySet, packed: list[str]) -> AssignmentQuerySet:
    name = "status"  # an annotation, which the types of Django do not know of here
    return assignments.filter(**{f"{name}__in": packed})


def _rule(as_of: date, soon: int) -> Case:
    """`label_of` and `cell_of` in SQL: the first line that holds decides.

    What is done, and what waits, are cases within the case: every mention of the last step
    would be one more subquery.
    """
    ended = Q(ended_on__isnull=False, ended_on__lte=as_of)
    done, nothing_arose = DeclaredState.DONE, DeclaredState.NOT_APPLICABLE
    after_deadline = Q(last_reported_at__date__gt=F("deadline_then"))
    needed_extension = Q(
        last_reported_at__date__gt=F("deadline_unextended"), deadline_then__isnull=False
    )
    done_case = Case(
        _when(after_deadline, Label.DONE_LATE, Cell.DONE_LATE),
        _when(needed_extension, Label.DONE_EXTENDED, Cell.DONE_ON_TIME),
        default=_packed(Label.DONE_ON_TIME, Cell.DONE_ON_TIME),
    )
    waiting_case = Case(
        _when(after_deadline, Label.AWAITING_VERIFICATION, Cell.OPEN_LATE),
        default=_packed(Label.AWAITING_VERIFICATION, Cell.OPEN_ON_TIME),
    )
    not_started = Q(last_step__isnull=True) | Q(last_step__endswith=DeclaredState.NOT_STARTED)
    due_soon = Q(deadline_then__lte=as_of + timedelta(days=soon))
    return Case(
        _when(ended & Q(end_reason=EndReason.TRANSFERRED), Label.TRANSFERRED, Cell.OUTSIDE),
        _when(ended, Label.DROPPED, Cell.OUTSIDE),
        _when(Q(is_paused_then=True), Label.PAUSED, Cell.OUTSIDE),
        When(Q(last_step=f"{EntryStatus.ACCEPTED} {done}"), then=done_case),
        _when(
            Q(last_step=f"{EntryStatus.ACCEPTED} {nothing_arose}"),
            Label.NOT_APPLICABLE,
            Cell.OUTSIDE,
        ),
        When(Q(last_step=f"{EntryStatus.SENT} {done}"), then=waiting_case),
        _when(Q(deadline_then__lt=as_of), Label.OVERDUE, Cell.OPEN_LATE),
        _when(Q(last_step__startswith=EntryStatus.RETURNED), Label.RETURNED, Cell.OPEN_ON_TIME),
        _when(due_soon, Label.DUE_SOON, Cell.OPEN_ON_TIME),
        _when(not_started, Label.NOT_STARTED, Cell.OPEN_ON_TIME),
        default=_packed(Label.IN_PROGRESS, Cell.OPEN_ON_TIME),
        output_field=CharField(),
    )


def _when(holds: Q, label: Label, cell: Cell) -> When:
    return When(holds, then=_packed(label, cell))


def _packed(label: Label, cell: Cell) -> Value:
    return Value(str(Status(label, cell)))
