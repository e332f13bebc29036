"""Content of the first tab of a plan's dashboard."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from reporting.counting.calendar import calendar_of
from reporting.counting.expected import expected_in, results_in
from reporting.counting.figures import Scope, figures_of, statement_key
from reporting.counting.open_periods import OpenPeriod, judged_words, open_periods
from reporting.counting.punctuality import FilingState, Punctuality, filing_states
from reporting.counting.tallies import By, Figures, Tally
from reporting.counting.trend import TrendPoint, trend_of
from reporting.dashboards.charts import trend_svg
from reporting.models import ReportingPeriod
from tracker.lib import versioned
from units.models import Bloc, User

LONGEST_TREND = 8


@dataclass(frozen=True)
class PeriodFiling:
    """Submissions of one period whose due day has passed, by punctuality."""

    period: ReportingPeriod
    punctuality: Counter[Punctuality]

    @property
    def num_expected(self) -> int:
        return self.punctuality.total()


@dataclass(frozen=True)
class Dashboard:
    """Work and filing as two figures, blocs and trend.

    `filing`: of the newest period that is due, beside the `open_periods` that still receive.
    `chart`: the trend drawn, empty for a single period.
    """

    figures: Figures
    blocs: list[tuple[str, str, Tally]]
    filing: PeriodFiling | None
    open_periods: list[OpenPeriod]
    trend: list[TrendPoint]
    chart: str
    num_units: int
    # As `judged_words` says it
    judged_in: str


def dashboard_of(scope: Scope, *, user: User) -> Dashboard:
    """Count the first tab, unless it was counted since anything changed.

    The number of queries does not grow with units or tasks.
    """
    key = statement_key(scope, user=user)
    return versioned.value_of(
        None if key is None else ("dashboard", key),
        lambda: _counted(scope, user),
        version=scope.version,
    )


def _counted(scope: Scope, user: User) -> Dashboard:
    figures = figures_of(scope, user=user, by=[By.BLOC])
    periods = periods_in(scope)
    expected = expected_in(scope, periods, user=user)
    due = next((row for row in reversed(periods) if row.due_on < scope.as_of), None)
    shown = [row for row in periods if row == due or row.is_unfinished_on(scope.as_of)]
    states = filing_states(
        periods=shown,
        as_of=scope.as_of,
        expected=expected.submissions(shown),
        version=scope.version,
    )
    unfinished = open_periods(periods, as_of=scope.as_of, states=states)
    trend = trend_of(
        periods,
        num_owed=expected.by_period,
        results=results_in(scope, periods, user=user, units=expected.units),
        unfinished=unfinished,
    )
    return Dashboard(
        figures=figures,
        blocs=_blocs(figures, Bloc.choices(version=scope.version and scope.version.common)),
        filing=_filing(due, states) if due else None,
        open_periods=unfinished,
        trend=trend,
        chart=trend_svg(trend) if len(trend) > 1 else "",
        num_units=len(set(map(scope.present.unit_of, expected.units))),
        judged_in=judged_words(periods[::-1], as_of=scope.as_of),
    )


def _blocs(figures: Figures, blocs: list[tuple[str, str]]) -> list[tuple[str, str, Tally]]:
    by_bloc = figures.by_bloc
    return [(bloc, name, by_bloc[bloc]) for bloc, name in blocs if bloc in by_bloc]


def _filing(period: ReportingPeriod, states: list[FilingState]) -> PeriodFiling:
    return PeriodFiling(period, Counter(row.state for row in states if row.period_id == period.pk))


def periods_in(scope: Scope) -> list[ReportingPeriod]:
    """The newest periods that were open by the cut-off day, oldest first."""
    opened = (scope.calendar or calendar_of(scope.plan)).periods
    last_day = scope.up_to.data_to if scope.up_to else date.max
    shown = [
        period
        for period in opened
        if period.data_to <= last_day
        and period.opened_at
        and localdate(period.opened_at) <= scope.as_of
    ]
    return shown[:LONGEST_TREND][::-1]
