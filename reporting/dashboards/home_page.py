"""Content of the home page: one section per role. A person with several roles sees each."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from plans import access
from plans.models import Plan, PlanStatus
from reporting.counting.fact_version import fact_version
from reporting.dashboards import followed
from reporting.dashboards.followed import FollowedGroup, followed_by
from reporting.dashboards.leader_desk import LeaderDesk, leader_desk
from reporting.dashboards.office_desk import OfficeDesk, office_desk
from reporting.dashboards.officer_desk import OfficerDesk, officer_desk
from reporting.dashboards.overview import (
    LeaderOverview,
    OfficeOverview,
)
from reporting.dashboards.units_choice import UnitsChoice
from reporting.portfolio.choosing import BRIEF
from tracker.lib import statements
from tracker.lib.parted import Version
from units import roles
from units.models import User


@dataclass
class Home:
    """Of a single running plan its desk; of several an overview."""

    officer: OfficerDesk | None = None
    office: OfficeDesk | None = None
    leader: LeaderDesk | None = None
    office_overview: OfficeOverview | None = None
    leader_overview: LeaderOverview | None = None
    followed: list[FollowedGroup] = field(default_factory=list)
    is_administrator: bool = False
    has_role: bool = False
    is_office: bool = False

    @property
    def has_work(self) -> bool:
        over_plans = self.office_overview or self.leader_overview
        return bool(self.officer or self.office or self.leader or over_plans or self.followed)

    @property
    def is_empty(self) -> bool:
        return not (self.has_work or self.is_administrator)

    @property
    def shown_followed(self) -> list[FollowedGroup]:
        return self.followed[: followed.NUM_FOLLOWED]


def home_of(
    user: User, *, today: date, choice: UnitsChoice | None = None, desk: int | None = None
) -> Home:
    """Read the home page of `user`; `choice`: by which units the desk of a plan counts.

    `desk`: the one of the user's units that its work is limited to.
    """
    choice = choice or UnitsChoice()
    version, at_office, led = _plans_of(user)
    home = Home(
        officer=officer_desk(user, today=today, desk=desk),
        followed=followed_by(user, today=today),
        is_administrator=roles.may_manage_directory(user),
        has_role=any(roles.permissions_by_unit(user).values()),
        is_office=roles.is_of_office(user),
    )
    if len(at_office) == 1:
        home.office = office_desk(at_office[0], user, today=today, choice=choice, version=version)
    elif at_office:
        home.office_overview = OfficeOverview.of(at_office, user, today=today, read_at=version)
    if len(led) == 1:
        home.leader = leader_desk(led[0], user, today=today, choice=choice, version=version)
    elif led:
        home.leader_overview = LeaderOverview.of(led, user, today=today, read_at=version)
    return home


def _plans_of(user: User) -> tuple[Version | None, list[Plan], list[Plan]]:
    """The running plans that `user` handles for the office, and others that they read whole.

    Without the plans that units keep for themselves. The version was read before them.
    """
    permissions = access.permissions_by_plan(user)
    read = {pk for pk, names in permissions.items() if "read_filings" in names}
    if not read:
        return None, [], []
    version = fact_version()
    selected, given = statements.marks_or_ids(read)

    def build() -> QuerySet[Plan]:
        in_use = Plan.objects.in_use().of_the_office().filter(pk__in=selected)
        return in_use.only(*BRIEF).order_by("issued_on", "pk")

    plans = statements.objects_of(("plans of a desk", selected), build, given=given)
    handled = {pk for pk in read if "edit_assignments" in permissions[pk]}
    return (
        version,
        _running([plan for plan in plans if plan.pk in handled]),
        _running([plan for plan in plans if plan.pk not in handled]),
    )


def _running(plans: list[Plan]) -> list[Plan]:
    """Those that are carried out, or else the newest one."""
    return [plan for plan in plans if plan.status == PlanStatus.ACTIVE] or plans[-1:]
