"""Status labels, derived from facts for any day. One rule, written for one row and for SQL.

`label_of` and `cell_of` read the facts of one assignment; `with_status` annotates the same
answers to a QuerySet, packed into one column (`status_of` unpacks it): every mention of a fact
is a subquery, so the rule is written once in a query and not once per answer. A property-based
test holds the two together.

Facts are those known at the end of the day asked about: the deadline then in force, the last
step of the latest entry, a pause, an end. With `up_to`, entries of later periods are left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Concat, TruncDate
from django.utils import timezone

from plans.models import (
    Assignment,
    AssignmentEvent,
    AssignmentEventKind,
    AssignmentPause,
    AssignmentQuerySet,
    EndReason,
)
from reporting.models import DeclaredState, EntryEvent, EntryStatus, ReportingPeriod


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


@dataclass(frozen=True)
class Facts:
    """What is known of an assignment at the end of a day.

    `deadline_unextended` is the one that the first extension in force moved, if there was one.
    """

    deadline: date | None = None
    deadline_unextended: date | None = None
    ended: str = ""  # an EndReason, or nothing
    is_paused: bool = False
    last_status: str = ""  # an EntryStatus, or nothing where nothing was reported
    last_state: str = ""  # a DeclaredState
    reported_on: date | None = None


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
    label = label_of(facts, as_of=as_of)
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


def facts_of(assignment: Assignment, *, as_of: date, up_to: ReportingPeriod | None = None) -> Facts:
    """Read the facts of one assignment (four queries)."""
    events = _events(as_of, up_to).filter(assignment=assignment)
    last = events.first()
    ledger = _ledger(as_of).filter(assignment=assignment).first()
    extended = _extensions(as_of).filter(assignment=assignment).first()
    ended = assignment.ended_on is not None and assignment.ended_on <= as_of
    return Facts(
        deadline=ledger.deadline_to if ledger else None,
        deadline_unextended=extended.deadline_from if extended else None,
        ended=assignment.end_reason if ended else "",
        is_paused=_pauses(as_of).filter(assignment=assignment).exists(),
        last_status=last.to_status if last else "",
        last_state=last.state if last else "",
        reported_on=timezone.localdate(last.reported_at) if last and last.reported_at else None,
    )


@dataclass(frozen=True)
class Status:
    label: Label
    cell: Cell


def with_status(
    assignments: AssignmentQuerySet,
    *,
    as_of: date,
    up_to: ReportingPeriod | None = None,
    soon: int | None = None,
) -> AssignmentQuerySet:
    """Annotate `status` (for `status_of`, `labelled`, `in_cell`) and `deadline_then`."""
    soon = settings.DUE_SOON_DAYS if soon is None else soon
    last = _events(as_of, up_to).filter(assignment=OuterRef("pk"))
    ledger = _ledger(as_of).filter(assignment=OuterRef("pk"))
    extended = _extensions(as_of).filter(assignment=OuterRef("pk"))
    step = Concat("to_status", Value(" "), "state", output_field=CharField())
    return (
        assignments.annotate(deadline_then=Subquery(ledger.values("deadline_to")[:1]))
        .alias(
            last_step=Subquery(last.annotate(step=step).values("step")[:1]),
            reported_on=TruncDate(Subquery(last.values("reported_at")[:1])),
            deadline_unextended=Subquery(extended.values("deadline_from")[:1]),
            is_paused_then=Exists(_pauses(as_of).filter(assignment=OuterRef("pk"))),
        )
        .annotate(status=_rule(as_of, soon))
    )


def status_of(row: Any) -> Status:
    """What `with_status` found for ROW (an assignment, or the packed value itself)."""
    label, cell = (row if isinstance(row, str) else row.status).split()
    return Status(Label(label), Cell(cell))


def labelled(assignments: AssignmentQuerySet, labels: Iterable[Label]) -> AssignmentQuerySet:
    """Those of ASSIGNMENTS (annotated by `with_status`) with one of LABELS."""
    return _with_any(assignments, [f"{label} {cell}" for label in sorted(labels) for cell in Cell])


def in_cell(assignments: AssignmentQuerySet, cell: Cell) -> AssignmentQuerySet:
    """Those of ASSIGNMENTS (annotated by `with_status`) in CELL."""
    return _with_any(assignments, [f"{label} {cell}" for label in Label])


def _with_any(assignments: AssignmentQuerySet, packed: list[str]) -> AssignmentQuerySet:
    name = "status"  # an annotation, which the types of Django do not know of here
    return assignments.filter(**{f"{name}__in": packed})


def end_of(day: date) -> datetime:
    """The first moment that no longer belongs to DAY, local time."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _events(as_of: date, up_to: ReportingPeriod | None) -> models.QuerySet[EntryEvent]:
    events = EntryEvent.objects.filter(at__lt=end_of(as_of))
    if up_to is not None:
        events = events.filter(period_data_to__lte=up_to.data_to)
    return events.order_by("-period_data_to", "-at", "-pk")


def _ledger(as_of: date) -> models.QuerySet[AssignmentEvent]:
    return AssignmentEvent.objects.filter(
        kind=AssignmentEventKind.DEADLINE_SET, effective_on__lte=as_of
    ).order_by("-effective_on", "-pk")


def _extensions(as_of: date) -> models.QuerySet[AssignmentEvent]:
    return AssignmentEvent.objects.filter(is_extension=True, effective_on__lte=as_of).order_by(
        "effective_on", "pk"
    )


def _pauses(as_of: date) -> models.QuerySet[AssignmentPause]:
    return AssignmentPause.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=as_of), first_day__lte=as_of
    )


def _rule(as_of: date, soon: int) -> Case:
    """`label_of` and `cell_of` in SQL: the first line that holds decides.

    What is done, and what waits, are cases within the case: every mention of the last step
    would be one more subquery.
    """
    ended = Q(ended_on__isnull=False, ended_on__lte=as_of)
    done, nothing_arose = DeclaredState.DONE, DeclaredState.NOT_APPLICABLE
    after_deadline = Q(reported_on__gt=F("deadline_then"))
    needed_extension = Q(reported_on__gt=F("deadline_unextended"), deadline_then__isnull=False)
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
    return Value(f"{label} {cell}")
