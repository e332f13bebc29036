"""Who is late anywhere: units with overdue work or reports that are not sent, over all plans."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Count, Max

from plans.models import Plan
from reporting.counting.open_periods import OpenPeriod
from reporting.counting.portfolio import Portfolio, overdue_in
from reporting.models import ReportingPeriod, Urging
from tracker.lib import statements
from tracker.lib.text import search_forms
from units.models import Unit, UnitQuerySet


@dataclass(frozen=True)
class LateFilter:
    """Empty values include everything."""

    bloc: str = ""
    words: str = ""


@dataclass(frozen=True)
class LateInPlan:
    """What a unit is late with in a plan; `unsent` are open periods whose due day has passed."""

    plan: Plan
    num_overdue: int
    unsent: list[ReportingPeriod]

    @property
    def num(self) -> int:
        return self.num_overdue + len(self.unsent)


class UrgingCount(NamedTuple):
    """How often a unit was urged, and when last."""

    num: int
    last_at: datetime


@dataclass(frozen=True)
class LateUnit:
    """A unit with the plans in which it is late, most first; `since`: the oldest day passed."""

    unit: Unit
    since: date
    plans: list[LateInPlan]
    as_of: date

    @property
    def num_overdue(self) -> int:
        return sum(row.num_overdue for row in self.plans)

    @property
    def num_unsent(self) -> int:
        return sum(len(row.unsent) for row in self.plans)

    @property
    def days_late(self) -> int:
        return (self.as_of - self.since).days


def late_units(
    portfolio: Portfolio, plans: Iterable[Plan], receiving: Sequence[OpenPeriod]
) -> list[LateUnit]:
    """The units, those with most overdue work and unsent reports first.

    `plans` are those of `portfolio`, `receiving` their open periods. Two queries for any number.
    """
    return portfolio.kept("late units", lambda: _late_units(portfolio, plans, receiving))


def urged_of(rows: Iterable[LateUnit], portfolio: Portfolio) -> dict[int, UrgingCount]:
    """By unit of `rows`: its urgings in the plans that are read whole; one query."""
    if not portfolio.whole:
        return {}
    selected, given = statements.marks_or_ids([row.unit.pk for row in rows])

    def build() -> statements.Query:
        urgings = Urging.objects.filter(plan__in=portfolio.whole, unit__in=selected).order_by()
        found: statements.Query = urgings.values_list("unit").annotate(Count("pk"), Max("at"))
        return found

    key = "urged late units", portfolio.whole, selected
    found = statements.rows_of(key, (), build, given=given)
    return {unit_id: UrgingCount(num, last_at) for unit_id, num, last_at in found}


def narrowed(rows: Sequence[LateUnit], chosen: LateFilter) -> list[LateUnit]:
    forms = search_forms(chosen.words)
    return [
        row
        for row in rows
        if chosen.bloc in ("", row.unit.bloc_id)
        and (not forms or any(form in row.unit.folded for form in forms))
    ]


def _late_units(
    portfolio: Portfolio, plans: Iterable[Plan], receiving: Iterable[OpenPeriod]
) -> list[LateUnit]:
    by_id = {plan.pk: plan for plan in plans}
    overdue: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    unsent: dict[int, dict[int, list[ReportingPeriod]]] = defaultdict(lambda: defaultdict(list))
    since: dict[int, date] = {}
    for plan_id, unit_id, deadline, num in overdue_in(portfolio):
        overdue[unit_id][plan_id] += num
        since[unit_id] = min(deadline, since.get(unit_id, deadline))
    for period, unit_id in _unsent(receiving):
        unsent[unit_id][period.plan_id].append(period)
        since[unit_id] = min(period.due_on, since.get(unit_id, period.due_on))
    rows = [
        LateUnit(
            unit=unit,
            since=since[unit.pk],
            plans=sorted(
                (
                    LateInPlan(by_id[pk], overdue[unit.pk].get(pk, 0), unsent[unit.pk].get(pk, []))
                    for pk in overdue[unit.pk].keys() | unsent[unit.pk].keys()
                ),
                key=lambda row: (-row.num, row.plan.pk),
            ),
            as_of=portfolio.as_of,
        )
        for unit in _units(since)
    ]
    return sorted(rows, key=lambda row: (-row.num_overdue - row.num_unsent, row.since))


def _units(ids: Collection[int]) -> list[Unit]:
    selected, given = statements.marks_or_ids(ids)

    def build() -> UnitQuerySet:
        return Unit.objects.filter(pk__in=selected).select_related("bloc").in_list_order()

    return statements.objects_of(("late units", selected), build, given=given)


def _unsent(receiving: Iterable[OpenPeriod]) -> Iterator[tuple[ReportingPeriod, int]]:
    for row in receiving:
        if row.is_past_due:
            for unit_id in row.unsent:
                yield row.period, unit_id
