"""Content of the page of one unit, as far as its reader may see it."""

from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from django.db.models import Q, QuerySet

from plans import access
from plans.models import Assignment, AssignmentRole, AssignmentState
from reporting.counting.calendar import Calendar, calendar_of_all_at
from reporting.counting.fact_version import fact_version
from reporting.counting.judged import judged_of_all
from reporting.counting.obligations import num_owed_by_unit
from reporting.counting.punctuality import FilingState, filing_states
from reporting.counting.tallies import Tally
from reporting.entries.assignment_rows import AssignmentRow, On, rows_of
from reporting.models import ReportingPeriod, Submission
from reporting.notices.deadlines import presses
from tracker.lib import gathering, statements
from units import roles
from units.models import Membership, Succession, Unit, UnitName, User
from units.models.membership import role_name_column
from units.succession import PresentUnits

# Filings beside the work
NUM_PERIODS = 12
BESIDE = {
    "successions": gathering.ObjectsOf(Succession, related=("predecessor", "successor")),
    "names": gathering.ObjectsOf(UnitName),
}
COLUMNS = ("pk", "role", "state", "task", "task__code", "task__title", "task__plan")


@dataclass(frozen=True)
class FilingLine:
    """Filing of one period; `submission` is None until the unit starts it.

    `sender` names the unit that owes it, if that is one that this unit stands for. The reader may
    urge the unit to send it where `may_be_urged`.
    """

    period: ReportingPeriod
    state: FilingState
    submission: Submission | None
    sender: str
    may_be_urged: bool


@dataclass(frozen=True)
class Coordinated:
    """A task that the unit co-ordinates, and whether that is confirmed."""

    task_id: int
    code: str
    title: str
    state: AssignmentState


@dataclass(frozen=True)
class UnitDetail:
    """Names and successions are public; work and filings are limited to their readers.

    `urgeable`: ids of the assignments about which the reader may urge the unit. Its urgings are
    for those who may read its filings (`reads_filings`), in any plan.
    """

    unit_id: int
    names: list[UnitName]
    successions: list[Succession]
    inheritances: list[Succession]
    people: list[Membership]
    tally: Tally
    rows: list[AssignmentRow]
    coordinates: list[Coordinated]
    filings: list[FilingLine]
    reads_filings: bool
    urgeable: set[int]
    present: PresentUnits

    @property
    def heir_id(self) -> int | None:
        """The unit to which its work counts, if that is another one; None by that time."""
        return self.present.successors.get(self.unit_id)

    @property
    def heir(self) -> str:
        return self.present.heir_of(self.unit_id)

    @property
    def has_one_unit(self) -> bool:
        """Whether all rows are of this unit itself."""
        return not any(row.heir for row in self.rows)


def detail_of(
    unit: Unit, *, user: User, as_of: date, present: PresentUnits | None = None
) -> UnitDetail:
    """Read the page of `unit` in a constant number of queries.

    With `present`, it has the work and filings of the units that it stands for too.
    """
    present = present or PresentUnits()
    units = present.standing_for(unit.pk)
    version = fact_version()
    calendar = calendar_of_all_at(version)
    on = On(as_of, judged_of_all(as_of, version=version, read=lambda: calendar))
    leads, coordinates = _work_of(units, user=user)
    rows = rows_of(list(leads), on=on, present=present)
    related, names = _beside(unit)
    urges = _urges(unit, user=user, as_of=as_of)
    tally = Tally()
    for row in rows:
        tally.add(row.status)
    return UnitDetail(
        unit_id=unit.pk,
        names=names,
        successions=[row for row in related if row.predecessor_id == unit.pk],
        inheritances=[row for row in related if row.successor_id == unit.pk],
        people=statements.objects_of(
            ("people of a unit", as_of), lambda: _people(as_of), given=unit.pk
        ),
        tally=tally,
        rows=rows,
        coordinates=coordinates,
        filings=_filings(
            unit.pk, user=user, as_of=as_of, present=present, calendar=calendar, urges=urges
        ),
        reads_filings=bool(_readable([unit.pk], user=user)[unit.pk]),
        urgeable={
            row.pk
            for row in rows
            if row.unit_id == unit.pk
            and leads[row.pk] in urges
            and presses(row.label, row.deadline_then, today=as_of)
        },
        present=present,
    )


def _work_of(units: list[int], *, user: User) -> tuple[dict[int, int], list[Coordinated]]:
    """The leads of `units` that `user` may read, by id their plan, and what they co-ordinate.

    One query.
    """
    plans = tuple(access.plans_with("view_plan", by=user))
    selected, given = statements.marks_or_ids(units, after=1)

    def build() -> statements.Query:
        mine = Assignment.objects.filter(unit__in=selected, task__plan__in=plans)
        leads = mine.owed().readable_by(User(pk=statements.MARK))
        coordinates = mine.current().filter(role=AssignmentRole.COORDINATING)
        return (leads | coordinates).in_plan_order().values_list(*COLUMNS)

    key = "work of units", plans, selected
    rows = statements.rows_of(key, (), build, given=(user.pk, *given))
    leads = {pk: plan for pk, role, *_, plan in rows if role == AssignmentRole.LEAD}
    coordinates = [
        Coordinated(task_id, code, title, AssignmentState(state))
        for _, role, state, task_id, code, title, _ in rows
        if role == AssignmentRole.COORDINATING
    ]
    return leads, coordinates


def _beside(unit: Unit) -> tuple[list[Succession], list[UnitName]]:
    """The successions of `unit` on either side, and its names, the newest first; one query."""

    def build() -> dict[str, statements.Query]:
        of_it = Q(predecessor=statements.MARK) | Q(successor=statements.MARK)
        return {
            "successions": Succession.objects.filter(of_it),
            "names": UnitName.objects.filter(unit=statements.MARK),
        }

    found = gathering.read("beside a unit", BESIDE, build, given=unit.pk)
    # A name without a first day is the oldest
    newest = sorted(found["names"], key=lambda row: (row.first_day or date.min, row.pk))[::-1]
    return sorted(found["successions"], key=attrgetter("pk")), newest


def _people(as_of: date) -> QuerySet[Membership]:
    current = Membership.objects.filter(unit=statements.MARK).current(as_of)
    people = current.filter(user__is_active=True).select_related("user").order_by("role", "pk")
    return people.annotate(role_name=role_name_column())


def _urges(unit: Unit, *, user: User, as_of: date) -> set[int]:
    """The plans in which `user` may urge `unit`; a unit that does not exist is never urged."""
    if not unit.exists_on(as_of):
        return set()
    return set(access.plans_with("manage_periods", by=user))


def _filings(
    unit_id: int,
    *,
    user: User,
    as_of: date,
    present: PresentUnits,
    calendar: Calendar,
    urges: set[int],
) -> list[FilingLine]:
    """The filings of a unit, newest period first, and of those that it stands for.

    As far as `user` may read them.
    """
    readable = _readable(present.standing_for(unit_id), user=user)
    plans: set[int] = set().union(*readable.values())
    shown = [period for period in calendar.periods if period.plan_id in plans][:NUM_PERIODS]
    begun = list(Submission.objects.filter(unit__in=list(readable), period__in=shown))
    submissions = {(row.period_id, row.unit_id): row for row in begun}
    owed = num_owed_by_unit(shown, list(readable), adjusted=calendar.adjusted)
    expected = [(period, unit) for period, unit in owed]
    states = filing_states(periods=shown, as_of=as_of, expected=expected, sent=begun)
    lines = {(row.period_id, row.unit_id): row for row in states}
    return [
        FilingLine(
            period,
            lines[period.pk, pk],
            submissions.get((period.pk, pk)),
            sender="" if pk == unit_id else present.names.get(pk, ""),
            may_be_urged=pk == unit_id and _awaits(period, lines[period.pk, pk], urges),
        )
        for period in shown
        for pk, of_plans in readable.items()
        if (period.pk, pk) in lines and period.plan_id in of_plans
    ]


def _awaits(period: ReportingPeriod, state: FilingState, plans: set[int]) -> bool:
    """Whether a period of `plans` still awaits what was not sent."""
    return period.plan_id in plans and period.is_open and state.sent_on is None


def _readable(units: list[int], *, user: User) -> dict[int, set[int]]:
    """By unit: the plans in which `user` may read its filings."""
    own = roles.units_with("read_filings", by=user)
    permissions = access.permissions_by_plan(user).items()
    needed = {pk: "view_plan" if pk in own else "read_filings" for pk in units}
    return {
        pk: {plan for plan, names in permissions if name in names} for pk, name in needed.items()
    }
