"""The indicators of a plan or a task in one period: numbers by unit, and totals."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from plans import access
from plans.models import Assignment, Indicator, Task
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
    ProgressEntry,
    ReportingPeriod,
)
from tracker.lib import statements
from units.models import User

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
    period = (scope.up_to or _newest_with_numbers(scope)) if shown else None
    if period is None:
        return IndicatorTotals()
    assignments = _assignments(period, shown, scope=scope, user=user)
    filed = _filed(period, {row.pk for row in assignments})
    rows = [_unit_row(row, shown, filed.get(row.pk)) for row in assignments] if task else []
    return IndicatorTotals(period, _totals(period, shown, assignments, filed), rows)


def _indicators(scope: Scope, task: Task | None) -> list[Indicator]:
    """Those of one task, one group or the plan, in its order."""
    if task is not None:
        name, within = "task", task.pk
    elif scope.group_id is not None:
        name, within = "task__group", scope.group_id
    else:
        name, within = "task__plan", scope.plan.pk

    def build() -> QuerySet[Indicator]:
        found = Indicator.objects.active().filter(**{name: statements.MARK})
        return found.select_related("task", "target_document").order_by(
            "task__group__position", "task__position", "position", "pk"
        )

    found = statements.objects_of(("indicators", name), build, given=within)
    return [row for row in found if row.task.plan_id == scope.plan.pk]


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


def _newest_with_numbers(scope: Scope) -> ReportingPeriod | None:
    accepted = IndicatorValue.objects.filter(
        entry__submission__period=OuterRef("pk"), entry__status=EntryStatus.ACCEPTED
    )
    return (
        ReportingPeriod.objects.opened()
        .filter(plan=scope.plan)
        .annotate(
            has_numbers=Exists(accepted),
            has_ended=Case(When(data_to__lt=scope.as_of, then=1), default=0),
        )
        .order_by("-has_numbers", "-has_ended", "-data_to", "-pk")
        .first()
    )


def _assignments(
    period: ReportingPeriod, indicators: Iterable[Indicator], *, scope: Scope, user: User
) -> list[Assignment]:
    """The assignments that owe numbers, and ended ones that sent some."""
    sent = ProgressEntry.objects.filter(submission__period=period, status__in=SENT)
    rows = access.readable_assignments(scope.plan, user=user).filter(
        Q(pk__in=owed_in(period).values("pk")) | Q(pk__in=sent.values("assignment")),
        task__in={indicator.task_id for indicator in indicators},
    )
    if scope.bloc:
        rows = of_bloc(rows, scope.bloc, scope.present)
    return list(rows.select_related("unit").order_by("unit__position", "unit__sort_key", "pk"))


def _filed(period: ReportingPeriod, assignments: set[int]) -> dict[int, _Entry]:
    """By assignment, the entry sent for the period; two queries."""
    entries = ProgressEntry.objects.filter(
        submission__period=period, status__in=SENT, assignment__in=assignments
    )
    found = {}
    names = ("pk", "assignment_id", "assignment__task", "status", "state")
    for pk, assignment, task, status, state in entries.order_by("pk").values_list(*names):
        found[assignment] = _Entry(
            pk,
            assignment,
            task,
            status == EntryStatus.ACCEPTED,
            state == DeclaredState.NOT_APPLICABLE,
            period,
        )
    by_entry = {entry.pk: entry for entry in found.values()}
    values = IndicatorValue.objects.filter(entry__submission__period=period, entry__status__in=SENT)
    for row in values.order_by("pk"):
        if row.entry_id in by_entry:
            by_entry[row.entry_id].inputs[row.indicator_id] = IndicatorInput.of(row)
    return found


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
