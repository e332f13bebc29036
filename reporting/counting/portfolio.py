"""Counts over several plans at once: as many statements for thirty plans as for one.

The rules are those of `figures`; what a person may read of each plan is read once.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from django.conf import settings
from django.db.models import Count, F, Min, Q

from plans import access
from plans.models import PERIODIC, Assignment, AssignmentQuerySet, TaskGroup
from reporting.counting.calendar import Calendar, calendar_of_all_at
from reporting.counting.fact_version import fact_version, of_parts, part_columns
from reporting.counting.facts import is_present
from reporting.counting.judged import Judged, judged_of_all
from reporting.counting.labels import OPEN
from reporting.counting.obligations import num_owed_by_unit
from reporting.counting.open_periods import OpenPeriod, open_periods
from reporting.counting.status import Label
from reporting.counting.status_columns import RANKS, labelled, status_from_ranks, with_status
from reporting.counting.tallies import Tally
from reporting.models import ReportingPeriod
from tracker.lib import parted, statements, versioned
from tracker.lib.parted import Parts, Version
from units import roles
from units.models import User

Made = TypeVar("Made")
# By plan, unit and deadline: the number of assignments
Overdue = tuple[int, int, date, int]
# What is counted by, under names that assignments have no fields of
COLUMNS = {
    "by_plan": F("task__plan"),
    "by_group": F("task__group"),
    "by_unit": F("unit"),
    "by_kind": F("task__kind"),
}


@dataclass(frozen=True)
class Portfolio:
    """Plans on a day, and their reader.

    Of the plans `whole` everything may be read, of the plans `partial` only what
    `Assignment.objects.readable_by` says. `read_at` is the version that was read before the plans.
    """

    user: User
    as_of: date
    whole: tuple[int, ...] = ()
    partial: tuple[int, ...] = ()
    read_at: Version | None = None

    @classmethod
    def of(
        cls,
        user: User,
        plan_ids: Collection[int],
        *,
        as_of: date,
        read_at: Version | None = None,
    ) -> "Portfolio":
        """Those of the plans `plan_ids` that `user` may read."""
        permissions = access.permissions_by_plan(user)
        whole = [pk for pk in plan_ids if "read_filings" in permissions.get(pk, ())]
        partial = {pk for pk in plan_ids if "view_plan" in permissions.get(pk, ())} - set(whole)
        return cls(user, as_of, tuple(sorted(whole)), tuple(sorted(partial)), read_at)

    @property
    def plan_ids(self) -> frozenset[int]:
        return frozenset((*self.whole, *self.partial))

    @cached_property
    def calendar(self) -> Calendar:
        return calendar_of_all_at(self.version)

    @cached_property
    def judged(self) -> Judged:
        return judged_of_all(self.as_of, version=self.version, read=lambda: self.calendar)

    @cached_property
    def version(self) -> Version | None:
        """Read before anything that is counted; one query, or none."""
        return self.read_at or fact_version()

    @cached_property
    def open_periods(self) -> list[ReportingPeriod]:
        ids = self.plan_ids
        return [row for row in self.calendar.periods if row.plan_id in ids and row.is_open]

    def kept(self, name: str, make: Callable[[], Made]) -> Made:
        """What `make` counts, kept for all readers of these plans; nobody changes it."""
        key = None if self.partial else (name, self.whole, self.key)
        return versioned.value_of(key, make, version=self.version)

    @cached_property
    def key(self) -> Hashable:
        """What a statement depends on, beside the plans that it names."""
        is_now = is_present(self.as_of, None)
        return self.as_of, self.judged.key, is_now, settings.DUE_SOON_DAYS


Select = Callable[[Portfolio, AssignmentQuerySet], AssignmentQuerySet]


def tallies_of(portfolio: Portfolio) -> dict[int, Tally]:
    """Counts by plan; one query for readers of whole plans, and one for the others."""
    return portfolio.kept("by plan", lambda: _tallies(portfolio, "by_plan"))


def tallies_of_groups(portfolio: Portfolio) -> dict[int, Tally]:
    """The same by task group."""
    return portfolio.kept("by group", lambda: _tallies(portfolio, "by_group"))


def tallies_of_kinds(portfolio: Portfolio) -> dict[tuple[int, bool], Tally]:
    """The same by plan, one-off work apart from recurring and continuous work (True)."""
    return portfolio.kept("by kind", lambda: _tallies_of_kinds(portfolio))


def _tallies_of_kinds(portfolio: Portfolio) -> dict[tuple[int, bool], Tally]:
    found: defaultdict[tuple[int, bool], Tally] = defaultdict(Tally)
    for pk, kind, *ranks, num in _counted(
        portfolio, ("by_plan", "by_kind", *RANKS), _of_any_status
    ):
        found[pk, kind in PERIODIC].add(status_from_ranks(*ranks), num)
    return dict(found)


def overdue_in(portfolio: Portfolio) -> list[Overdue]:
    """Overdue work of all plans by unit and deadline; one query, as above."""
    columns = ("by_plan", "by_unit", "deadline_then")
    return [
        (plan_id, unit_id, deadline, num)
        for plan_id, unit_id, deadline, num in _counted(portfolio, columns, _overdue)
    ]


def next_deadlines(portfolio: Portfolio) -> dict[int, date]:
    """The next deadline of unfinished work, by plan; one query, as above."""
    return portfolio.kept("next deadlines", lambda: _next_deadlines(portfolio))


def _next_deadlines(portfolio: Portfolio) -> dict[int, date]:
    found: dict[int, date] = {}
    for rows, key, given, version in _halves(portfolio):

        def build(rows: AssignmentQuerySet = rows) -> statements.Query:
            ahead = labelled(_with_status(portfolio, rows), OPEN)
            conditions = {"deadline_then__gte": portfolio.as_of}
            dated = ahead.filter(**conditions).order_by()
            return dated.values(by_plan=COLUMNS["by_plan"]).annotate(day=Min("deadline_then"))

        found |= dict(
            statements.rows_of(
                ("next deadlines", key), ("by_plan", "day"), build, given=given, version=version
            )
        )
    return found


def receiving_in(portfolio: Portfolio) -> list[OpenPeriod]:
    """The open periods of all plans with the units that have not sent, soonest due first.

    Of plans that are not read whole, the units whose filings their reader reads. Two queries, and
    one more for such plans.
    """
    return portfolio.kept("receiving", lambda: _receiving_in(portfolio))


def _receiving_in(portfolio: Portfolio) -> list[OpenPeriod]:
    periods, adjusted = portfolio.open_periods, portfolio.calendar.adjusted
    whole = [row for row in periods if row.plan_id in portfolio.whole]
    partial = [row for row in periods if row.plan_id not in portfolio.whole]
    expected: list[tuple[int, ...]] = []
    if whole:
        expected += num_owed_by_unit(whole, adjusted=adjusted, version=portfolio.version)
    units = roles.units_with("read_filings", by=portfolio.user)
    if partial and units:
        expected += num_owed_by_unit(partial, units, adjusted=adjusted)
    pairs = [(period_id, unit_id) for period_id, unit_id in expected]
    return open_periods(periods, as_of=portfolio.as_of, expected=pairs, version=portfolio.version)


def _tallies(portfolio: Portfolio, by: str) -> dict[int, Tally]:
    found: defaultdict[int, Tally] = defaultdict(Tally)
    for pk, *ranks, num in _counted(portfolio, (by, *RANKS), _of_any_status):
        found[pk].add(status_from_ranks(*ranks), num)
    return dict(found)


def _of_any_status(portfolio: Portfolio, rows: AssignmentQuerySet) -> AssignmentQuerySet:
    return _with_status(portfolio, rows, with_period=True)


def _overdue(portfolio: Portfolio, rows: AssignmentQuerySet) -> AssignmentQuerySet:
    return labelled(_with_status(portfolio, rows), [Label.OVERDUE])


def _with_status(
    portfolio: Portfolio, rows: AssignmentQuerySet, *, with_period: bool = False
) -> AssignmentQuerySet:
    return with_status(
        rows, as_of=portfolio.as_of, judged=portfolio.judged, with_period=with_period
    )


def _counted(
    portfolio: Portfolio, columns: tuple[str, ...], select: Select
) -> list[statements.Row]:
    """Rows of `columns` and the number of assignments with these values."""
    found: list[statements.Row] = []
    plain = [name for name in columns if name not in COLUMNS]
    named = {name: column for name, column in COLUMNS.items() if name in columns}
    for rows, key, given, version in _halves(portfolio):

        def build(parts: Parts, rows: AssignmentQuerySet = rows) -> statements.Query:
            selected = select(portfolio, rows).filter(of_parts(parts)).order_by()
            grouped = selected.values(*plain, **named, **part_columns(parts))
            counts: statements.Query = grouped.annotate(num=Count("pk"))
            return counts

        names, full_key = (*columns, "num"), ("counts of plans", select.__name__, key)
        if given is None:
            found += parted.counts_of(full_key, names, build, is_scan=True, version=version)
        else:
            found += statements.rows_of(full_key, names, lambda: build(None), given=given)
    return found


def _halves(
    portfolio: Portfolio,
) -> Iterator[tuple[AssignmentQuerySet, Hashable, tuple[int, ...] | None, Version | None]]:
    """Assignments of plans that are read whole, and those that are read of the others.

    With the key of their statement, what it is given, and the version of what it reads.
    """
    owed = Assignment.objects.owed()
    if portfolio.whole:
        rows = owed.filter(task__plan__in=portfolio.whole)
        yield rows, (portfolio.whole, portfolio.key), None, portfolio.version
    if portfolio.partial:
        units, given = _marks("read_filings", portfolio)
        observers, given_too = _marks("follow_groups", portfolio, after=len(units))
        followed = TaskGroup.objects.filter(watches__unit__in=observers)
        rows = owed.filter(
            Q(unit__in=units) | Q(task__group__in=followed.values("pk")),
            task__plan__in=portfolio.partial,
        )
        key = "partial", units, observers, portfolio.partial, portfolio.key
        yield rows, key, given + given_too, None


def _marks(
    codename: str, portfolio: Portfolio, *, after: int = 0
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The units on which the reader has `codename`, which agrees with `readable_by`."""
    ids = sorted(roles.units_with(codename, by=portfolio.user))
    return statements.marks_or_ids(ids, after=after)
