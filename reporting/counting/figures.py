"""Counts of assignments for all pages, so that numbers agree with each other and with lists.

`rows_in` selects the assignments of a page with their status; `figures_of` counts them. The list
behind a number is `rows_in` with one more condition.
"""

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from django.conf import settings
from django.db.models import Case, Count, F, QuerySet
from django.utils import timezone

from plans import access
from plans.models import Assignment, AssignmentQuerySet, Plan
from reporting.counting.attribution import (
    bloc_column,
    of_bloc,
    of_unit,
    unit_column,
)
from reporting.counting.calendar import Calendar
from reporting.counting.fact_version import fact_version, of_parts, part_columns
from reporting.counting.facts import is_present
from reporting.counting.judged import Judged, judged_on
from reporting.counting.labels import LABELS_OF_CELL, OPEN
from reporting.counting.status import DONE, Cell, Label
from reporting.counting.status_columns import (
    ALL,
    RANKS,
    in_cell,
    labelled,
    labelled_in_period,
    status_from_ranks,
    with_status,
)
from reporting.counting.tallies import By, Figures, Tally
from reporting.models import ByUnits, ReportingPeriod
from tracker.lib import parted, statements, versioned
from tracker.lib.parted import Parts, Version
from units.models import User
from units.succession import PresentUnits, present_units

READ_ONCE = ("judged", "present", "version")
# Somebody, or what those have in common who share a statement
Reader = User | access.Reach


@dataclass(frozen=True)
class Scope:
    """A selection of assignments of a plan, as of a day, by the submissions up to a period.

    `by_units`: whether the work of units that were succeeded counts to them or to the units that
    stand for them today.
    """

    plan: Plan
    as_of: date
    up_to: ReportingPeriod | None = None
    bloc: str = ""
    unit_id: int | None = None
    group_id: int | None = None
    task_id: int | None = None
    label: str = ""
    # Label of the judged period of recurring and continuous work
    period_label: str = ""
    cell: str = ""
    only_done: bool = False
    by_units: ByUnits = ByUnits.THEN
    calendar: Calendar | None = field(default=None, compare=False, repr=False)

    @property
    def is_wide(self) -> bool:
        """Whether it has work of many units and tasks."""
        return self.unit_id is None and self.task_id is None

    @property
    def labels(self) -> frozenset[Label]:
        """Labels of which its assignments have one."""
        if self.label:
            return frozenset({Label(self.label)})
        if self.cell:
            return LABELS_OF_CELL.get(Cell(self.cell), OPEN)
        return DONE if self.only_done else ALL

    def narrowed(self, *, bloc: str = "", label: str = "") -> "Scope":
        """This scope limited further; what was read of its day and units is kept."""
        return self._knowing(replace(self, bloc=bloc or self.bloc, label=label or self.label))

    def of_any_status(self) -> "Scope":
        """This scope without its limits by status; what was read of its day and units is kept."""
        _ = self.judged, self.present, self.version  # read once for both
        return self._knowing(replace(self, label="", period_label="", cell="", only_done=False))

    def of_any_task(self) -> "Scope":
        """This scope with a mark as its task, for a statement that serves all of them."""
        _ = self.judged, self.present  # read once for both
        return self._knowing(replace(self, task_id=statements.MARK))

    def _knowing(self, scope: "Scope") -> "Scope":
        known = {name: self.__dict__[name] for name in READ_ONCE if name in self.__dict__}
        scope.__dict__.update(known)
        return scope

    @cached_property
    def judged(self) -> Judged:
        """The judged periods of the day; one query where no `calendar` was read.

        Kept as the calendar is: a plan of many years has many periods.
        """
        version = self.calendar.version if self.calendar else None
        of_one_plan = self.calendar is not None and self.calendar.is_of_one_plan
        up_to = self.up_to.pk if self.up_to else None
        return versioned.value_of(
            ("judged", self.plan.pk, of_one_plan, self.as_of, up_to),
            lambda: judged_on(self.as_of, up_to=self.up_to, calendar=self.calendar),
            version=version.common if version else None,
        )

    @cached_property
    def version(self) -> Version | None:
        """The version of what is counted, before the page reads any of it.

        One query where no `calendar` was read. None, without a query, for one unit or task:
        counting them anew costs as little.
        """
        if not self.is_wide:
            return None
        return self.calendar.version if self.calendar else fact_version()

    @cached_property
    def present(self) -> PresentUnits:
        """The units that stand for others today (one query); empty where nobody asks for them."""
        if self.by_units == ByUnits.THEN:
            return PresentUnits()
        return present_units(on=timezone.localdate())


def rows_in(scope: Scope, *, user: Reader, with_period: bool = False) -> AssignmentQuerySet:
    """The confirmed leads of `scope` that `user` may read, with their status annotated."""
    rows = with_status(
        assignments_in(scope, user=user),
        as_of=scope.as_of,
        up_to=scope.up_to,
        with_period=with_period,
        judged=scope.judged,
    )
    if scope.label:
        rows = labelled(rows, [Label(scope.label)])
    if scope.period_label:
        rows = labelled_in_period(rows, Label(scope.period_label), as_of=scope.as_of)
    if scope.cell:
        rows = in_cell(rows, Cell(scope.cell), as_of=scope.as_of)
    return labelled(rows, DONE) if scope.only_done else rows


def assignments_in(scope: Scope, *, user: Reader) -> AssignmentQuerySet:
    """The confirmed leads of `scope` that `user` may read, of any status."""
    conditions = {"task__group": scope.group_id, "task": scope.task_id}
    chosen = {name: value for name, value in conditions.items() if value}
    rows = access.readable_assignments(scope.plan, user=user).owed().filter(**chosen)
    if scope.bloc:
        rows = of_bloc(rows, scope.bloc, scope.present)
    return of_unit(rows, scope.unit_id, scope.present) if scope.unit_id else rows


def units_in(scope: Scope, *, user: User) -> set[int]:
    """The units that work of `scope` counts to; one query."""
    shared = shared_by(scope, user=user)

    def build(parts: Parts) -> statements.Query:
        rows = assignments_in(scope, user=shared.reader).filter(of_parts(parts)).order_by()
        return rows.values("unit", **part_columns(parts)).annotate(num=Count("pk"))

    rows = parted.counts_of(
        ("units in", shared.key),
        ("unit", "num"),
        build,
        is_scan=scope.is_wide,
        given=shared.given,
        version=shared.version,
    )
    return {scope.present.unit_of(pk) for pk, _ in rows}


def figures_of(scope: Scope, *, user: User, by: Collection[By] = ()) -> Figures:
    """Count `scope`; the database groups by status and by the columns in `by`.

    Two queries for any number of assignments; after a change of a few units their rows are counted
    anew. By unit alone there is a row per unit and status,
    by bloc and group a few dozen rows in all.
    """
    figures = Figures()
    names = [name for name in By if name in by]
    shared = shared_by(scope, user=user)
    counted = parted.counts_of(
        shared.key,
        (*RANKS, *names, "num"),
        lambda parts: _counted(scope, shared.reader, by, parts),
        is_scan=scope.is_wide,
        given=shared.given,
        version=shared.version,
    )
    statuses = {row[:3]: status_from_ranks(*row[:3]) for row in counted}
    for columns in counted:
        status, num = statuses[columns[:3]], columns[-1]
        row = dict(zip(names, columns[3:-1], strict=True))
        for tally in _tallies(figures, row):
            tally.add(status, num)
    return figures


def _counted(
    scope: Scope, user: Reader, by: Collection[By], parts: Parts
) -> "QuerySet[Assignment, dict[str, object]]":
    rows = rows_in(scope, user=user, with_period=True).filter(of_parts(parts)).order_by()
    columns = {name: column for name, column in _columns(scope).items() if name in by}
    counted: QuerySet[Assignment, dict[str, object]] = rows.values(
        *RANKS, **columns, **part_columns(parts)
    )
    return counted.annotate(num=Count("pk"))


@dataclass(frozen=True)
class SharedBy:
    """What a statement about a scope is kept by, for all who read as many units and groups.

    `reader` stands for them: it has marks for the ids, which are `given`. The rows of some units
    have no version: there are as many parts as readers. Whole groups are few, and are counted as
    the plan is.
    """

    key: Hashable
    reader: access.Reach
    given: tuple[int, ...] = ()
    version: Version | None = None


def shared_by(scope: Scope, *, user: User, after: int = 0) -> SharedBy:
    """What a statement about `scope` is kept by; it has so many marks before, given by itself."""
    reach = access.reach_of(user, plan=scope.plan)
    if reach.is_whole:
        return SharedBy(_limits(scope), reach, version=scope.version)
    if not reach.units:
        return SharedBy((_limits(scope), reach), reach, version=scope.version)
    reader, given = reach.marked(after=after)
    return SharedBy((_limits(scope), reader), reader, given)


def statement_key(scope: Scope, *, user: User) -> Hashable | None:
    """Names what is shown of `scope`; None where that depends on its reader."""
    is_whole = access.has_permission("read_filings", plan=scope.plan, by=user)
    return _limits(scope) if is_whole else None


def _limits(scope: Scope) -> Hashable:
    """What a statement about `scope` depends on, whoever reads it."""
    return (
        scope.plan.pk,
        scope.as_of,
        scope.up_to and (scope.up_to.pk, scope.up_to.data_to),
        (scope.bloc, scope.unit_id, scope.group_id, scope.task_id),
        (scope.label, scope.period_label, scope.cell, scope.only_done),
        scope.present.key,
        scope.judged.key,
        is_present(scope.as_of, scope.up_to),
        settings.DUE_SOON_DAYS,
    )


def _columns(scope: Scope) -> dict[str, F | Case]:
    """What is counted by, under names that assignments have no fields of."""
    return {
        By.UNIT: unit_column(scope.present),
        By.GROUP: F("task__group"),
        By.BLOC: bloc_column(scope.present),
        By.TASK: F("task"),
    }


def _tallies(figures: Figures, row: Mapping[str, statements.Value]) -> Iterator[Tally]:
    """The counts that a row of `figures_of` adds to."""
    unit, group, bloc = row.get(By.UNIT), row.get(By.GROUP), row.get(By.BLOC)
    yield figures.total
    if unit is not None:
        yield figures.by_unit[unit]
    if group is not None:
        yield figures.by_group[group]
    if bloc is not None:
        yield figures.by_bloc[bloc]
    if By.TASK in row:
        yield figures.by_task[row[By.TASK]]
    if unit is not None and group is not None:
        yield figures.matrix[unit, group]
    if bloc is not None and group is not None:
        yield figures.by_bloc_and_group[bloc, group]


def overdue_in(scope: Scope, *, user: Reader) -> AssignmentQuerySet:
    """The overdue assignments of `scope`, the longest overdue first."""
    return rows_in(scope.narrowed(label=Label.OVERDUE), user=user).order_by(
        F("deadline_then"), "pk"
    )
