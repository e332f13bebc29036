"""Status labels, derived from facts for any day. One rule, written for one row and for SQL.

`status_from` reads the facts about one assignment; `with_status` annotates the same answers to a
QuerySet in three columns. A property-based test proves that they agree. Lists are filtered by
status, so the database computes it; where rows are only counted, `statuses_of` computes it in
Python.

Work with a deadline and one-off work has a label of its own; recurring and continuous work is
judged per period (`Status.period`), which is also its label where it has no deadline.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When

from plans.models import AssignmentQuerySet, EndReason
from reporting.counting.facts import PERIODIC, Facts, facts_of, with_facts
from reporting.models import DeclaredState, EntryStatus, ReportingPeriod


class Label(models.TextChoices):
    """Ordered as in lists: assignments that need a step first, completed ones last."""

    OVERDUE = "overdue", "Quá hạn"
    RETURNED = "returned", "Trả lại, yêu cầu bổ sung"
    DUE_SOON = "due_soon", "Sắp đến hạn"
    PERIOD_MISSING = "period_missing", "Chưa báo cáo kỳ này"
    AWAITING_VERIFICATION = "awaiting_verification", "Đã báo cáo hoàn thành, chờ thẩm tra"
    PERIOD_WAITING = "period_waiting", "Đã báo cáo kỳ này, chờ thẩm tra"
    NOT_STARTED = "not_started", "Chưa triển khai"
    IN_PROGRESS = "in_progress", "Đang thực hiện"
    NOT_DUE = "not_due", "Chưa đến kỳ báo cáo"
    PAUSED = "paused", "Tạm dừng"
    DONE_LATE = "done_late", "Hoàn thành quá hạn"
    DONE_EXTENDED = "done_extended", "Hoàn thành đúng hạn sau gia hạn"
    DONE_ON_TIME = "done_on_time", "Hoàn thành đúng hạn"
    DONE_UNDATED = "done_undated", "Hoàn thành, không đặt thời hạn"
    PERIOD_DONE = "period_done", "Đạt yêu cầu trong kỳ"
    NOT_APPLICABLE = "not_applicable", "Không phát sinh"
    UNIT_ENDED = "unit_ended", "Đơn vị đã kết thúc, chưa chuyển giao"
    TRANSFERRED = "transferred", "Đã chuyển giao"
    DROPPED = "dropped", "Thôi theo dõi"


class Cell(models.TextChoices):
    """Done or not × on time, late or without a deadline, at the cut-off day."""

    DONE_ON_TIME = "done_on_time", "Hoàn thành đúng hạn"
    DONE_LATE = "done_late", "Hoàn thành quá hạn"
    DONE_UNDATED = "done_undated", "Hoàn thành, không đặt thời hạn"
    OPEN_ON_TIME = "open_on_time", "Chưa hoàn thành, trong hạn"
    OPEN_LATE = "open_late", "Chưa hoàn thành, quá hạn"
    OPEN_UNDATED = "open_undated", "Chưa hoàn thành, không đặt thời hạn"
    OUTSIDE = "outside", "Không tính"


DATED_DONE = frozenset({Label.DONE_ON_TIME, Label.DONE_EXTENDED, Label.DONE_LATE})
DONE = frozenset({*DATED_DONE, Label.DONE_UNDATED, Label.PERIOD_DONE})
# Out of numerator and denominator
OUTSIDE = frozenset(
    {
        Label.NOT_DUE,
        Label.NOT_APPLICABLE,
        Label.PAUSED,
        Label.UNIT_ENDED,
        Label.TRANSFERRED,
        Label.DROPPED,
    }
)
# No deadline to extend any more
SETTLED = frozenset({*DONE, *OUTSIDE, Label.AWAITING_VERIFICATION})


@dataclass(frozen=True)
class Status:
    """Label and cell; `period` is the label of the judged period of periodic work in force."""

    label: Label
    cell: Cell
    period: Label | None = None


def status_from(facts: Facts, *, as_of: date, soon: int | None = None) -> Status:
    """The status of an assignment at the end of the day `as_of`."""
    soon = settings.DUE_SOON_DAYS if soon is None else soon
    label = _label_of(facts, as_of=as_of, soon=soon)
    has_period = facts.is_periodic and not _is_suspended(facts) and not facts.unit_ended
    period = _period_label(facts) if has_period else None
    return Status(label, _cell_of(facts, label, as_of=as_of), period)


def _is_suspended(facts: Facts) -> bool:
    return bool(facts.ended) or facts.is_paused


def _label_of(facts: Facts, *, as_of: date, soon: int) -> Label:
    if facts.ended:
        return Label.TRANSFERRED if facts.ended == EndReason.TRANSFERRED else Label.DROPPED
    if facts.is_paused:
        return Label.PAUSED
    is_judged_by_period = facts.is_periodic and facts.deadline is None
    if facts.done_in and not is_judged_by_period:
        return _done_label(facts)
    if facts.unit_ended:
        return Label.UNIT_ENDED
    if is_judged_by_period:
        return _period_label(facts)
    return _open_label(facts, as_of=as_of, soon=soon)


def _done_label(facts: Facts) -> Label:
    """In time, late, or in time only because the deadline was extended."""
    if facts.deadline is None:
        return Label.DONE_UNDATED
    if facts.done_on is None:
        return Label.DONE_ON_TIME
    if facts.done_on > facts.deadline:
        return Label.DONE_LATE
    unextended = facts.deadline_unextended
    needed_it = unextended is not None and facts.done_on > unextended
    return Label.DONE_EXTENDED if needed_it else Label.DONE_ON_TIME


def _open_label(facts: Facts, *, as_of: date, soon: int) -> Label:
    """The label of work that still has to be done."""
    if facts.accepted_state == DeclaredState.NOT_APPLICABLE and not facts.is_periodic:
        return Label.NOT_APPLICABLE
    if facts.sent_status == EntryStatus.SENT and facts.sent_state == DeclaredState.DONE:
        return Label.AWAITING_VERIFICATION
    if facts.deadline and facts.deadline < as_of:
        return Label.OVERDUE
    if facts.sent_status == EntryStatus.RETURNED:
        return Label.RETURNED
    if facts.deadline and facts.deadline <= as_of + timedelta(days=soon):
        return Label.DUE_SOON
    if not facts.sent_status or facts.sent_state == DeclaredState.NOT_STARTED:
        return Label.NOT_STARTED
    return Label.IN_PROGRESS


def _period_label(facts: Facts) -> Label:
    """The label of the judged period; a later accepted result counts for it."""
    judged_in = facts.judged_in
    if facts.accepted_in is not None and (judged_in is None or facts.accepted_in >= judged_in):
        if facts.accepted_state == DeclaredState.DONE:
            return Label.PERIOD_DONE
        if facts.accepted_state == DeclaredState.NOT_APPLICABLE:
            return Label.NOT_APPLICABLE
        return Label.IN_PROGRESS
    if judged_in is None:
        return Label.NOT_DUE
    if facts.judged_status == EntryStatus.SENT:
        return Label.PERIOD_WAITING
    if facts.judged_status == EntryStatus.RETURNED:
        return Label.RETURNED
    return Label.PERIOD_MISSING


def _cell_of(facts: Facts, label: Label, *, as_of: date) -> Cell:
    """A completion reported in time waits without being late."""
    if label in OUTSIDE:
        return Cell.OUTSIDE
    if label in (Label.DONE_UNDATED, Label.PERIOD_DONE):
        return Cell.DONE_UNDATED
    if label in DONE:
        return Cell.DONE_LATE if label == Label.DONE_LATE else Cell.DONE_ON_TIME
    if facts.deadline is None:
        return Cell.OPEN_UNDATED
    stopped_on = as_of
    if label == Label.AWAITING_VERIFICATION and facts.sent_on:
        stopped_on = facts.sent_on
    return Cell.OPEN_LATE if facts.deadline < stopped_on else Cell.OPEN_ON_TIME


def statuses_of(
    assignments: AssignmentQuerySet,
    *columns: str,
    as_of: date,
    up_to: ReportingPeriod | None = None,
    soon: int | None = None,
) -> Iterator[tuple[Status, dict[str, Any]]]:
    """The status of each of `assignments`, with its `columns` and `deadline_then`."""
    for facts, row in facts_of(assignments, *columns, as_of=as_of, up_to=up_to):
        yield status_from(facts, as_of=as_of, soon=soon), row


def with_status(
    assignments: AssignmentQuerySet,
    *,
    as_of: date,
    up_to: ReportingPeriod | None = None,
    soon: int | None = None,
) -> AssignmentQuerySet:
    """Annotate `status_label`, `status_cell`, `status_period` and `deadline_then`."""
    soon = settings.DUE_SOON_DAYS if soon is None else soon
    return with_facts(assignments, as_of=as_of, up_to=up_to).annotate(
        deadline_then=F("deadline_then"),
        status_label=_label_rule(as_of, soon),
        status_cell=_cell_rule(as_of),
        status_period=_period_rule(as_of),
    )


def status_of(row: Any) -> Status:
    """The status that `with_status` annotated to the assignment `row`."""
    period = Label(row.status_period) if row.status_period else None
    return Status(Label(row.status_label), Cell(row.status_cell), period)


def labelled(assignments: AssignmentQuerySet, labels: Iterable[Label]) -> AssignmentQuerySet:
    """Those of `assignments` (annotated by `with_status`) with one of `labels`."""
    return _having(assignments, status_label__in=sorted(labels))


def in_cell(assignments: AssignmentQuerySet, cell: Cell) -> AssignmentQuerySet:
    """Those of `assignments` (annotated by `with_status`) in `cell`."""
    return _having(assignments, status_cell=cell)


def in_period(assignments: AssignmentQuerySet, label: Label) -> AssignmentQuerySet:
    """Those of `assignments` (annotated by `with_status`) whose judged period has `label`."""
    return _having(assignments, status_period=label)


def _having(assignments: AssignmentQuerySet, **values: object) -> AssignmentQuerySet:
    # The types of Django do not know of annotations here
    return assignments.filter(**values)


_IS_PERIODIC = Q(task__kind__in=PERIODIC)
_BY_PERIOD = _IS_PERIODIC & Q(deadline_then__isnull=True)
_NOT_BY_PERIOD = Q(deadline_then__isnull=False) | ~_IS_PERIODIC
_IS_PAUSED = Q(paused_then__isnull=False)
_IS_DONE = Q(done_in__isnull=False) & _NOT_BY_PERIOD
_DONE_LATE = _IS_DONE & Q(done_on__gt=F("deadline_then"))
_NOT_APPLICABLE = ~_IS_PERIODIC & Q(accepted_state=DeclaredState.NOT_APPLICABLE)
_DONE_SENT = Q(sent_status=EntryStatus.SENT, sent_state=DeclaredState.DONE)
_COUNTS_FOR_PERIOD = Q(accepted_in__gte=F("judged_in")) | Q(
    judged_in__isnull=True, accepted_in__isnull=False
)

# `_period_label`: the first line that holds decides
_PERIOD_LINES = (
    (_COUNTS_FOR_PERIOD & Q(accepted_state=DeclaredState.DONE), Label.PERIOD_DONE),
    (_COUNTS_FOR_PERIOD & Q(accepted_state=DeclaredState.NOT_APPLICABLE), Label.NOT_APPLICABLE),
    (_COUNTS_FOR_PERIOD, Label.IN_PROGRESS),
    (Q(judged_in__isnull=True), Label.NOT_DUE),
    (Q(judged_status=EntryStatus.SENT), Label.PERIOD_WAITING),
    (Q(judged_status=EntryStatus.RETURNED), Label.RETURNED),
)


def _period_case() -> Case:
    return _first_that_holds(*_PERIOD_LINES, default=Label.PERIOD_MISSING)


def _label_rule(as_of: date, soon: int) -> Case:
    """`_label_of` in SQL: the first line that holds decides."""
    ended = _ended(as_of)
    not_started = Q(sent_status__isnull=True) | Q(sent_status="")
    not_started |= Q(sent_state=DeclaredState.NOT_STARTED)
    needed_extension = Q(done_on__gt=F("deadline_unextended_then"), deadline_then__isnull=False)
    return _first_that_holds(
        (ended & Q(end_reason=EndReason.TRANSFERRED), Label.TRANSFERRED),
        (ended, Label.DROPPED),
        (_IS_PAUSED, Label.PAUSED),
        (_DONE_LATE, Label.DONE_LATE),
        (_IS_DONE & Q(deadline_then__isnull=True), Label.DONE_UNDATED),
        (_IS_DONE & needed_extension, Label.DONE_EXTENDED),
        (_IS_DONE, Label.DONE_ON_TIME),
        (_unit_ended(as_of), Label.UNIT_ENDED),
        (_BY_PERIOD, _period_case()),
        (_NOT_APPLICABLE, Label.NOT_APPLICABLE),
        (_DONE_SENT, Label.AWAITING_VERIFICATION),
        (Q(deadline_then__lt=as_of), Label.OVERDUE),
        (Q(sent_status=EntryStatus.RETURNED), Label.RETURNED),
        (Q(deadline_then__lte=as_of + timedelta(days=soon)), Label.DUE_SOON),
        (not_started, Label.NOT_STARTED),
        default=Label.IN_PROGRESS,
    )


def _cell_rule(as_of: date) -> Case:
    """`_cell_of` in SQL: the first line that holds decides."""
    is_dated = Q(deadline_then__isnull=False)
    outside_period = Q(judged_in__isnull=True, accepted_in__isnull=True) | (
        _COUNTS_FOR_PERIOD & Q(accepted_state=DeclaredState.NOT_APPLICABLE)
    )
    return _first_that_holds(
        (_ended(as_of) | _IS_PAUSED, Cell.OUTSIDE),
        (_DONE_LATE, Cell.DONE_LATE),
        (_IS_DONE & is_dated, Cell.DONE_ON_TIME),
        (_IS_DONE, Cell.DONE_UNDATED),
        (_unit_ended(as_of) | _NOT_APPLICABLE | (_BY_PERIOD & outside_period), Cell.OUTSIDE),
        (
            _BY_PERIOD & _COUNTS_FOR_PERIOD & Q(accepted_state=DeclaredState.DONE),
            Cell.DONE_UNDATED,
        ),
        (~is_dated, Cell.OPEN_UNDATED),
        (_DONE_SENT & Q(sent_on__gt=F("deadline_then")), Cell.OPEN_LATE),
        (_DONE_SENT & Q(sent_on__isnull=False), Cell.OPEN_ON_TIME),
        (Q(deadline_then__lt=as_of), Cell.OPEN_LATE),
        default=Cell.OPEN_ON_TIME,
    )


def _period_rule(as_of: date) -> Case:
    """`Status.period` in SQL; NULL for one-off work and where the work is suspended."""
    suspended = _ended(as_of) | _IS_PAUSED | _unit_ended(as_of)
    return Case(
        When(~_IS_PERIODIC | suspended, then=Value(None)),
        default=_period_case(),
        output_field=CharField(),
    )


def _ended(as_of: date) -> Q:
    return Q(ended_on__isnull=False, ended_on__lte=as_of)


def _unit_ended(as_of: date) -> Q:
    return Q(unit__last_day__isnull=False, unit__last_day__lt=as_of)


def _first_that_holds(*lines: tuple[Q, Label | Cell | Case], default: Label | Cell) -> Case:
    return Case(
        *[
            When(condition, then=value if isinstance(value, Case) else Value(str(value)))
            for condition, value in lines
        ],
        default=Value(str(default)),
        output_field=CharField(),
    )
