"""One indicator over any of its periods: what units sent, what they owe, and their totals.

`history_of` reads everything once; the rest are functions of it. Which periods a range has is in
`spans`, how the numbers of one unit make one is in `figures`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from plans import access
from plans.models import Aggregation, Assignment, Indicator
from reporting.counting.obligations import owed_periods
from reporting.indicators.figures import Filed, Total, total_of
from reporting.indicators.inputs import IndicatorInput
from reporting.indicators.spans import SLACK_DAYS, Span, num_covered
from reporting.models import (
    DeclaredState,
    EntryStatus,
    IndicatorValue,
    ProgressEntry,
    ReportingPeriod,
)
from units.models import User

SENT = (EntryStatus.SENT, EntryStatus.ACCEPTED)


@dataclass(frozen=True)
class RangeTotal:
    """The total over `periods`, which are to make up the days of `whole`."""

    total: Total
    whole: Span
    periods: tuple[Span, ...]

    @property
    def coverage(self) -> str:
        """How many of its days have a period, "31/92 ngày"; empty where all have.

        A last number speaks of its day only.
        """
        if self.total.indicator.aggregation == Aggregation.LAST:
            return ""
        covered, days = num_covered(self.periods), self.whole.num_days
        return f"{covered}/{days} ngày" if covered < days - SLACK_DAYS else ""


@dataclass(frozen=True)
class IndicatorHistory:
    """The opened periods of the plan, oldest first, with what the shown `assignments` sent.

    `owed` has the assignments that owe a number by period, `filed` the numbers by period.
    """

    indicator: Indicator
    periods: Sequence[ReportingPeriod]
    assignments: Sequence[Assignment]
    owed: Mapping[int, Sequence[int]]
    filed: Mapping[int, Sequence[Filed]]
    _totals: dict[tuple[int, ...], Total] = field(default_factory=dict, repr=False)

    def over(self, periods: Iterable[ReportingPeriod], whole: Span) -> RangeTotal:
        """The total over some of the periods, for the days of `whole`."""
        chosen = list(periods)
        return RangeTotal(self._total(chosen), whole, tuple(map(Span.of, chosen)))

    def of_units(self, assignments: Iterable[Assignment]) -> "IndicatorHistory":
        """The same for some of the assignments."""
        shown = list(assignments)
        pks = {row.pk for row in shown}
        return IndicatorHistory(
            self.indicator,
            self.periods,
            shown,
            {period: [pk for pk in owed if pk in pks] for period, owed in self.owed.items()},
            {
                period: [row for row in rows if row.assignment in pks]
                for period, rows in self.filed.items()
            },
        )

    def _total(self, periods: Sequence[ReportingPeriod]) -> Total:
        key = tuple(period.pk for period in periods)
        if key not in self._totals:
            owing: dict[int, list[Span]] = defaultdict(list)
            for period in periods:
                span = Span.of(period)
                for assignment in self.owed.get(period.pk, ()):
                    owing[assignment].append(span)
            filed = [row for period in periods for row in self.filed.get(period.pk, ())]
            self._totals[key] = total_of(self.indicator, owing, filed)
        return self._totals[key]


def history_of(indicator: Indicator, *, user: User) -> IndicatorHistory:
    """Read the history of the units that `user` may read; the queries do not grow with units."""
    plan = indicator.task.plan
    assignments = list(
        access.readable_assignments(plan, user=user)
        .owed()
        .filter(task=indicator.task_id)
        .select_related("unit")
        .order_by("unit__position", "unit__sort_key", "pk")
    )
    periods = list(plan.periods.opened().oldest_first()) if assignments else []
    pks = {row.pk for row in assignments}
    return IndicatorHistory(
        indicator,
        periods,
        assignments,
        _owed(indicator, periods, pks),
        _filed(indicator, periods, pks),
    )


def _owed(
    indicator: Indicator, periods: Sequence[ReportingPeriod], assignments: set[int]
) -> dict[int, list[int]]:
    """By period, those of the assignments that owe a number; one query."""
    found: dict[int, list[int]] = defaultdict(list)
    of_task = Assignment.objects.filter(task=indicator.task_id)
    for one in owed_periods(periods, of_task):
        if one.assignment_id in assignments:
            found[one.period_id].append(one.assignment_id)
    return found


def _filed(
    indicator: Indicator, periods: Iterable[ReportingPeriod], assignments: set[int]
) -> dict[int, list[Filed]]:
    """By period, what the assignments sent; two queries."""
    spans = {period.pk: Span.of(period) for period in periods}
    values = IndicatorValue.objects.filter(indicator=indicator, entry__status__in=SENT)
    inputs = {row.entry_id: IndicatorInput.of(row) for row in values}
    entries = ProgressEntry.objects.filter(
        assignment__task=indicator.task_id, status__in=SENT
    ).order_by("pk")
    found: dict[int, list[Filed]] = defaultdict(list)
    names = ("pk", "assignment_id", "submission__period_id", "status", "state")
    for pk, assignment, period, status, state in entries.values_list(*names):
        if assignment in assignments and period in spans:
            is_idle = state == DeclaredState.NOT_APPLICABLE
            found[period].append(
                Filed(
                    assignment,
                    spans[period],
                    status == EntryStatus.ACCEPTED,
                    inputs.get(pk, IndicatorInput()),
                    is_idle,
                )
            )
    return found
