"""Content of the page of one unit, as far as its reader may see it."""

from dataclasses import dataclass
from datetime import date

from plans.models import Assignment, Plan
from reporting.counting.figures import Tally
from reporting.counting.punctuality import FilingState, filing_states
from reporting.counting.status import status_of, with_status
from reporting.entries.assignment_rows import AssignmentRow, rows_of
from reporting.models import ReportingPeriod, Submission
from units.models import Membership, Succession, Unit, UnitName, User


@dataclass(frozen=True)
class FilingLine:
    """Filing of one period; `submission` is None until the unit starts it."""

    period: ReportingPeriod
    state: FilingState
    submission: Submission | None


@dataclass(frozen=True)
class UnitDetail:
    """Names and successions are public; work and filings are limited to their readers."""

    names: list[UnitName]
    successions: list[Succession]
    inheritances: list[Succession]
    people: list[Membership]
    tally: Tally
    rows: list[AssignmentRow]
    coordinates: list[Assignment]
    filings: list[FilingLine]


def detail_of(unit: Unit, *, user: User, as_of: date) -> UnitDetail:
    """Read the page of `unit` in a constant number of queries."""
    mine = Assignment.objects.filter(unit=unit, task__plan__in=Plan.objects.readable_by(user))
    owed = with_status(mine.owed().readable_by(user), as_of=as_of)
    leads = list(owed.select_related("unit", "task__group").in_plan_order())
    tally = Tally()
    for row in leads:
        tally.add(status_of(row))
    return UnitDetail(
        names=list(unit.names.order_by("-first_day", "-pk")),
        successions=list(unit.successions.select_related("successor").order_by("pk")),
        inheritances=list(unit.inheritances.select_related("predecessor").order_by("pk")),
        people=list(
            unit.memberships.current(as_of)
            .filter(user__is_active=True)
            .select_related("user")
            .order_by("role", "pk")
        ),
        tally=tally,
        rows=rows_of(leads, as_of=as_of),
        coordinates=list(mine.filter(role="coordinating").select_related("task").in_plan_order()),
        filings=_filings(unit, user=user, as_of=as_of),
    )


def _filings(unit: Unit, *, user: User, as_of: date) -> list[FilingLine]:
    """The unit's filings, newest period first; empty for users who may not read them."""
    own = Unit.objects.readable_by(user).filter(pk=unit.pk).exists()
    plans = Plan.objects.with_permission(user, "read_filings")
    periods = ReportingPeriod.objects.opened().readable_by(user)
    if not own:
        periods = periods.filter(plan__in=plans.values("pk"))
    shown = list(periods.newest_first()[:12])
    submissions = {
        row.period_id: row for row in Submission.objects.filter(unit=unit, period__in=shown)
    }
    states = {
        row.period_id: row
        for row in filing_states(periods=shown, as_of=as_of)
        if row.unit_id == unit.pk
    }
    return [
        FilingLine(period, states[period.pk], submissions.get(period.pk))
        for period in shown
        if period.pk in states
    ]
