"""Contributions that co-ordinating units are asked for in a period, apart from what leads owe."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q

from plans.contribution_rules import asked_on
from plans.models import (
    PERIODIC,
    Assignment,
    AssignmentQuerySet,
    AssignmentRole,
    AssignmentState,
)
from reporting.counting.obligations import Days, in_force, not_complete
from reporting.models import AdjustmentKind, Contribution, PeriodAdjustment, ReportingPeriod
from reporting.models.contribution import ContributionQuerySet
from units.models import UnitQuerySet

# Path from a period to the assignments of its plan
WORK = "plan__tasks__assignments__"


def asked(work: str, task: str, *, period: ReportingPeriod | OuterRef) -> Q:
    """Co-ordinating assignments whose contribution is required in `period`.

    Of confirmed assignments in force on its last day, where the rule of the task or of the plan
    required it on the due day; not of released units, and not of one-off tasks that are done.
    `work` and `task` are lookup prefixes of an assignment and of its task. `period` is a row, or
    an outer reference where the query is one on periods.
    """
    if isinstance(period, ReportingPeriod):
        days = within = Days(period.data_to, period.due_on)
    else:
        days = Days(F("data_to"), F("due_on"))
        within = Days(OuterRef("data_to"), OuterRef("due_on"))
    unfinished = Assignment.objects.leading().filter(
        not_complete("", within), task=OuterRef(f"{task}pk"), state=AssignmentState.CONFIRMED
    )
    released = PeriodAdjustment.objects.filter(
        period=period, unit=OuterRef(f"{work}unit"), kind=AdjustmentKind.RELEASED
    )
    return (
        _q(work, role=AssignmentRole.COORDINATING, state=AssignmentState.CONFIRMED)
        & in_force(work, days)
        & (_q(task, kind__in=PERIODIC) | Q(Exists(unfinished)))
        & asked_on(within.due_on, task=f"{task}pk", plan=f"{task}plan")
        & ~Q(Exists(released))
    )


def asked_in(period: ReportingPeriod) -> AssignmentQuerySet:
    """The co-ordinating assignments whose units must contribute in `period`."""
    rule = asked("", "task__", period=period)
    return Assignment.objects.filter(rule, task__plan=period.plan_id)


def sent_in(period: OuterRef, assignment: OuterRef) -> ContributionQuerySet:
    """The sent contribution of `assignment` in `period`, if there is one, for a subquery."""
    return Contribution.objects.sent().filter(period=period, assignment=assignment)


@dataclass(frozen=True)
class AskedCount:
    """Number of contributions that a unit is asked for in a period, and of those it sent."""

    period_id: int
    unit_id: int
    unit_name: str
    num_asked: int
    num_sent: int

    @property
    def num_missing(self) -> int:
        return self.num_asked - self.num_sent


def asked_counts(
    periods: list[ReportingPeriod], units: UnitQuerySet | None = None
) -> list[AskedCount]:
    """Contributions asked for in `periods` (of `units`, or of all) in list order; one query."""
    rule = asked(WORK, "plan__tasks__", period=OuterRef("pk"))
    if units is not None:
        rule &= _q(WORK, unit__in=units.values("pk"))
    sent = sent_in(OuterRef("pk"), OuterRef(f"{WORK}pk"))
    counted = (
        ReportingPeriod.objects.filter(rule, pk__in=[period.pk for period in periods])
        .values_list("pk", f"{WORK}unit", f"{WORK}unit__short_name")
        .annotate(num_asked=Count(f"{WORK}pk"), num_sent=Count(f"{WORK}pk", filter=Q(Exists(sent))))
        .order_by("due_on", "pk", f"{WORK}unit__position", f"{WORK}unit")
    )
    return [AskedCount(*row) for row in counted]


@dataclass(frozen=True)
class AskedPart:
    """A contribution that is asked for in a period."""

    period_id: int
    assignment_id: int
    task_id: int
    unit_id: int
    unit_name: str


def asked_parts(periods: list[ReportingPeriod]) -> list[AskedPart]:
    """The contributions asked for in `periods`, oldest period first; one query."""
    rule = asked(WORK, "plan__tasks__", period=OuterRef("pk"))
    rows = ReportingPeriod.objects.filter(rule, pk__in=[period.pk for period in periods])
    ordered = rows.order_by("data_to", "pk", f"{WORK}unit__position", f"{WORK}pk")
    columns = (f"{WORK}pk", f"{WORK}task", f"{WORK}unit", f"{WORK}unit__short_name")
    return [AskedPart(*row) for row in ordered.values_list("pk", *columns)]


def _q(prefix: str, **lookups: object) -> Q:
    return Q(**{f"{prefix}{name}": value for name, value in lookups.items()})
