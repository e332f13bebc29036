"""What units owe in a period: computed, so that a missing report is a fact and not an absence."""

from dataclasses import dataclass

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Value

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


def owed_counts(
    periods: list[ReportingPeriod], units: UnitQuerySet | None = None
) -> list[OwedCount]:
    """What PERIODS ask for (of UNITS, else of all), by unit and group; one query for all."""
    if not periods:
        return []
    asked = []
    for period in periods:
        owed = owed_in(period).order_by()
        if units is not None:
            owed = owed.filter(unit__in=units.values("pk"))
        period_id = Value(period.pk, output_field=IntegerField())
        counted = owed.annotate(period_id=period_id).values("period_id", "unit", "task__group")
        asked.append(
            counted.annotate(num=Count("pk")).values_list("period_id", "unit", "task__group", "num")
        )
    return [OwedCount(*row) for row in sorted(asked[0].union(*asked[1:], all=True))]
