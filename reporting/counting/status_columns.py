"""The status in SQL: columns of rows, and rows selected and ordered by their status.

`with_status` annotates the rule of `status` to a QuerySet in three columns. Lists are filtered by
status, so the database computes it.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Case, Expression, F, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce

from plans.models import PERIODIC, AssignmentQuerySet, EndReason
from reporting.counting.facts import with_facts
from reporting.counting.judged import Judged
from reporting.counting.labels import (
    BY_RANK,
    DONE_ONCE,
    LABELS_OF_CELL,
    OF_PERIOD,
    OPEN,
    OPEN_CELLS,
    RANK,
    Cell,
    Label,
    Timing,
    cell_of,
)
from reporting.counting.status import Status
from reporting.models import DeclaredState, EntryStatus, ReportingPeriod

ALL = frozenset(Label)
# Columns of `with_status` that `status_from_ranks` reads
RANKS = ("status_rank", "status_timing", "status_period")


def with_status(
    assignments: AssignmentQuerySet,
    *,
    as_of: date,
    up_to: ReportingPeriod | None = None,
    soon: int | None = None,
    with_period: bool = True,
    judged: Judged | None = None,
) -> AssignmentQuerySet:
    """Annotate RANKS and `deadline_then`, and alias `label_rank`, by which rows are selected.

    Numbers, which are short to write and to compare; `status_of` reads them. `status_rank` leaves
    it to `status_period` where the judged period is the label: its rule is long and said once.
    Rows that are only selected need neither (`with_period`). `judged`: the judged periods of the
    day, if the caller has read them.
    """
    soon = settings.DUE_SOON_DAYS if soon is None else soon
    found = with_facts(assignments, as_of=as_of, up_to=up_to, judged=judged)
    found = found.alias(label_rank=_label_rule(as_of, soon)).annotate(
        deadline_then=F("deadline_then"), status_timing=_timing_rule(as_of)
    )
    if not with_period:
        return found
    rank = _label_rule(as_of, soon, by_period=Value(BY_PERIOD))
    return found.annotate(status_rank=rank, status_period=_period_rule(as_of))


def status_of(row: object) -> Status:
    """The status that `with_status` annotated to the assignment `row`."""
    return status_from_ranks(*(getattr(row, name) for name in RANKS))


def status_from_ranks(rank: int, timing: int, period: int | None) -> Status:
    """The status from the numbers that `with_status` annotates."""
    in_period = None if period is None else BY_RANK[period]
    label = in_period if rank == BY_PERIOD and in_period else BY_RANK[rank]
    return Status(label, cell_of(label, Timing(timing)), in_period)


def labelled(assignments: AssignmentQuerySet, labels: Iterable[Label]) -> AssignmentQuerySet:
    """Those of `assignments` (annotated by `with_status`) with one of `labels`."""
    return _having(assignments, label_rank__in=sorted(RANK[label] for label in labels))


def labelled_in_period(
    assignments: AssignmentQuerySet, label: Label, *, as_of: date
) -> AssignmentQuerySet:
    """Those of `assignments` (annotated by `with_status` of `as_of`) whose period has `label`."""
    return _having(assignments.alias(period_rank=_period_rule(as_of)), period_rank=RANK[label])


def in_label_order(
    assignments: AssignmentQuerySet, *then: str, among: Collection[Label], as_of: date
) -> AssignmentQuerySet:
    """Order `assignments` (annotated by `with_status` of `as_of`) by label, then by `then`.

    `among`: labels of which they have one.
    """
    if len(among) == 1:
        return assignments.order_by(*then)
    rank = _label_rule(as_of, settings.DUE_SOON_DAYS, among=among)
    return assignments.order_by(rank, *then)


def in_cell(assignments: AssignmentQuerySet, cell: Cell, *, as_of: date) -> AssignmentQuerySet:
    """Those of `assignments` (annotated by `with_status` of `as_of`) in `cell`."""
    if labels := LABELS_OF_CELL.get(cell):
        rank = _label_rule(as_of, settings.DUE_SOON_DAYS, until=labels)
        ranks = sorted(RANK[label] for label in labels)
        return _having(assignments.alias(rank_of_cell=rank), rank_of_cell__in=ranks)
    (timing,) = (timing for timing, each in OPEN_CELLS.items() if each == cell)
    ranks = sorted(RANK[label] for label in OPEN)
    openness = _openness(as_of, is_dated=timing != Timing.UNDATED)
    return _having(assignments.alias(openness=openness), openness__in=ranks, status_timing=timing)


def _having(assignments: AssignmentQuerySet, **values: object) -> AssignmentQuerySet:
    # The types of Django do not know of annotations here
    return assignments.filter(**values)


# As a `status_rank`: the label is that of the judged period
BY_PERIOD = -1
_IS_PERIODIC = Q(task__kind__in=PERIODIC)
_BY_PERIOD = _IS_PERIODIC & Q(deadline_then__isnull=True)
_IS_PAUSED = Q(paused_then__isnull=False)
_IS_DONE = Q(done_in__isnull=False) & (Q(deadline_then__isnull=False) | ~_IS_PERIODIC)
_NOT_APPLICABLE = ~_IS_PERIODIC & Q(accepted_state=DeclaredState.NOT_APPLICABLE)
_DONE_SENT = Q(sent_status=EntryStatus.SENT, sent_state=DeclaredState.DONE)
# Before its first period any accepted result counts
_COUNTS_FOR_PERIOD = Q(accepted_in__gte=Coalesce(F("judged_in"), Value(date.min)))


def _period_case() -> Case:
    """`status._period_label` in SQL."""
    accepted = _first_that_holds(
        (Q(accepted_state=DeclaredState.DONE), Label.PERIOD_DONE),
        (Q(accepted_state=DeclaredState.NOT_APPLICABLE), Label.NOT_APPLICABLE),
        default=Label.IN_PROGRESS,
    )
    undecided = Coalesce(F("judged_rank"), Value(RANK[Label.NOT_DUE]))
    return Case(
        When(_COUNTS_FOR_PERIOD, then=accepted), default=undecided, output_field=IntegerField()
    )


def _label_rule(
    as_of: date,
    soon: int,
    *,
    among: Collection[Label] = ALL,
    until: Collection[Label] = ALL,
    by_period: Expression | None = None,
) -> Case:
    """`status._label_of` in SQL: the first line that holds decides.

    Without the lines of labels that are not `among` those of the rows, and of what is behind the
    last of those that are asked for (`until`); with `by_period` in place of the rule of the judged
    period.
    """
    ended = _ended(as_of)
    not_started = Q(sent_status__isnull=True) | Q(sent_status="")
    not_started |= Q(sent_state=DeclaredState.NOT_STARTED)
    done = _first_that_holds(
        (Q(deadline_then__isnull=True), Label.DONE_UNDATED),
        (Q(done_on__gt=F("deadline_then")), Label.DONE_LATE),
        (Q(done_on__gt=F("deadline_unextended_then")), Label.DONE_EXTENDED),
        default=Label.DONE_ON_TIME,
    )
    by_period = by_period or _period_case()
    lines: list[tuple[Q, Label | Expression]] = [
        (ended & Q(end_reason=EndReason.TRANSFERRED), Label.TRANSFERRED),
        (ended, Label.DROPPED),
        (_IS_PAUSED, Label.PAUSED),
        (_IS_DONE, done),
        (_unit_ended(as_of), Label.UNIT_ENDED),
        (_BY_PERIOD, by_period),
        (_NOT_APPLICABLE, Label.NOT_APPLICABLE),
        (_DONE_SENT, Label.AWAITING_VERIFICATION),
        (Q(deadline_then__lt=as_of), Label.OVERDUE),
        (Q(sent_status=EntryStatus.RETURNED), Label.RETURNED),
        (Q(deadline_then__lte=as_of + timedelta(days=soon)), Label.DUE_SOON),
        (not_started, Label.NOT_STARTED),
    ]

    def gives(value: Label | Expression, labels: Collection[Label]) -> bool:
        if isinstance(value, Label):
            return value in labels
        return not frozenset(labels).isdisjoint(DONE_ONCE if value is done else OF_PERIOD)

    kept = [(condition, value) for condition, value in lines if gives(value, among)]
    while kept and Label.IN_PROGRESS not in until and not gives(kept[-1][1], until):
        kept.pop()
    return _first_that_holds(*kept, default=Label.IN_PROGRESS)


def _openness(as_of: date, *, is_dated: bool) -> Case:
    """Some label of open work for open work, another for other work; shorter than `_label_rule`.

    Work that `is_dated` is not judged by its period.
    """
    by_period = () if is_dated else ((_BY_PERIOD, _period_case()),)
    return _first_that_holds(
        (_suspended(as_of), Label.DROPPED),
        (_IS_DONE, Label.DONE_UNDATED),
        *by_period,
        (_NOT_APPLICABLE, Label.NOT_APPLICABLE),
        default=Label.IN_PROGRESS,
    )


def _timing_rule(as_of: date) -> Case:
    """`status._timing_of` in SQL."""
    has_stopped = _DONE_SENT & Q(sent_on__isnull=False)
    return Case(
        When(deadline_then__isnull=True, then=Value(Timing.UNDATED.value)),
        When(_DONE_SENT & Q(sent_on__gt=F("deadline_then")), then=Value(Timing.LATE.value)),
        When(~has_stopped & Q(deadline_then__lt=as_of), then=Value(Timing.LATE.value)),
        default=Value(Timing.ON_TIME.value),
        output_field=IntegerField(),
    )


def _period_rule(as_of: date) -> Case:
    """`Status.period` in SQL; NULL for one-off work and where the work is suspended."""
    return Case(
        When(~_IS_PERIODIC, then=Value(None)),
        When(_suspended(as_of), then=Value(None)),
        default=_period_case(),
        output_field=IntegerField(),
    )


def _suspended(as_of: date) -> Q:
    """As `_ended`."""
    return _ended(as_of) | _IS_PAUSED | _unit_ended(as_of)


def _ended(as_of: date) -> Q:
    """For a CASE, where an unknown condition does not hold; never negated."""
    return Q(ended_on__lte=as_of)


def _unit_ended(as_of: date) -> Q:
    """As `_ended`."""
    return Q(unit__last_day__lt=as_of)


def _first_that_holds(*lines: tuple[Q, Label | Expression], default: Label) -> Case:
    return Case(
        *[When(condition, then=_rank(value)) for condition, value in lines],
        default=_rank(default),
        output_field=IntegerField(),
    )


def _rank(value: Label | Expression) -> Expression:
    return Value(RANK[value]) if isinstance(value, Label) else value
