"""Content of the home page: one section per role. A person with several roles sees each."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Q

from plans import access
from plans.models import Assignment, AssignmentState, Plan, TaskGroup
from reporting.counting.figures import Scope, Tally, figures_of
from reporting.counting.punctuality import Punctuality, filing_states
from reporting.counting.status import Label, labelled, with_status
from reporting.dashboards.dashboard import Dashboard, dashboard_of
from reporting.dashboards.matrix import Matrix, matrix_of
from reporting.entries.assignment_rows import AssignmentRow, rows_of
from reporting.extensions import page as extension_page
from reporting.filing.submission_list import SubmissionRow, rows_for
from reporting.models import (
    EntryStatus,
    ProgressEntry,
    ReportingPeriod,
    Review,
    ReviewStatus,
)
from reporting.models.review import IN_PROGRESS
from reporting.verification.queue import waiting_for
from units.models import Unit, User

NEEDS_ACTION = (Label.OVERDUE, Label.DUE_SOON)
NUM_ROWS = 12


@dataclass
class OfficerDesk:
    """Work owed by the user's units with its deadlines, and submissions to confirm as their head.

    `fileable`: ids of the units the user files for.
    """

    units: list[Unit]
    to_confirm: list[SubmissionRow]
    returned: list[ProgressEntry]
    submissions: list[SubmissionRow]
    pressing: list[AssignmentRow]
    fileable: set[int]


@dataclass
class OfficeDesk:
    """Late units and work that waits for the office."""

    plan: Plan
    can_verify: bool
    num_waiting: int
    oldest: list[ProgressEntry]
    period: ReportingPeriod | None
    unsent: list[Unit]
    num_proposed: int
    num_extensions: int
    num_in_progress: int
    num_failed: int
    can_manage_periods: bool


@dataclass
class LeaderDesk:
    """State of a plan on one screen."""

    dashboard: Dashboard
    matrix: Matrix
    last_issued: Review | None
    last_draft: Review | None


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

    @property
    def is_empty(self) -> bool:
        return not (
            self.officer or self.office or self.leader or self.followed or self.is_administrator
        )


def home_of(user: User, *, today: date) -> Home:
    """Read the home page of `user`."""
    permissions = access.permissions_by_plan(user)
    read = [pk for pk, names in permissions.items() if "read_filings" in names]
    plans = Plan.objects.filter(pk__in=read).order_by("issued_on", "pk") if read else []
    handled = {pk for pk, names in permissions.items() if "edit_assignments" in names}
    return Home(
        officer=_officer_desk(user, today=today),
        office=[
            _office_desk(p, user, permissions[p.pk], today=today) for p in plans if p.pk in handled
        ],
        leader=[_leader_desk(p, user, today=today) for p in plans if p.pk not in handled],
        followed=_followed(user, today=today),
        is_administrator=user.has_perm("units.manage_directory"),
    )


def _followed(user: User, *, today: date) -> list[FollowedGroup]:
    """The groups that `user` follows, each with the figures of its plan."""
    groups = list(
        TaskGroup.objects.followed_by(user)
        .select_related("plan")
        .order_by("plan", "position", "pk")
    )
    figures = {
        plan.pk: figures_of(Scope(plan=plan, as_of=today), user=user)
        for plan in {group.plan for group in groups}
    }
    return [
        FollowedGroup(group, figures[group.plan_id].by_group.get(group.pk, Tally()))
        for group in groups
    ]


def _officer_desk(user: User, *, today: date) -> OfficerDesk | None:
    units = list(Unit.objects.readable_by(user).in_list_order())
    if not units:
        return None
    own = Q(submission__unit__in=units)
    rows = rows_for(user, today=today)
    pressing = with_status(Assignment.objects.owed().filter(unit__in=units), as_of=today)
    return OfficerDesk(
        units=units,
        returned=list(
            ProgressEntry.objects.filter(own, status=EntryStatus.RETURNED)
            .for_row()
            .order_by("answer_by", "pk")[:NUM_ROWS]
        ),
        to_confirm=[row for row in rows if row.is_to_confirm],
        submissions=[row for row in rows if row.period.is_open],
        pressing=rows_of(
            labelled(pressing, NEEDS_ACTION)
            .select_related("unit", "task__group")
            .order_by(F("deadline_then"), "pk")[:NUM_ROWS],
            as_of=today,
        ),
        fileable=set(Unit.objects.fileable_by(user).values_list("pk", flat=True)),
    )


def _office_desk(plan: Plan, user: User, permissions: set[str], *, today: date) -> OfficeDesk:
    waiting = waiting_for(user).filter(assignment__task__plan=plan)
    period = plan.periods.open().newest_first().first()
    states = filing_states(periods=[period] if period else [], as_of=today)
    unsent = [
        row.unit_id for row in states if row.state in (Punctuality.MISSING, Punctuality.WAITING)
    ]
    reviews = plan.reviews.values_list("status", flat=True)
    statuses = list(reviews.filter(status__in=[*IN_PROGRESS, ReviewStatus.FAILED]))
    return OfficeDesk(
        plan=plan,
        can_verify="verify_entries" in permissions,
        num_waiting=waiting.count(),
        oldest=list(
            waiting.select_related("submission__period", "submission__unit", "assignment__task")[
                :NUM_ROWS
            ]
        ),
        period=period,
        unsent=list(Unit.objects.filter(pk__in=unsent).in_list_order()),
        num_proposed=Assignment.objects.filter(
            task__plan=plan, state=AssignmentState.PROPOSED
        ).count(),
        num_extensions=extension_page.num_waiting(plan),
        num_in_progress=sum(status in IN_PROGRESS for status in statuses),
        num_failed=statuses.count(ReviewStatus.FAILED),
        can_manage_periods="manage_periods" in permissions,
    )


def _leader_desk(plan: Plan, user: User, *, today: date) -> LeaderDesk:
    reviews = Review.objects.filter(plan=plan).for_row()
    scope = Scope(plan=plan, as_of=today)
    dashboard = dashboard_of(scope, user=user)
    return LeaderDesk(
        dashboard=dashboard,
        matrix=matrix_of(scope, figures=dashboard.figures, links=dashboard.links),
        last_issued=reviews.filter(status=ReviewStatus.ISSUED)
        .order_by("-issued_on", "-pk")
        .first(),
        last_draft=reviews.filter(status=ReviewStatus.DRAFT)
        .order_by("-compiled_at", "-pk")
        .first(),
    )
