"""Assignments by the days on which an obligation depends, and the rule for one period.

Many assignments share their days. They are counted by days in one pass of the database, and the
rule is asked once for each combination and period. A test proves it equal to
`obligations.owed_in`, which selects the rows.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Case, Count, DateField, Exists, F, QuerySet, TextField, Value, When
from django.utils import timezone

from plans.models import PERIODIC, Assignment, AssignmentQuerySet
from reporting.counting import completions
from reporting.counting.completions import Completion
from reporting.counting.fact_version import of_parts, part_columns
from reporting.models import AdjustmentKind, PeriodAdjustment, ReportingPeriod
from tracker.lib import parted, statements
from tracker.lib.parted import Parts, Version

Columns = tuple[int, ...]
# With how many have these
Rows = list[tuple[Columns, int]]
# What the office decided (an AdjustmentKind), and on which day
Decision = tuple[str, date]
# By period and unit
Adjusted = Mapping[tuple[int, int], Decision]


@dataclass(frozen=True)
class WorkDays:
    """Days of an assignment, of its unit and of the acceptance of its completion."""

    first_day: date | None
    confirmed_on: date | None
    ended_on: date | None
    end_recorded_on: date | None
    unit_first_day: date | None
    unit_last_day: date | None
    unit_end_recorded_on: date | None
    complete_in: date | None
    complete_from: date | None
    complete_until: date | None
    complete_earlier: str | None

    def is_in_force(self, *, on: date, known_by: date) -> bool:
        """Whether assignment and unit exist on a day, by what was recorded until another."""
        return (
            (self.first_day is None or self.first_day <= on)
            and (self.confirmed_on is None or self.confirmed_on <= known_by)
            and (self.unit_first_day is None or self.unit_first_day <= on)
            and not self.has_ended(on=on, known_by=known_by)
            and (
                self.unit_last_day is None
                or self.unit_last_day >= on
                or _after(self.unit_end_recorded_on, known_by)
            )
        )

    def has_ended(self, *, on: date, known_by: date) -> bool:
        """Whether the assignment ended by a day, by what was recorded until another."""
        is_over = self.ended_on is not None and self.ended_on <= on
        return is_over and not _after(self.end_recorded_on, known_by)

    def is_complete(self, *, before: date, known_by: date) -> bool:
        """Whether the completion of an earlier period was accepted by a day."""
        if self.complete_in is None and not self.complete_earlier:
            return False
        return any(one.counts(before=before, known_by=known_by) for one in self._completions())

    def _completions(self) -> Iterator[Completion]:
        if self.complete_in is not None:
            since = self.complete_from or date.min
            yield Completion(self.complete_in, since, self.complete_until)
        if self.complete_earlier:
            yield from completions.read(self.complete_earlier)


def _after(day: date | None, known_by: date) -> bool:
    return day is not None and day > known_by


DAYS = ("first_day", "confirmed_on", "ended_on", "end_recorded_on")
UNIT_DAYS = ("unit__first_day", "unit__last_day", "unit__end_recorded_on")
COMPLETIONS = ("complete_in", "complete_from", "complete_until", "complete_earlier")


@dataclass(frozen=True)
class Work:
    """Of assignments with the same plan and days: their columns, and how many there are.

    `may_be_adjusted`: whether the office released or added any unit in any period.
    """

    groups: Mapping[tuple[int, WorkDays], Rows]
    may_be_adjusted: bool

    @cached_property
    def by_plan(self) -> Mapping[int, list[tuple[WorkDays, Rows]]]:
        """The same groups: of thirty plans a period asks for those of its own only."""
        found: dict[int, list[tuple[WorkDays, Rows]]] = defaultdict(list)
        for (plan_id, days), rows in self.groups.items():
            found[plan_id].append((days, rows))
        return found


def works_of(
    assignments: Callable[[], AssignmentQuerySet],
    *columns: str,
    key: Hashable | None = None,
    is_scan: bool = False,
    given: statements.Given = None,
    version: Version | None = None,
) -> Work:
    """The confirmed leads among `assignments` by their days and `columns`; one query.

    The queryset is made only where its statement is not kept: it may name many plans.
    The first of `columns` is the unit. `key` names `assignments`, if the statement may be kept;
    `is_scan`, `given` and `version` as in `statements.rows_of`.
    """
    names = ("task__plan", *columns, *DAYS, *UNIT_DAYS, *COMPLETIONS, "may_be_adjusted", "num")
    rows = _rows_of(
        key and ("work", key),
        names,
        lambda parts: _grouped(assignments(), columns, parts),
        is_scan=is_scan,
        given=given,
        version=version,
    )
    by_days: dict[tuple[int, statements.Row], Rows] = defaultdict(list)
    end = 1 + len(columns)
    for row in rows:
        by_days[row[0], row[end:-2]].append((row[1:end], row[-1]))
    groups = {(plan_id, WorkDays(*days)): found for (plan_id, days), found in by_days.items()}
    return Work(groups, may_be_adjusted=bool(rows and rows[0][-2]))


def _rows_of(
    key: Hashable | None,
    names: tuple[str, ...],
    build: parted.Build,
    *,
    is_scan: bool,
    given: statements.Given,
    version: Version | None,
) -> list[statements.Row]:
    if not given:
        return parted.counts_of(key, names, build, is_scan=is_scan, version=version)
    return statements.rows_of(
        key, names, lambda: build(None), is_scan=is_scan, given=given, version=version
    )


def _grouped(
    assignments: AssignmentQuerySet, columns: Iterable[str], parts: Parts
) -> "QuerySet[Assignment, dict[str, object]]":
    """Recurring and continuous work is never complete."""
    accepted = {
        name: Case(
            When(task__kind__in=PERIODIC, then=Value(None)),
            default=F(f"standing__{name}"),
            output_field=TextField() if name == "complete_earlier" else DateField(),
        )
        for name in COMPLETIONS
    }
    rows = assignments.owed().filter(of_parts(parts)).order_by()
    rows = rows.annotate(**accepted, may_be_adjusted=Exists(PeriodAdjustment.objects.all()))
    counted: QuerySet[Assignment, dict[str, object]] = rows.values(
        "task__plan",
        *columns,
        *DAYS,
        *UNIT_DAYS,
        *COMPLETIONS,
        "may_be_adjusted",
        **part_columns(parts),
    )
    return counted.annotate(num=Count("pk"))


def count_owed(
    work: Work, periods: Collection[ReportingPeriod], *, adjusted: Adjusted | None = None
) -> Counter[Columns]:
    """How many of `work` are owed, by period and the columns of `work`.

    No query, or one where the office adjusted anything and `adjusted` is not given.
    """
    if adjusted is None:
        adjusted = adjusted_in(periods) if work.may_be_adjusted else {}
    counts: dict[Columns, int] = defaultdict(int)
    for period in periods:
        period_id = period.pk
        decided: dict[int, Decision] = {}
        if adjusted:
            decided = {unit: one for (pk, unit), one in adjusted.items() if pk == period_id}
        for rows, days, is_in_force in _judged(work, period):
            for columns, num in rows:
                is_owed = is_in_force
                if decided and (decision := decided.get(columns[0])) is not None:
                    is_owed = _is_decided(decision, days, period, is_in_force=is_in_force)
                if is_owed:
                    counts[period_id, *columns] += num
    return Counter(counts)


def _judged(work: Work, period: ReportingPeriod) -> Iterator[tuple[Rows, WorkDays, bool]]:
    """The incomplete work of the plan by its days, and whether it is in force."""
    for days, groups in work.by_plan.get(period.plan_id, ()):
        if days.is_complete(before=period.data_to, known_by=period.due_on):
            continue
        yield groups, days, days.is_in_force(on=period.data_to, known_by=period.due_on)


def _is_decided(
    decision: Decision, days: WorkDays, period: ReportingPeriod, *, is_in_force: bool
) -> bool:
    """Whether work of a unit is owed that is released, or added with what it had that day."""
    kind, decided_on = decision
    if kind == AdjustmentKind.RELEASED:
        return False
    has_ended = days.has_ended(on=period.data_to, known_by=period.due_on)
    return is_in_force or not (has_ended or _after(days.confirmed_on, decided_on))


def adjusted_in(periods: Collection[ReportingPeriod]) -> Adjusted:
    """What the office decided about single units in `periods`; one query."""
    return decisions_of(PeriodAdjustment.objects.filter(period__in=[row.pk for row in periods]))


def decisions_of(adjustments: Iterable[PeriodAdjustment]) -> Adjusted:
    """What `adjustments` say, by period and unit."""
    return {
        (row.period_id, row.unit_id): (row.kind, timezone.localdate(row.at)) for row in adjustments
    }
