"""The numbers of a review, counted from one list of assignments with their status."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from plans.models import Assignment, Task, TaskGroup
from reporting.counting.open_periods import judged_period, open_periods
from reporting.counting.punctuality import FilingState, Punctuality, filing_states
from reporting.counting.status import Cell, Status, statuses_of
from reporting.counting.status_columns import status_of
from reporting.counting.tallies import Tally
from reporting.models import EntryStatus, ReportingPeriod, Review
from reporting.reviews.schema import CellsOfPeriod, FrozenCells, FrozenFigures, FrozenPunctuality
from reporting.reviews.snapshots.results import Reported
from reporting.reviews.topics_schema import FrozenFiler
from units.models import Bloc, Unit
from units.succession import PresentUnits

MAX_TREND_PERIODS = 8
OfPeriod = TypeVar("OfPeriod", CellsOfPeriod, FrozenPunctuality)


def cells(found: Iterable[Status]) -> FrozenCells:
    """The cells with their sums; `outside` counts in neither numerator nor denominator.

    `done_extended` is the part of `done_on_time` that needed an extension; `period_met` of
    `period_owed` is recurring and continuous work accepted as done for the judged period.
    Snapshots taken before a key was counted lack it, and are printed without it.
    """
    tally = Tally()
    for status in found:
        tally.add(status)
    return {
        "assigned": tally.num_all,
        "applicable": tally.num_applicable,
        "done": tally.num_done,
        "done_on_time": tally.cells[Cell.DONE_ON_TIME],
        "done_extended": tally.num_extended,
        "done_late": tally.cells[Cell.DONE_LATE],
        "done_undated": tally.cells[Cell.DONE_UNDATED],
        "open": tally.num_applicable - tally.num_done,
        "open_on_time": tally.cells[Cell.OPEN_ON_TIME],
        "open_late": tally.cells[Cell.OPEN_LATE],
        "open_undated": tally.cells[Cell.OPEN_UNDATED],
        "outside": tally.cells[Cell.OUTSIDE],
        "period_met": tally.num_period_met,
        "period_owed": tally.num_periodic,
    }


def figures(
    review: Review,
    *,
    groups: list[TaskGroup],
    tasks: list[Task],
    leads: list[Assignment],
    results: list[Reported],
    names: dict[int, dict[str, str]],
    present: PresentUnits,
) -> FrozenFigures:
    group_of = {task.pk: task.group_id for task in tasks}
    of_group, of_bloc, of_pair = defaultdict(list), defaultdict(list), defaultdict(list)
    units = _counted_units(leads, present)
    for lead in leads:
        group = group_of[lead.task_id]
        unit_id = present.unit_of(lead.unit_id)
        of_group[group].append(status_of(lead))
        of_bloc[units[unit_id].bloc_id].append(status_of(lead))
        of_pair[unit_id, group].append(status_of(lead))
    periods = _Periods.of(review)
    ordered = sorted(units.values(), key=lambda unit: (unit.position, unit.name, unit.pk))
    return {
        "num_units": len(units),
        "num_tasks": len(tasks),
        "totals": cells(map(status_of, leads)),
        "labels": dict(Counter(status_of(lead).label for lead in leads)),
        "by_group": [
            {"code": group.code, "label": group.label, "cells": cells(of_group[group.pk])}
            for group in groups
        ],
        "by_bloc": [
            {"bloc": bloc, "label": name, "cells": cells(of_bloc[bloc])}
            for bloc, name in Bloc.choices()
        ],
        "matrix": [
            {
                "unit": unit.pk,
                "name": names.get(unit.pk, {}).get("short", unit.short_name),
                "cells": [cells(of_pair[unit.pk, group.pk]) for group in groups],
            }
            for unit in ordered
        ],
        "entries": _entries(results),
        "filings": periods.filings(),
        "trend": periods.trend(),
        "filers": periods.filers(names),
        "judged_in": periods.judged_in,
    }


def _counted_units(leads: list[Assignment], present: PresentUnits) -> dict[int, Unit]:
    """The units that the work counts to; successors may lead nothing themselves."""
    known = {lead.unit_id: lead.unit for lead in leads}
    counted = {present.unit_of(unit_id) for unit_id in known}
    missing = counted - known.keys()
    read = Unit.objects.in_bulk(missing) if missing else {}
    return {unit_id: known.get(unit_id) or read[unit_id] for unit_id in counted}


def _entries(results: list[Reported]) -> dict[str, int]:
    count = Counter(row.status for row in results)
    return {status.value: count[status.value] for status in EntryStatus}


@dataclass(frozen=True)
class _Periods:
    """The opened periods up to that of the review, oldest first, as known on the cut-off day.

    `states` are of those that the review is about, and of those that still received: `so_far`
    says of these how far they had come.
    """

    review: Review
    rows: list[ReportingPeriod]
    states: list[FilingState]
    so_far: dict[int, str]

    @classmethod
    def of(cls, review: Review) -> "_Periods":
        opened = ReportingPeriod.objects.opened().filter(plan=review.plan_id)
        rows = list(opened.filter(data_to__lte=review.period_to.data_to).oldest_first())
        cutoff_on = review.cutoff_on
        asked = [row for row in rows if _is_about(review, row) or row.is_unfinished_on(cutoff_on)]
        states = filing_states(periods=asked, as_of=cutoff_on)
        unfinished = open_periods(rows, as_of=cutoff_on, states=states)
        return cls(review, rows, states, {row.period.pk: row.words for row in unfinished})

    @property
    def judged_in(self) -> str:
        judged = judged_period(reversed(self.rows), as_of=self.review.cutoff_on)
        return judged.name if judged else ""

    def trend(self) -> list[CellsOfPeriod]:
        """The cells after each period."""
        owed = Assignment.objects.owed().filter(task__plan=self.review.plan_id)
        found: list[CellsOfPeriod] = []
        for period in self.rows[-MAX_TREND_PERIODS:]:
            statuses = statuses_of(owed, as_of=self.review.cutoff_on, up_to=period)
            counted = cells(status for status, _ in statuses)
            found.append({"period": period.pk, "name": period.name, "cells": counted})
        return [self._with_words(row) for row in found]

    def filings(self) -> list[FrozenPunctuality]:
        """Punctuality of the submissions per period."""
        counts: dict[int, Counter[str]] = defaultdict(Counter)
        for row in self.states:
            counts[row.period_id][row.state] += 1
        found: list[FrozenPunctuality] = [
            {
                "period": period.pk,
                "name": period.name,
                "expected": counts[period.pk].total(),
                "on_time": counts[period.pk][Punctuality.ON_TIME],
                "late": counts[period.pk][Punctuality.LATE],
                "missing": counts[period.pk][Punctuality.MISSING],
                "waiting": counts[period.pk][Punctuality.WAITING],
                "closed": counts[period.pk][Punctuality.CLOSED],
            }
            for period in self.rows
            if _is_about(self.review, period)
        ]
        return [self._with_words(row) for row in found]

    def filers(self, names: dict[int, dict[str, str]]) -> list[FrozenFiler]:
        """The units that sent late or not at all, in the order of the list of units."""
        period_names = {row.pk: row.name for row in self.rows if _is_about(self.review, row)}
        told = (Punctuality.LATE, Punctuality.MISSING, Punctuality.CLOSED)
        behind = [row for row in self.states if row.period_id in period_names and row.state in told]
        units = Unit.objects.in_bulk({row.unit_id for row in behind})
        behind.sort(key=lambda row: (units[row.unit_id].position, row.unit_id))
        rows: dict[int, FrozenFiler] = {}
        for state in behind:
            unit = units[state.unit_id]
            name = names.get(unit.pk, {}).get("name", unit.name)
            new: FrozenFiler = {
                "unit_name": name,
                "num_behind": 0,
                "late": 0,
                "late_in": [],
                "missing": 0,
                "missing_in": [],
            }
            row = rows.setdefault(unit.pk, new)
            period_name = period_names[state.period_id]
            if state.state == Punctuality.CLOSED:
                row.setdefault("closed_in", []).append(period_name)
                continue
            row["num_behind"] += 1
            if state.state == Punctuality.LATE:
                row["late"] += 1
                row["late_in"].append(period_name)
            else:
                row["missing"] += 1
                row["missing_in"].append(period_name)
        return list(rows.values())

    def _with_words(self, row: OfPeriod) -> OfPeriod:
        if row["period"] in self.so_far:
            row["so_far"] = self.so_far[row["period"]]
        return row


def _is_about(review: Review, period: ReportingPeriod) -> bool:
    return period.data_from >= review.period_from.data_from
