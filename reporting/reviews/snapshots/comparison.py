"""The earlier period and the earlier range that a review is compared with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from plans.models import Assignment, Plan
from reporting.counting.status import Status, statuses_of
from reporting.indicators.spans import ONE_DAY, SLACK_DAYS, Span, year_before
from reporting.models import ReportingPeriod
from reporting.reviews.snapshots.results import Reported, reported
from reporting.reviews.topics_schema import FrozenComparison

YEAR_BEFORE = "cùng kỳ"
PERIOD_BEFORE = "kỳ trước"


@dataclass(frozen=True)
class Earlier:
    """The period before the last of a review, and the `periods` before all of its range."""

    basis: str = ""
    period: ReportingPeriod | None = None
    range_basis: str = ""
    periods: tuple[ReportingPeriod, ...] = ()

    def frozen(self) -> FrozenComparison:
        name = self.period.name if self.period else ""
        return {"basis": self.basis, "period_name": name, "range_basis": self.range_basis}

    def results(self, plan: Plan, *, as_of: date) -> tuple[list[ReportingPeriod], list[Reported]]:
        """The earlier range and what was sent for it; empty without one."""
        periods = list(self.periods)
        return periods, reported(plan, periods, as_of=as_of) if periods else []

    def statuses(self, plan: Plan, *, as_of: date) -> dict[int, list[Status]]:
        """By task, the statuses at the end of the earlier period, as the trend counts them."""
        found: dict[int, list[Status]] = {}
        if self.period is None:
            return found
        owed = Assignment.objects.owed().filter(task__plan=plan)
        for status, row in statuses_of(owed, "task_id", as_of=as_of, up_to=self.period):
            found.setdefault(row["task_id"], []).append(status)
        return found


def earlier_than(periods: Sequence[ReportingPeriod]) -> Earlier:
    """Periods one year before where all were opened; else, of one period, the one before it."""
    opened = list(ReportingPeriod.objects.opened().filter(plan=periods[0].plan_id).oldest_first())
    last = periods[-1]
    year_ago = _same(year_before(Span.of(last)), opened)
    period = year_ago or _adjoining(last, opened)
    basis = YEAR_BEFORE if year_ago else PERIOD_BEFORE
    if len(periods) == 1:
        return Earlier(basis, period, basis, (period,)) if period else Earlier()
    before = [_same(year_before(Span.of(one)), opened) for one in periods]
    whole = tuple(one for one in before if one)
    is_whole = len(whole) == len(periods)
    return Earlier(
        basis if period else "",
        period,
        YEAR_BEFORE if is_whole else "",
        whole if is_whole else (),
    )


def _same(span: Span, opened: Iterable[ReportingPeriod]) -> ReportingPeriod | None:
    """The period with these days, but for the few by which cut-offs differ."""
    for period in opened:
        first, last = abs(period.data_from - span.first), abs(period.data_to - span.last)
        if max(first, last) <= ONE_DAY * SLACK_DAYS:
            return period
    return None


def _adjoining(here: ReportingPeriod, opened: Iterable[ReportingPeriod]) -> ReportingPeriod | None:
    """The period that ends where `here` begins and is about as long."""
    days = Span.of(here).num_days
    for period in opened:
        gap = here.data_from - period.data_to
        is_as_long = abs(Span.of(period).num_days - days) <= SLACK_DAYS
        if is_as_long and ONE_DAY <= gap <= ONE_DAY * SLACK_DAYS:
            return period
    return None
