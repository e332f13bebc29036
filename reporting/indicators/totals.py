"""The indicators of a plan or a task in one period: numbers by unit, and totals."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import (
    Case,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)

from plans import access
from plans.models import Assignment, AssignmentQuerySet, Indicator, Task
from reporting.counting.attribution import of_bloc
from reporting.counting.figures import Scope
from reporting.counting.obligations import owed_in
from reporting.indicators.figures import Filed, NumberState, Total, state_of, total_of
from reporting.indicators.inputs import IndicatorInput, words_of
from reporting.indicators.spans import Span
from reporting.models import (
    DeclaredState,
    EntryStatus,
    IndicatorValue,
    ReportingPeriod,
    Submission,
)
from tracker.lib import statements
from units.models import User

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class NewestPeriod(TypedDict):
        newest_period: int | None

    class Sent(TypedDict):
        entry: int | None
        entry_status: str
        entry_state: str
        of_indicator: int | None
        number: Decimal | None
        numerator: Decimal | None
        denominator: Decimal | None
        nothing_arose: bool
        explained: str

    WithNewest = WithAnnotations[Indicator, NewestPeriod]
    WithNumber = WithAnnotations[Assignment, Sent]

SENT = (EntryStatus.SENT, EntryStatus.ACCEPTED)


@dataclass(frozen=True)
class IndicatorCell:
    """One unit's number for one indicator, in words, and its state."""

    indicator: Indicator
    standing: NumberState
    words: str
    entry_id: int | None


@dataclass(frozen=True)
class UnitNumbers:
    assignment: Assignment
    cells: list[IndicatorCell]

    @property
    def has_no_numbers(self) -> bool:
        return all(cell.standing == NumberState.MISSING for cell in self.cells)


@dataclass(frozen=True)
class IndicatorTotals:
    """`totals` has a row per indicator; `rows` one per unit, for a single task."""

    period: ReportingPeriod | None = None
    totals: list[Total] = field(default_factory=list)
    rows: list[UnitNumbers] = field(default_factory=list)

    @property
    def rows_with_numbers(self) -> list[UnitNumbers]:
        return [row for row in self.rows if not row.has_no_numbers]

    @property
    def rows_without_numbers(self) -> list[UnitNumbers]:
        return [row for row in self.rows if row.has_no_numbers]


@dataclass
class _Entry:
    """The numbers of one entry."""

    pk: int
    assignment: int
    task: int
    is_accepted: bool
    is_task_idle: bool
    period: ReportingPeriod
    inputs: dict[int, IndicatorInput] = field(default_factory=dict)


def totals_of(scope: Scope, *, user: User, task: Task | None = None) -> IndicatorTotals:
    """The indicators of the scope that `user` may read; the queries do not grow with units.

    The period is the scope's; without one, the newest that has ended and has accepted numbers,
    since a running period lacks most of them.
    """
    shown = _indicators(scope, task)
    period = (scope.up_to or _newest_with_numbers(scope, shown[0])) if shown else None
    if period is None:
        return IndicatorTotals()
    assignments, filed = _filed(period, shown, scope=scope, user=user)
    rows = [_unit_row(row, shown, filed.get(row.pk)) for row in assignments] if task else []
    return IndicatorTotals(period, _totals(period, shown, assignments, filed), rows)


def _indicators(scope: Scope, task: Task | None) -> list[Indicator]:
    """Those of one task, one group or the plan, in its order, with the newest period."""
    if task is not None:
        name, within = "task", task.pk
    elif scope.group_id is not None:
        name, within = "task__group", scope.group_id
    else:
        name, within = "task__plan", scope.plan.pk

    def build() -> QuerySet[Indicator]:
        mark, plan = statements.MARKS[:2]
        found = Indicator.objects.active().filter(**{name: mark})
        # Not the plan of each row, for which it would be looked for again
        newest = _newest_first(scope.as_of).filter(plan=plan)
        return (
            found.select_related("task", "target_document")
            .annotate(newest_period=Subquery(newest.values("pk")[:1]))
            .order_by("task__group__position", "task__position", "position", "pk")
        )

    given = (within, scope.plan.pk)
    found = statements.objects_of(("indicators", name, scope.as_of), build, given=given)
    return [row for row in found if row.task.plan_id == scope.plan.pk]


def _newest_first(as_of: date) -> QuerySet[ReportingPeriod]:
    """Periods with accepted numbers, and those that have ended, before others."""
    accepted = IndicatorValue.objects.filter(
        entry__submission__period=OuterRef("pk"), entry__status=EntryStatus.ACCEPTED
    )
    has_ended = Case(When(data_to__lt=as_of, then=1), default=0)
    opened = ReportingPeriod.objects.opened()
    return opened.order_by(Exists(accepted).desc(), has_ended.desc(), "-data_to", "-pk")


def _newest_with_numbers(scope: Scope, indicator: Indicator) -> ReportingPeriod | None:
    """One query where the periods of the plan were not read."""
    newest = cast("WithNewest", indicator).newest_period
    if newest is None:
        return None
    if scope.calendar is None:
        return ReportingPeriod.objects.get(pk=newest)
    return next((row for row in scope.calendar.periods if row.pk == newest), None)


def _totals(
    period: ReportingPeriod,
    indicators: list[Indicator],
    assignments: list[Assignment],
    filed: dict[int, _Entry],
) -> list[Total]:
    """A total per indicator, without those of which the reader may read no unit."""
    by_task: dict[int, dict[int, list[Span]]] = defaultdict(dict)
    for assignment in assignments:
        by_task[assignment.task_id][assignment.pk] = [Span.of(period)]
    totals = [
        total_of(
            indicator,
            by_task[indicator.task_id],
            [_one(row, indicator) for row in filed.values() if row.task == indicator.task_id],
        )
        for indicator in indicators
    ]
    return [total for total in totals if total.num_asked]


def _filed(
    period: ReportingPeriod, indicators: Iterable[Indicator], *, scope: Scope, user: User
) -> tuple[list[Assignment], dict[int, _Entry]]:
    """The assignments that owe numbers, and ended ones that sent some; what each sent.

    One query, in which an assignment comes once for each of its numbers.
    """
    sent = FilteredRelation(
        "entries",
        condition=Q(
            entries__submission__in=Subquery(Submission.objects.filter(period=period).values("pk")),
            entries__status__in=SENT,
        ),
    )
    readable = access.readable_assignments(scope.plan, user=user).alias(sent=sent)
    rows = readable.filter(
        Q(pk__in=owed_in(period).values("pk")) | Q(sent__isnull=False),
        task__in={indicator.task_id for indicator in indicators},
    )
    if scope.bloc:
        rows = of_bloc(rows, scope.bloc, scope.present)
    found: dict[int, Assignment] = {}
    filed: dict[int, _Entry] = {}
    for row in cast("Iterable[WithNumber]", _with_numbers(rows)):
        found.setdefault(row.pk, row)
        if row.entry is None:
            continue
        entry = filed.setdefault(row.pk, _entry_of(row, period))
        if row.of_indicator is not None:
            entry.inputs[row.of_indicator] = IndicatorInput(
                row.number, row.numerator, row.denominator, row.nothing_arose, row.explained
            )
    return list(found.values()), filed


def _with_numbers(rows: AssignmentQuerySet) -> QuerySet[Assignment]:
    number = "sent__indicator_values"
    in_order = rows.select_related("unit").order_by("unit__position", "unit__sort_key", "pk")
    return in_order.annotate(
        entry=F("sent__pk"),
        entry_status=F("sent__status"),
        entry_state=F("sent__state"),
        of_indicator=F(f"{number}__indicator"),
        number=F(f"{number}__value"),
        numerator=F(f"{number}__numerator"),
        denominator=F(f"{number}__denominator"),
        nothing_arose=F(f"{number}__is_not_applicable"),
        explained=F(f"{number}__explanation"),
    )


def _entry_of(row: "WithNumber", period: ReportingPeriod) -> _Entry:
    is_accepted = row.entry_status == EntryStatus.ACCEPTED
    is_idle = row.entry_state == DeclaredState.NOT_APPLICABLE
    return _Entry(row.entry or 0, row.pk, row.task_id, is_accepted, is_idle, period)


def _one(entry: _Entry, indicator: Indicator) -> Filed:
    return Filed(
        entry.assignment,
        Span.of(entry.period),
        entry.is_accepted,
        entry.inputs.get(indicator.pk, IndicatorInput()),
        entry.is_task_idle,
    )


def _unit_row(
    assignment: Assignment, indicators: list[Indicator], entry: _Entry | None
) -> UnitNumbers:
    cells = []
    for indicator in indicators:
        filed = [_one(entry, indicator)] if entry else []
        standing = state_of(indicator, filed)
        entered = filed[0].input if filed else IndicatorInput()
        if standing == NumberState.NOT_APPLICABLE:
            entered = IndicatorInput(is_not_applicable=True)
        cells.append(
            IndicatorCell(
                indicator, standing, words_of(indicator, entered), entry.pk if entry else None
            )
        )
    return UnitNumbers(assignment, cells)
