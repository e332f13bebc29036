"""Content of the page of one unit, as far as its reader may see it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from plans import access
from plans.models import Assignment
from reporting.counting.figures import Tally
from reporting.counting.obligations import expected_of, owed_counts
from reporting.counting.punctuality import FilingState, filing_states
from reporting.counting.status import status_of, with_status
from reporting.entries.assignment_rows import AssignmentRow, rows_of
from reporting.models import ReportingPeriod, Submission
from units import roles
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
    plans = [pk for pk, names in access.permissions_by_plan(user).items() if "view_plan" in names]
    mine = Assignment.objects.filter(unit=unit, task__plan__in=plans)
    owed = with_status(mine.owed().readable_by(user), as_of=as_of)
    leads = list(owed.select_related("unit", "task__group").in_plan_order())
    related = Succession.objects.filter(Q(predecessor=unit) | Q(successor=unit))
    related = related.select_related("predecessor", "successor").order_by("pk")
    tally = Tally()
    for row in leads:
        tally.add(status_of(row))
    return UnitDetail(
        names=list(unit.names.order_by("-first_day", "-pk")),
        successions=[row for row in related if row.predecessor_id == unit.pk],
        inheritances=[row for row in related if row.successor_id == unit.pk],
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
    needed = "view_plan" if unit.pk in roles.units_with("read_filings", by=user) else "read_filings"
    permissions = access.permissions_by_plan(user)
    plans = [pk for pk, names in permissions.items() if needed in names]
    periods = ReportingPeriod.objects.opened().filter(plan__in=plans)
    shown = list(periods.newest_first()[:12])
    submissions = {
        row.period_id: row for row in Submission.objects.filter(unit=unit, period__in=shown)
    }
    owed = owed_counts(shown, Unit.objects.filter(pk=unit.pk))
    states = {
        row.period_id: row
        for row in filing_states(periods=shown, as_of=as_of, expected=expected_of(owed))
    }
    return [
        FilingLine(period, states[period.pk], submissions.get(period.pk))
        for period in shown
        if period.pk in states
    ]
