"""First pages of the office and of leaders over several plans, by what needs doing.

Each section shows its first rows, which name their plans, and leads to all of them. As many
queries for thirty plans as for two.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from plans import access
from plans.models import Plan
from reporting.counting.open_periods import OpenPeriod
from reporting.counting.portfolio import Portfolio, receiving_in
from reporting.counting.tallies import Tally
from reporting.models import ProgressEntry, Review, ReviewStatus
from reporting.portfolio.late import LateUnit, late_units
from reporting.portfolio.page import PlanRow, Sort, rows_of, sorted_rows
from reporting.portfolio.waiting import Waiting, waiting_by_plan
from reporting.verification.queue import waiting_in_plans
from tracker.lib import statements
from tracker.lib.addresses import address_of
from units.models import User

NUM_ROWS, NUM_OTHERS, NUM_PLANS = 5, 8, 8
WITH_PLAN = ("submission__period", "submission__unit", "assignment__task__plan")
SHOWN = (
    "last_sent_at",
    "submission__period__name",
    "submission__unit__short_name",
    "assignment__task__code",
    "assignment__task__title",
    "assignment__task__plan__short_title",
)


@dataclass(frozen=True)
class PlanPeriod:
    """An open period, with its plan."""

    plan: Plan
    row: OpenPeriod


@dataclass(frozen=True)
class OtherWork:
    """A number of things to do in a plan, or one where there is none, and where to do them."""

    number: int
    words: str
    url: str
    plan: Plan


@dataclass(frozen=True)
class Common:
    """What both pages show: who is late, and the periods whose due day is to come."""

    late: list[LateUnit]
    periods: list[PlanPeriod]

    @property
    def first_late(self) -> list[LateUnit]:
        return self.late[:NUM_ROWS]

    @property
    def first_periods(self) -> list[PlanPeriod]:
        return self.periods[:NUM_ROWS]


@dataclass(frozen=True)
class OfficeOverview:
    """What waits for the office: `oldest` results first, and `others` by kind and plan."""

    plans: Sequence[Plan]
    common: Common
    num_waiting: int
    oldest: list[ProgressEntry]
    others: list[OtherWork]
    can_verify: bool

    @property
    def first_others(self) -> list[OtherWork]:
        return self.others[:NUM_OTHERS]


@dataclass(frozen=True)
class LeaderOverview:
    """Counts of all plans together, the plans with most late work, and the latest reviews."""

    plans: Sequence[Plan]
    common: Common
    total: Tally
    rows: list[PlanRow]
    issued: list[Review]


def office_overview(plans: Sequence[Plan], user: User, *, today: date) -> OfficeOverview:
    portfolio = _portfolio(plans, user, today)
    permissions = access.permissions_by_plan(user)
    verified = [plan.pk for plan in plans if "verify_entries" in permissions[plan.pk]]
    waiting = waiting_by_plan(portfolio.whole, portfolio.version)
    num_waiting = sum(waiting[pk].num_waiting for pk in verified)
    return OfficeOverview(
        plans=plans,
        common=_common(portfolio, plans),
        num_waiting=num_waiting,
        oldest=_oldest(portfolio, tuple(verified)) if num_waiting else [],
        others=[*_others(plans, waiting), *_without_period(portfolio, plans)],
        can_verify=bool(verified),
    )


def leader_overview(plans: Sequence[Plan], user: User, *, today: date) -> LeaderOverview:
    portfolio = _portfolio(plans, user, today)
    total = Tally()
    rows = rows_of(portfolio, plans)
    for row in rows:
        total.cells.update(row.tally.cells)
        total.labels.update(row.tally.labels)
        total.periods.update(row.tally.periods)
    issued = Review.objects.filter(status=ReviewStatus.ISSUED, plan__in=portfolio.whole)
    return LeaderOverview(
        plans=plans,
        common=_common(portfolio, plans),
        total=total,
        rows=sorted_rows(rows, Sort("late"))[:NUM_PLANS],
        issued=list(issued.for_row().order_by("-issued_on", "-pk")[:NUM_ROWS]),
    )


def _portfolio(plans: Iterable[Plan], user: User, today: date) -> Portfolio:
    return Portfolio.of(user, [plan.pk for plan in plans], as_of=today)


def _common(portfolio: Portfolio, plans: Iterable[Plan]) -> Common:
    by_id = {plan.pk: plan for plan in plans}
    receiving = receiving_in(portfolio)
    return Common(
        late=late_units(portfolio, plans, receiving),
        periods=[
            PlanPeriod(by_id[row.period.plan_id], row) for row in receiving if not row.is_past_due
        ],
    )


def _oldest(portfolio: Portfolio, plan_ids: tuple[int, ...]) -> list[ProgressEntry]:
    """The results that wait longest; one query."""

    def build() -> QuerySet[ProgressEntry]:
        first = waiting_in_plans(plan_ids).select_related(*WITH_PLAN)
        return first.only(*SHOWN)[:NUM_ROWS]

    return portfolio.kept(
        f"oldest of {plan_ids}",
        lambda: statements.objects_of(("oldest of plans", plan_ids), build),
    )


def _others(plans: Sequence[Plan], waiting: Mapping[int, Waiting]) -> Iterator[OtherWork]:
    """By kind what presses most first, and in each kind the most first."""
    extensions = address_of("reporting:list-extensions")
    for name, words, url_of in (
        (
            "num_extensions",
            "đề nghị gia hạn chờ quyết định",
            lambda plan: f"{extensions}?status=asked&plan={plan.pk}",
        ),
        ("num_failed", "báo cáo chưa lập được", _reviews),
        (
            "num_proposed",
            "phân công còn là đề xuất",
            lambda plan: address_of("plans:assignment-grid", plan.pk),
        ),
        ("num_in_progress", "báo cáo đang lập", _reviews),
    ):
        counted = [(getattr(waiting[plan.pk], name), plan) for plan in plans]
        for number, plan in sorted(counted, key=lambda pair: -pair[0]):
            if number:
                yield OtherWork(number, words, url_of(plan), plan)


def _without_period(portfolio: Portfolio, plans: Sequence[Plan]) -> Iterator[OtherWork]:
    permissions = access.permissions_by_plan(portfolio.user)
    opened = {row.plan_id for row in portfolio.open_periods}
    for plan in plans:
        if plan.pk not in opened and "manage_periods" in permissions[plan.pk]:
            url = address_of("reporting:list-periods", plan.pk)
            yield OtherWork(0, "chưa có kỳ báo cáo nào đang mở", url, plan)


def _reviews(plan: Plan) -> str:
    return address_of("reporting:list-reviews", plan.pk)
