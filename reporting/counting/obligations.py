"""Results that units owe in a period: computed, so that a missing submission can be counted."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q

from plans.models import (
    Assignment,
    AssignmentQuerySet,
    AssignmentRole,
    AssignmentState,
    TaskKind,
)
from reporting.models import DeclaredState, EntryStatus, ProgressEntry, ReportingPeriod
from units.models import Unit, UnitQuerySet


def owed_in(period: ReportingPeriod) -> AssignmentQuerySet:
    """The assignments that units must report on in `period`.

    Confirmed leads, in force on some day of the period, of units that existed then. A one-off
    task whose completion was accepted in an earlier period is no longer owed.
    """
    first, last = period.data_from, period.data_to
    owed = _owed("", "task__", first=first, last=last, ended_before=last, key="pk")
    return Assignment.objects.filter(owed, task__plan=period.plan_id)


def _owed(
    work: str,
    task: str,
    *,
    first: date | F,
    last: date | F,
    ended_before: date | OuterRef,
    key: str,
) -> Q:
    """The rule of `owed_in` for a query on any model.

    `work` and `task` are lookup prefixes of an assignment and of its task, `key` is the lookup of
    the assignment's id. `first` and `last` are the period's days; `ended_before` is the last day
    for the query of earlier periods. Each is a day or a reference to a column.
    """
    done_before = ProgressEntry.objects.filter(
        assignment=OuterRef(key),
        submission__period__data_to__lt=ended_before,
        status=EntryStatus.ACCEPTED,
        state=DeclaredState.DONE,
    )
    return (
        _q(work, state=AssignmentState.CONFIRMED, role=AssignmentRole.LEAD)
        & (_q(work, ended_on__isnull=True) | _q(work, ended_on__gt=first))
        & (_q(work, unit__first_day__isnull=True) | _q(work, unit__first_day__lte=last))
        & (_q(work, unit__last_day__isnull=True) | _q(work, unit__last_day__gte=first))
        & (_q(task, kind__in=[TaskKind.RECURRING, TaskKind.CONTINUOUS]) | Q(~Exists(done_before)))
    )


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
    periods: list[ReportingPeriod], units: UnitQuerySet | None = None
) -> list[OwedCount]:
    """Results owed in `periods` (of `units`, or of all) by unit and group; one query."""
    work = "plan__tasks__assignments__"
    owed = _owed(
        work,
        "plan__tasks__",
        first=F("data_from"),
        last=F("data_to"),
        ended_before=OuterRef("data_to"),
        key=f"{work}pk",
    )
    if units is not None:
        owed &= _q(work, unit__in=units.values("pk"))
    counted = (
        ReportingPeriod.objects.filter(owed, pk__in=[period.pk for period in periods])
        .values_list("pk", f"{work}unit", "plan__tasks__group")
        .annotate(num=Count(f"{work}pk"))
        .order_by("pk", f"{work}unit", "plan__tasks__group")
    )
    return [OwedCount(*row) for row in counted]
