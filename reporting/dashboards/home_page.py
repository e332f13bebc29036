"""Content of the home page: one section per role. A person with several roles sees each."""

from dataclasses import dataclass, field
from datetime import date

from plans import access
from plans.models import Plan, PlanStatus, TaskGroup
from reporting.counting.figures import Scope, figures_of
from reporting.counting.tallies import By, Tally
from reporting.dashboards.leader_desk import LeaderDesk, leader_desk
from reporting.dashboards.office_desk import OfficeDesk, office_desks
from reporting.dashboards.officer_desk import OfficerDesk, officer_desk
from reporting.dashboards.units_choice import UnitsChoice
from units import roles
from units.models import Bloc, User


@dataclass(frozen=True)
class FollowedGroup:
    """A task group that the user's unit follows, with its figures."""

    group: TaskGroup
    tally: Tally


@dataclass
class Home:
    officer: OfficerDesk | None = None
    office: list[OfficeDesk] = field(default_factory=list)
    leader: list[LeaderDesk] = field(default_factory=list)
    followed: list[FollowedGroup] = field(default_factory=list)
    is_administrator: bool = False
    has_role: bool = False
    is_office: bool = False

    @property
    def has_work(self) -> bool:
        return bool(self.officer or self.office or self.leader or self.followed)

    @property
    def is_empty(self) -> bool:
        return not (self.has_work or self.is_administrator)


def home_of(user: User, *, today: date, choice: UnitsChoice | None = None) -> Home:
    """Read the home page of `user`; `choice`: by which units the office and leaders count."""
    choice = choice or UnitsChoice()
    permissions = access.permissions_by_plan(user)
    read = {pk for pk, names in permissions.items() if "read_filings" in names}
    handled = {pk for pk in read if "edit_assignments" in permissions[pk]}
    return Home(
        officer=officer_desk(user, today=today),
        office=office_desks(handled, user, today=today, choice=choice),
        leader=_leader_desks(read - handled, user, today=today, choice=choice),
        followed=_followed(user, today=today),
        is_administrator=roles.may_manage_directory(user),
        has_role=any(roles.permissions_by_unit(user).values()),
        is_office=roles.is_of_office(user),
    )


def _plans(pks: set[int]) -> list[Plan]:
    plans = Plan.objects.in_use().filter(pk__in=pks).order_by("issued_on", "pk")
    return list(plans) if pks else []


def _leader_desks(
    plans: set[int], user: User, *, today: date, choice: UnitsChoice
) -> list[LeaderDesk]:
    names = Bloc.choices() if plans else []
    return [
        leader_desk(plan, user, today=today, choice=choice, bloc_names=names)
        for plan in _plans(plans)
    ]


def _followed(user: User, *, today: date) -> list[FollowedGroup]:
    """The groups that `user` follows, each with the figures of its plan."""
    units = roles.units_with("follow_groups", by=user)
    if not units:
        return []
    groups = list(
        TaskGroup.objects.filter(watches__unit__in=units)
        .exclude(plan__status=PlanStatus.CLOSED)
        .distinct()
        .select_related("plan")
        .order_by("plan", "position", "pk")
    )
    figures = {
        plan.pk: figures_of(Scope(plan=plan, as_of=today), user=user, by=[By.GROUP])
        for plan in {group.plan for group in groups}
    }
    return [
        FollowedGroup(group, figures[group.plan_id].by_group.get(group.pk, Tally()))
        for group in groups
    ]
