"""Status labels, derived from facts for any day. One rule, written for one row and for SQL.

`label_of` and `cell_of` read the facts about one assignment; `with_status` annotates the same
answers to a QuerySet in two columns. A property-based test proves that they agree. Lists are
filtered by status, so the database computes it; where rows are only counted, `statuses_of`
computes it in Python.
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
    """Ordered as in lists: assignments that need a step first, completed ones last."""

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
    """The label of an assignment at the end of the day `as_of`."""
    soon = settings.DUE_SOON_DAYS if soon is None else soon
    if facts.ended:
        return Label.TRANSFERRED if facts.ended == EndReason.TRANSFERRED else Label.DROPPED
    if facts.is_paused:
        return Label.PAUSED
    match facts.last_status, facts.last_state:
        case EntryStatus.ACCEPTED, DeclaredState.DONE:
            return _done_label(facts)
        case EntryStatus.ACCEPTED, DeclaredState.NOT_APPLICABLE:
            return Label.NOT_APPLICABLE
        case EntryStatus.SENT, DeclaredState.DONE:
            return Label.AWAITING_VERIFICATION
    return _open_label(facts, as_of=as_of, soon=soon)


def _open_label(facts: Facts, *, as_of: date, soon: int) -> Label:
    """The label of work that still has to be done."""
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
    """In time, late, or in time only because the deadline was extended."""
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


def statuses_of(
    assignments: AssignmentQuerySet,
    *columns: str,
    as_of: date,
    up_to: ReportingPeriod | None = None,
    soon: int | None = None,
) -> Iterator[tuple[Status, dict[str, Any]]]:
    """The status of each of `assignments`, with its `columns` and `deadline_then`; one query."""
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
    """Annotate `status_label`, `status_cell` and `deadline_then`."""
    soon = settings.DUE_SOON_DAYS if soon is None else soon
    return with_facts(assignments, as_of=as_of, up_to=up_to).annotate(
        deadline_then=F("deadline_then"),
        status_label=_label_rule(as_of, soon),
        status_cell=_cell_rule(as_of),
    )


def status_of(row: Any) -> Status:
    """The status that `with_status` annotated to the assignment `row`."""
    return Status(Label(row.status_label), Cell(row.status_cell))


def labelled(assignments: AssignmentQuerySet, labels: Iterable[Label]) -> AssignmentQuerySet:
    """Those of `assignments` (annotated by `with_status`) with one of `labels`."""
    return _having(assignments, status_label__in=sorted(labels))


def in_cell(assignments: AssignmentQuerySet, cell: Cell) -> AssignmentQuerySet:
    """Those of `assignments` (annotated by `with_status`) in `cell`."""
    return _having(assignments, status_cell=cell)


def _having(assignments: AssignmentQuerySet, **values: object) -> AssignmentQuerySet:
    # The types of Django do not know of annotations here
    return assignments.filter(**values)


_AFTER_DEADLINE = Q(last_reported_at__date__gt=F("deadline_then"))
_DONE_ACCEPTED = Q(last_status=EntryStatus.ACCEPTED, last_state=DeclaredState.DONE)
_NOT_APPLICABLE = Q(last_status=EntryStatus.ACCEPTED, last_state=DeclaredState.NOT_APPLICABLE)
_DONE_SENT = Q(last_status=EntryStatus.SENT, last_state=DeclaredState.DONE)
_IS_PAUSED = Q(pause_then__isnull=False)


def _label_rule(as_of: date, soon: int) -> Case:
    """`label_of` in SQL: the first line that holds decides."""
    ended = _ended(as_of)
    needed_extension = Q(
        last_reported_at__date__gt=F("deadline_unextended"), deadline_then__isnull=False
    )
    not_started = Q(last_status__isnull=True) | Q(last_state=DeclaredState.NOT_STARTED)
    due_soon = Q(deadline_then__lte=as_of + timedelta(days=soon))
    return _first_that_holds(
        (ended & Q(end_reason=EndReason.TRANSFERRED), Label.TRANSFERRED),
        (ended, Label.DROPPED),
        (_IS_PAUSED, Label.PAUSED),
        (_DONE_ACCEPTED & _AFTER_DEADLINE, Label.DONE_LATE),
        (_DONE_ACCEPTED & needed_extension, Label.DONE_EXTENDED),
        (_DONE_ACCEPTED, Label.DONE_ON_TIME),
        (_NOT_APPLICABLE, Label.NOT_APPLICABLE),
        (_DONE_SENT, Label.AWAITING_VERIFICATION),
        (Q(deadline_then__lt=as_of), Label.OVERDUE),
        (Q(last_status=EntryStatus.RETURNED), Label.RETURNED),
        (due_soon, Label.DUE_SOON),
        (not_started, Label.NOT_STARTED),
        default=Label.IN_PROGRESS,
    )


def _cell_rule(as_of: date) -> Case:
    """`cell_of` in SQL: the first line that holds decides."""
    return _first_that_holds(
        (_ended(as_of) | _IS_PAUSED | _NOT_APPLICABLE, Cell.OUTSIDE),
        (_DONE_ACCEPTED & _AFTER_DEADLINE, Cell.DONE_LATE),
        (_DONE_ACCEPTED, Cell.DONE_ON_TIME),
        (_DONE_SENT & _AFTER_DEADLINE, Cell.OPEN_LATE),
        (_DONE_SENT, Cell.OPEN_ON_TIME),
        (Q(deadline_then__lt=as_of), Cell.OPEN_LATE),
        default=Cell.OPEN_ON_TIME,
    )


def _ended(as_of: date) -> Q:
    return Q(ended_on__isnull=False, ended_on__lte=as_of)


def _first_that_holds(*lines: tuple[Q, Label | Cell], default: Label | Cell) -> Case:
    return Case(
        *[When(condition, then=Value(str(value))) for condition, value in lines],
        default=Value(str(default)),
        output_field=CharField(),
    )
