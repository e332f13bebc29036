"""What units owe in a period: computed, so that a missing report is a fact and not an absence."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Value

from plans.models import Assignment, AssignmentQuerySet, TaskKind
from reporting.models import DeclaredState, EntryStatus, ProgressEntry, ReportingPeriod
from units.models import Unit, UnitQuerySet


def owed_in(period: ReportingPeriod) -> AssignmentQuerySet:
    """The assignments that units must report on in PERIOD.

    Confirmed leads, in force at some day of the period, of units that existed then. A one-off
    task whose completion was accepted in an earlier period is owed no more.
    """
    done_before = ProgressEntry.objects.filter(
        assignment=OuterRef("pk"),
        submission__period__data_to__lt=period.data_to,
        status=EntryStatus.ACCEPTED,
        state=DeclaredState.DONE,
    )
    return (
        Assignment.objects.owed()
        .filter(
            Q(ended_on__isnull=True) | Q(ended_on__gt=period.data_from),
            Q(unit__first_day__isnull=True) | Q(unit__first_day__lte=period.data_to),
            Q(unit__last_day__isnull=True) | Q(unit__last_day__gte=period.data_from),
            task__plan=period.plan_id,
        )
        .exclude(Q(task__kind=TaskKind.ONE_OFF) & Exists(done_before))
    )


def num_owed(periods: Iterable[ReportingPeriod], units: UnitQuerySet) -> dict[tuple[int, int], int]:
    """How many assignments each of UNITS owes in each of PERIODS, by their ids; one query."""
    counts = [
        owed_in(period)
        .filter(unit__in=units.values("pk"))
        .values(period=Value(period.pk), owing=F("unit"))
        .annotate(num=Count("pk"))
        .order_by()
        for period in periods
    ]
    if not counts:
        return {}
    rows = counts[0].union(*counts[1:], all=True) if len(counts) > 1 else counts[0]
    return {(row["period"], row["owing"]): row["num"] for row in rows}


def expected_units(period: ReportingPeriod) -> UnitQuerySet:
    """The units from which a report is expected in PERIOD."""
    return Unit.objects.filter(pk__in=owed_in(period).values("unit"))


@dataclass(frozen=True)
class OwedCount:
    """How many results a unit owes of one group of tasks in a period."""

    period_id: int
    unit_id: int
    group_id: int
    num: int


def owed_counts(periods: list[ReportingPeriod]) -> list[OwedCount]:
    """What PERIODS ask for, by unit and group; the periods' own questions in one query."""
    if not periods:
        return []
    asked = [
        owed_in(period)
        .order_by()
        .annotate(period_id=Value(period.pk, output_field=IntegerField()))
        .values("period_id", "unit", "task__group")
        .annotate(num=Count("pk"))
        .values_list("period_id", "unit", "task__group", "num")
        for period in periods
    ]
    return [OwedCount(*row) for row in sorted(asked[0].union(*asked[1:]))]
