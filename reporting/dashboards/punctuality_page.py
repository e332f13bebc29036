"""Content of the tab about deadlines: late work, and punctuality of filing by unit."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from reporting.counting.expected import expected_in
from reporting.counting.figures import Scope, figures_of, overdue_in, shared_by
from reporting.counting.punctuality import Punctuality, filing_states
from reporting.counting.tallies import By, Figures
from reporting.dashboards.dashboard import periods_in
from reporting.entries.assignment_rows import AssignmentRow, On, ids_in, rows_of
from reporting.models import ReportingPeriod
from units.models import Unit, User

NUM_LATE, NUM_UNITS = 15, 50


@dataclass(frozen=True)
class UnitFiling:
    """Punctuality of one unit over the periods on the page."""

    unit: Unit
    punctuality: Counter[Punctuality]

    @property
    def num_expected(self) -> int:
        return self.punctuality.total()


@dataclass(frozen=True)
class PunctualityPage:
    """`late`: longest overdue first. `filings`: in the order of units, with their sum."""

    figures: Figures
    late: Page[int]
    rows: list[AssignmentRow]
    periods: list[ReportingPeriod]
    filings: Page[UnitFiling]
    total: Counter[Punctuality]

    @property
    def newest(self) -> ReportingPeriod | None:
        return self.periods[-1] if self.periods else None


def punctuality_of(
    scope: Scope, *, user: User, late: str | None, page: str | None
) -> PunctualityPage:
    """Read the tab; `late` and `page` are the pages of its two lists."""
    figures = figures_of(scope, user=user, by=[By.UNIT])
    # The count is known, so that only the rows of the page are read
    shown = Paginator(range(figures.total.num_overdue), NUM_LATE).get_page(late)
    first = (shown.number - 1) * NUM_LATE
    shared = shared_by(scope, user=user)
    ids = ids_in(
        lambda: overdue_in(scope, user=shared.reader)[first : first + NUM_LATE],
        shared.key,
        "late",
        first,
        given=shared.given,
    )
    periods = periods_in(scope)
    filings = _filings(scope, periods, figures=figures, user=user)
    return PunctualityPage(
        figures=figures,
        late=shown,
        rows=rows_of(ids, on=On.scope(scope), present=scope.present),
        periods=periods,
        filings=Paginator(filings, NUM_UNITS).get_page(page),
        total=sum((line.punctuality for line in filings), Counter[Punctuality]()),
    )


def _filings(
    scope: Scope, periods: list[ReportingPeriod], *, figures: Figures, user: User
) -> list[UnitFiling]:
    by_unit: dict[int, Counter[Punctuality]] = defaultdict(Counter)
    expected = expected_in(scope, periods, user=user).submissions(periods)
    for row in filing_states(
        periods=periods, as_of=scope.as_of, expected=expected, version=scope.version
    ):
        unit_id = scope.present.unit_of(row.unit_id)
        if unit_id in figures.by_unit:
            by_unit[unit_id][row.state] += 1
    units = Unit.objects.filter(pk__in=list(by_unit)).in_list_order()
    return [UnitFiling(unit, by_unit[unit.pk]) for unit in units]
