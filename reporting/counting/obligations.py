"""Results that units owe in a period: computed, so that a missing submission can be counted."""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from plans.models import (
    PERIODIC,
    Assignment,
    AssignmentQuerySet,
)
from reporting.counting.work_days import Adjusted, count_owed, works_of
from reporting.models import (
    AdjustmentKind,
    DeclaredState,
    EntryEvent,
    EntryStatus,
    PeriodAdjustment,
    ReportingPeriod,
)
from tracker.lib import statements
from tracker.lib.parted import Version
from units.models import Unit, UnitQuerySet


def owed_in(period: ReportingPeriod) -> AssignmentQuerySet:
    """The assignments that units must report on in `period`.

    Confirmed leads, in force on the last day of the period, of units that exist then. A one-off
    task whose completion was accepted in an earlier period is no longer owed. What is recorded
    after the due day (a confirmation, an end, a completion) does not change the answer; the office
    may release a unit from one period or add it (`PeriodAdjustment`), with all the assignments that
    it had on the day of the decision and that have not ended.
    """
    days = Days(period.data_to, period.due_on)
    adjusted = PeriodAdjustment.objects.filter(period=period, unit=OuterRef("unit"))
    released = Q(Exists(adjusted.filter(kind=AdjustmentKind.RELEASED)))
    # Without a day of confirmation, since the beginning of the plan
    confirmed_on = Coalesce(OuterRef("confirmed_on"), Value(date.min))
    added = Q(Exists(adjusted.filter(kind=AdjustmentKind.ADDED, at__date__gte=confirmed_on)))
    return Assignment.objects.owed().filter(
        Q(task__kind__in=PERIODIC) | not_complete("", days),
        (in_force("", days) & ~released) | (added & _not_ended("", days)),
        task__plan=period.plan_id,
    )


@dataclass(frozen=True)
class Days:
    """The last day and the due day of a period: days or references to columns."""

    data_to: date | F | OuterRef
    due_on: date | F | OuterRef


def in_force(work: str, days: Days) -> Q:
    """Assignments in force on the last day of a period, by what was recorded by its due day.

    `work` is a lookup prefix of an assignment.
    """
    return (
        (_q(work, first_day__isnull=True) | _q(work, first_day__lte=days.data_to))
        & (_q(work, confirmed_on__isnull=True) | _q(work, confirmed_on__lte=days.due_on))
        & _not_ended(work, days)
        & (_q(work, unit__first_day__isnull=True) | _q(work, unit__first_day__lte=days.data_to))
        & (
            _q(work, unit__last_day__isnull=True)
            | _q(work, unit__last_day__gte=days.data_to)
            | _q(work, unit__end_recorded_on__gt=days.due_on)
        )
    )


def _not_ended(work: str, days: Days) -> Q:
    return (
        _q(work, ended_on__isnull=True)
        | _q(work, ended_on__gt=days.data_to)
        | _q(work, end_recorded_on__gt=days.due_on)
    )


def not_complete(work: str, days: Days) -> Q:
    """Whether no completion of an earlier period was accepted at the end of the due day.

    Written without negation, which would become subqueries where `work` is a path to many rows.
    Earlier completions than the last one are rare, and are read from the history.
    """
    last = (
        _q(work, standing__complete_in__isnull=True)
        | _q(work, standing__complete_in__gte=days.data_to)
        | _q(work, standing__complete_from__gt=days.due_on)
        | _q(work, standing__complete_until__lte=days.due_on)
    )
    is_only = _q(work, standing__isnull=True) | _q(work, standing__complete_earlier="")
    return last & (is_only | ~Q(Exists(_accepted_by(work, days))))


def _accepted_by(work: str, days: Days) -> QuerySet[EntryEvent]:
    """Completions of earlier periods that were accepted at the end of the due day."""
    within = Days(_outer(days.data_to), _outer(days.due_on))
    later = EntryEvent.objects.filter(
        Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")),
        entry=OuterRef("entry"),
        assignment=OuterRef("assignment"),
        at__date__lte=_outer(within.due_on),
    )
    return EntryEvent.objects.filter(
        ~Exists(later),
        assignment=OuterRef(f"{work}pk"),
        to_status=EntryStatus.ACCEPTED,
        state=DeclaredState.DONE,
        period_data_to__lt=within.data_to,
        at__date__lte=within.due_on,
    )


def _outer(day: date | F | OuterRef) -> date | F | OuterRef:
    """`day`, a day or a reference of a subquery, as a subquery within it names it."""
    return OuterRef(day) if isinstance(day, OuterRef) else day


def _q(prefix: str, **lookups: object) -> Q:
    return Q(**{f"{prefix}{name}": value for name, value in lookups.items()})


def expected_units(period: ReportingPeriod) -> UnitQuerySet:
    """The units that must send a submission in `period`."""
    return Unit.objects.filter(pk__in=owed_in(period).values("unit"))


@dataclass(frozen=True)
class OwedCount:
    """Number of results that a unit owes of one task group in a period."""

    period_id: int
    unit_id: int
    group_id: int
    num: int


def owed_counts(
    periods: list[ReportingPeriod],
    units: UnitQuerySet | None = None,
    *,
    adjusted: Adjusted | None = None,
) -> list[OwedCount]:
    """Results owed in `periods` (of `units`, or of all) by unit and group; one query.

    One more where the office adjusted anything and `adjusted` is not given.
    """
    assignments = Assignment.objects.filter(task__plan__in={row.plan_id for row in periods})
    if units is not None:
        assignments = assignments.filter(unit__in=units.values("pk"))
    work = works_of(lambda: assignments, "unit", "task__group")
    found = count_owed(work, periods, adjusted=adjusted)
    return [
        OwedCount(period_id, unit_id, group_id, num)
        for (period_id, unit_id, group_id), num in sorted(found.items())
    ]


def num_owed_by_unit(
    periods: Collection[ReportingPeriod],
    unit_ids: Collection[int] | None = None,
    *,
    adjusted: Adjusted | None = None,
    version: Version | None = None,
) -> Counter[tuple[int, ...]]:
    """Results owed by period and unit, of some units or of all; one query.

    Its keys are the submissions that are expected. At the same `version` nothing is read again.
    One more query where the office adjusted anything and `adjusted` is not given.
    """
    plans = tuple(sorted({row.plan_id for row in periods}))
    units: tuple[int, ...] = ()
    given: tuple[int, ...] = ()
    if unit_ids is not None:
        units, given = statements.marks_or_ids(sorted(unit_ids))

    def assignments() -> AssignmentQuerySet:
        found = Assignment.objects.filter(task__plan__in=plans)
        return found if unit_ids is None else found.filter(unit__in=units)

    work = works_of(
        assignments,
        "unit",
        key=("units", plans, units),
        is_scan=unit_ids is None,
        given=given,
        version=version,
    )
    return count_owed(work, periods, adjusted=adjusted)


def expected_of(owed: Iterable[OwedCount]) -> list[tuple[int, int]]:
    """The periods and units of `owed`, each once: the submissions that are expected."""
    return list(dict.fromkeys((row.period_id, row.unit_id) for row in owed))


@dataclass(frozen=True)
class OwedPeriod:
    """A period that one assignment owes."""

    assignment_id: int
    task_id: int
    period_id: int
    name: str
    data_from: date
    data_to: date


def owed_periods(
    periods: Sequence[ReportingPeriod],
    assignments: AssignmentQuerySet,
    *,
    key: Hashable | None = None,
    given: statements.Given = None,
    adjusted: Adjusted | None = None,
) -> list[OwedPeriod]:
    """The periods that each of `assignments` owes, in the order of `periods`; one query.

    `key` and `given` as in `works_of`, `adjusted` as in `count_owed`.
    """
    work = works_of(lambda: assignments, "unit", "pk", "task", key=key, given=given)
    found = count_owed(work, periods, adjusted=adjusted)
    by_period: dict[int, list[tuple[int, int]]] = {}
    for period_id, _, assignment_id, task_id in sorted(found):
        by_period.setdefault(period_id, []).append((assignment_id, task_id))
    return [
        OwedPeriod(assignment_id, task_id, period.pk, period.name, period.data_from, period.data_to)
        for period in periods
        for assignment_id, task_id in by_period.get(period.pk, ())
    ]
