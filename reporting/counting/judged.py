"""The period by which recurring and continuous work is judged on a day."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    DateField,
    Expression,
    F,
    Field,
    FilteredRelation,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)

from reporting.counting.calendar import Calendar, calendar_of_all
from reporting.counting.work_days import Decision
from reporting.models import AdjustmentKind, ReportingPeriod
from tracker.lib import versioned
from tracker.lib.parted import Version

Days = tuple[date, date]
# Plan, period, its last and its due day; a unit that was released or added, and when
Row = tuple[int, int, date, date, int | None, Decision | None]
if TYPE_CHECKING:
    OfDay = Callable[[date | F], F | Expression | Subquery[Any]]
# The judged periods of several plans, joined to their assignments
JOINED = "judged"
NOT_OWED = (
    Q(**{f"{JOINED}__isnull": True})
    | Q(first_day__gt=F(f"{JOINED}__data_to"))
    | Q(confirmed_on__gt=F(f"{JOINED}__due_on"))
)


@dataclass
class JudgedPeriod:
    """Last and due day of a plan's latest period whose due day has passed.

    `other` holds the days for units that are released from it (None: no earlier period), `added`
    the units that owe it although their assignments begin later, with the day of that decision:
    of what is confirmed afterwards, they do not.
    """

    pk: int
    days: Days
    other: dict[int, Days | None] = field(default_factory=dict)
    added: dict[int, date] = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """The judged periods on one day, by plan; of all plans, or of one and its assignments.

    Those of several plans are joined as rows: a statement that named the days of each would grow
    with every plan.
    """

    by_plan: dict[int, JudgedPeriod]
    of_one_plan: bool = False

    @cached_property
    def key(self) -> Hashable:
        """Equal for equal judged periods."""
        by_plan = (
            (
                plan_id,
                (one.pk, *one.days),
                tuple(sorted(one.other.items())),
                tuple(sorted(one.added.items())),
            )
            for plan_id, one in sorted(self.by_plan.items())
        )
        return self.of_one_plan, tuple(by_plan)

    def day_for(
        self, plan_id: int, unit_id: int, *, first_day: date | None, confirmed_on: date | None
    ) -> date | None:
        """Last day of the period that an assignment is judged by; None before its first one."""
        period = self.by_plan.get(plan_id)
        days = period.other.get(unit_id, period.days) if period else None
        if period is None or days is None:
            return None
        decided_on = period.added.get(unit_id)
        if decided_on is not None and (confirmed_on is None or confirmed_on <= decided_on):
            return days[0]
        data_to, due_on = days
        begins_later = first_day is not None and first_day > data_to
        is_recorded_later = confirmed_on is not None and confirmed_on > due_on
        return None if begins_later or is_recorded_later else data_to

    @property
    def is_joined(self) -> bool:
        return not self.of_one_plan and len(self.by_plan) > 1

    def joins(self) -> dict[str, FilteredRelation]:
        """The aliases that `sql` refers to."""
        if not self.is_joined:
            return {}
        ids = sorted(period.pk for period in self.by_plan.values())
        path = "task__plan__periods"
        return {JOINED: FilteredRelation(path, condition=Q(**{f"{path}__in": ids}))}

    def sql(self, of_day: "OfDay", output: "Field[Any, Any]") -> Case:
        """`of_day` of the assignment's judged period, NULL where there is none."""
        if self.is_joined:
            lines = [
                When(rows, then=of_day(day) if day else Value(None))
                for rows, day in _exceptions(self.by_plan)
            ]
            lines.append(When(NOT_OWED, then=Value(None)))
            default = of_day(F(f"{JOINED}__data_to"))
            return Case(*lines, default=default, output_field=output)
        lines = list[When]()
        for plan_id, period in sorted(self.by_plan.items()):
            of_plan = Q() if self.of_one_plan else Q(task__plan=plan_id)
            for rows, days in _rows_of(of_plan, period):
                value = of_day(days[0]) if days else Value(None)
                if not rows:  # all that are left
                    return Case(*lines, default=value, output_field=output)
                lines.append(When(rows, then=value))
        return Case(*lines, default=Value(None), output_field=output)

    def sql_day(self) -> Case:
        """`day_for` as an expression on assignments."""
        return self.sql(
            lambda day: day if isinstance(day, F) else Value(day, output_field=DateField()),
            DateField(),
        )


def judged_on(
    as_of: date, *, up_to: ReportingPeriod | None, calendar: Calendar | None = None
) -> Judged:
    """The judged periods of all plans at the end of `as_of`; the due day itself is in time.

    One query; none where the `calendar` of a plan or of all was read. With `up_to`, later periods
    are ignored.
    """
    calendar = calendar or calendar_of_all()
    due: dict[int, dict[int, Days]] = defaultdict(dict)
    adjusted: dict[tuple[int, int], Decision] = {}
    for plan_id, period_id, data_to, due_on, unit_id, decision in _known(calendar, as_of):
        if up_to is not None and data_to > up_to.data_to:
            continue
        due[plan_id][period_id] = data_to, due_on
        if unit_id is not None and decision is not None:
            adjusted[period_id, unit_id] = decision
    by_plan = {plan_id: _judged(periods, adjusted) for plan_id, periods in due.items()}
    return Judged(by_plan, of_one_plan=calendar.is_of_one_plan)


def judged_of_all(
    as_of: date, *, version: Version | None, read: Callable[[], Calendar] = calendar_of_all
) -> Judged:
    """The same for whoever read the `version` before; without a query where it is as it was.

    Otherwise `read` returns the calendar of all plans.
    """
    return versioned.value_of(
        ("judged of all", as_of),
        lambda: judged_on(as_of, up_to=None, calendar=read()),
        version=version.common if version else None,
    )


def _known(calendar: Calendar, as_of: date) -> Iterator[Row]:
    due = [period for period in calendar.periods if period.due_on < as_of]
    for row in sorted(due, key=lambda row: (row.data_to, row.due_on, row.pk), reverse=True):
        days = row.plan_id, row.pk, row.data_to, row.due_on
        yield *days, None, None
        for (period_id, unit_id), decision in calendar.adjusted.items():
            if period_id == row.pk:
                yield *days, unit_id, decision


def _judged(periods: dict[int, Days], adjusted: dict[tuple[int, int], Decision]) -> JudgedPeriod:
    """The first of `periods`, latest first, and its exceptions."""
    latest = next(iter(periods))
    released = {key for key, (kind, _) in adjusted.items() if kind == AdjustmentKind.RELEASED}
    found = JudgedPeriod(latest, periods[latest])
    for (period_id, unit_id), (kind, decided_on) in sorted(adjusted.items()):
        if period_id != latest:
            continue
        if kind == AdjustmentKind.ADDED:
            found.added[unit_id] = decided_on
        else:
            found.other[unit_id] = next(
                (days for pk, days in periods.items() if (pk, unit_id) not in released),
                None,
            )
    return found


def outer(day: date | F) -> date | OuterRef:
    """`day`, as a subquery of the assignments names it."""
    return OuterRef(f"{JOINED}__data_to") if isinstance(day, F) else day


def _exceptions(by_plan: Mapping[int, JudgedPeriod]) -> Iterator[tuple[Q, date | F | None]]:
    """Conditions on assignments of all plans whose day is not simply that of the joined period.

    The first that holds decides; None: no period. Plans with the same days share a line.
    """
    added: dict[date, Q] = defaultdict(Q)
    other: dict[Days | None, Q] = defaultdict(Q)
    for plan_id, period in sorted(by_plan.items()):
        by_day: dict[date, list[int]] = defaultdict(list)
        for unit_id, decided_on in sorted(period.added.items()):
            by_day[decided_on].append(unit_id)
        by_days: dict[Days | None, list[int]] = defaultdict(list)
        for unit_id, days in sorted(period.other.items()):
            by_days[days].append(unit_id)
        for decided_on, units in by_day.items():
            added[decided_on] |= Q(task__plan=plan_id, unit__in=units)
        for days, units in by_days.items():
            other[days] |= Q(task__plan=plan_id, unit__in=units)
    for decided_on, rows in added.items():
        had_it = Q(confirmed_on__isnull=True) | Q(confirmed_on__lte=decided_on)
        yield rows & had_it, F(f"{JOINED}__data_to")
    for days, rows in other.items():
        for owed, owed_days in _owed_rows(rows, days):
            yield owed, owed_days and owed_days[0]


def _rows_of(of_plan: Q, period: JudgedPeriod) -> Iterator[tuple[Q, Days | None]]:
    """Conditions on assignments with the days of their period; the first that holds decides."""
    added: dict[date, list[int]] = defaultdict(list)
    for unit_id, decided_on in sorted(period.added.items()):
        added[decided_on].append(unit_id)
    for decided_on, units in added.items():
        had_it = Q(confirmed_on__isnull=True) | Q(confirmed_on__lte=decided_on)
        yield of_plan & Q(unit__in=units) & had_it, period.days
    exceptions: dict[Days | None, list[int]] = defaultdict(list)
    for unit_id, days in sorted(period.other.items()):
        exceptions[days].append(unit_id)
    for days, units in exceptions.items():
        yield from _owed_rows(of_plan & Q(unit__in=units), days)
    yield from _owed_rows(of_plan, period.days)


def _owed_rows(rows: Q, days: Days | None) -> Iterator[tuple[Q, Days | None]]:
    if days is not None:
        data_to, due_on = days
        yield rows & (Q(first_day__gt=data_to) | Q(confirmed_on__gt=due_on)), None
    yield rows, days
