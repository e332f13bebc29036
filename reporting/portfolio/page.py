"""The list of plans: their state, what is done and late, and what comes next."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from plans import access
from plans.models import Plan, PlanStatus
from reporting.counting.portfolio import Portfolio, next_deadlines, tallies_of
from reporting.counting.tallies import Tally
from reporting.models import ReportingPeriod
from reporting.portfolio.choosing import BRIEF, matching, readable_plans
from reporting.portfolio.todo import Todo, has_todo
from reporting.portfolio.waiting import Waiting, waiting_by_plan
from tracker.lib.components.kept import KeptBy
from units.models import User

# What plans are chosen by, besides a single status
CURRENT, ALL, ARCHIVED = "", "all", "archived"
SortKey = tuple[float, ...] | None
# Whose plans
ANYBODYS, OF_OFFICE, OF_UNITS = "", "office", "units"
PLACE = (
    *("owner__short_name", "parent_task__code", "parent_task__title"),
    *("parent_task__plan__short_title", "parent_document__kind", "parent_document__number"),
)
NO_DEADLINES: Mapping[int, date] = {}


@dataclass(frozen=True)
class PlanFilter:
    """Closed and archived plans are left out unless asked for; empty values include everything."""

    status: str = CURRENT
    words: str = ""
    only_late: bool = False
    todo: Todo | None = None
    owner: str = ANYBODYS


@dataclass(frozen=True)
class Sort:
    """`by` is a key of SORTS, each with the direction in which it is most useful."""

    by: str = "next"
    is_reversed: bool = False

    @property
    def is_descending(self) -> bool:
        return SORTS[self.by][1] != self.is_reversed


@dataclass(frozen=True)
class Milestone:
    """The next due day of a plan: of an open period, or without one of a deadline."""

    day: date
    period: ReportingPeriod | None
    days_left: int

    @property
    def words(self) -> str:
        """As in "hạn gửi Quý 3/2026, còn 5 ngày"."""
        what = f"hạn gửi {self.period.name}" if self.period else "thời hạn nhiệm vụ"
        if self.days_left < 0:
            return f"{what}, đã quá {-self.days_left} ngày"
        return f"{what}, còn {self.days_left} ngày" if self.days_left else f"{what}, hôm nay"


@dataclass(frozen=True)
class PlanRow:
    """`waiting` is None for readers who do not work for the office of the plan.

    `is_whole`: the reader reads all of the plan, so that others have the same row.
    """

    plan: Plan
    tally: Tally
    next: Milestone | None
    waiting: Waiting | None
    can_verify: bool
    is_whole: bool
    is_under: bool = False

    @property
    def drawing(self) -> KeptBy:
        """By all that is shown, which needs no version: a change draws its own rows anew."""
        return KeptBy((self.plan.pk, self._shown) if self.is_whole else None, version="shown")

    @property
    def _shown(self) -> Hashable:
        plan, tally, next_ = self.plan, self.tally, self.next
        return (
            (plan.short_title, plan.number, plan.issued_on, plan.status_words),
            (plan.owner and plan.owner.short_name, self.carries_out, self.is_under),
            (frozenset(tally.cells.items()), frozenset(tally.periods.items())),
            (next_ and (next_.day, next_.words), self.waiting),
        )

    @property
    def parent_id(self) -> int | None:
        """The plan that it carries out a task of."""
        return self.plan.parent_task.plan_id if self.plan.parent_task else None

    @property
    def carries_out(self) -> str:
        """The task, or else the document, that the plan carries out."""
        task, document = self.plan.parent_task, self.plan.parent_document
        if task is not None:
            return f"nhiệm vụ {task.code} của {task.plan.short_title}"
        return f"{document}" if document else ""


def rows_of_plans(user: User, chosen: PlanFilter, sort: Sort, *, today: date) -> list[PlanRow]:
    """The plans that `user` may read and asks for; as many queries for any number of them.

    The plan of a unit follows the one whose task it carries out, if that is listed too.
    """
    plans = [plan for plan in matching(_plans(user), chosen.words) if _is_chosen(plan, chosen)]
    portfolio = Portfolio.of(user, [plan.pk for plan in plans], as_of=today)
    rows = rows_of(portfolio, plans, deadlines=next_deadlines(portfolio)) if plans else []
    if chosen.only_late:
        rows = [row for row in rows if row.tally.num_late]
    if (todo := chosen.todo) is not None:
        rows = [row for row in rows if has_todo(todo, row.plan, row.waiting, portfolio)]
    return under_parents(sorted_rows(rows, sort))


def rows_of(
    portfolio: Portfolio, plans: Sequence[Plan], *, deadlines: Mapping[int, date] = NO_DEADLINES
) -> list[PlanRow]:
    """Rows of `plans`, which are those of `portfolio`, in this order.

    `deadlines`: the next ones, if due days of open periods are not enough.
    """
    tallies, milestones = tallies_of(portfolio), _milestones(portfolio, deadlines)
    permissions = access.permissions_by_plan(portfolio.user)
    handled = [plan.pk for plan in plans if "edit_assignments" in permissions[plan.pk]]
    waiting = waiting_by_plan(handled, portfolio.version) if handled else {}
    return [
        PlanRow(
            plan=plan,
            tally=tallies.get(plan.pk, Tally()),
            next=milestones.get(plan.pk),
            waiting=waiting.get(plan.pk),
            can_verify="verify_entries" in permissions[plan.pk],
            is_whole=plan.pk in portfolio.whole,
        )
        for plan in plans
    ]


def sorted_rows(rows: Sequence[PlanRow], sort: Sort) -> list[PlanRow]:
    """By the key of `sort`; what has no value for it comes last in both directions."""
    key, _ = SORTS[sort.by]
    known = [row for row in rows if key(row) is not None]
    unknown = [row for row in rows if key(row) is None]
    in_order = sorted(known, key=lambda row: key(row) or (), reverse=sort.is_descending)
    return [*in_order, *unknown]


def under_parents(rows: Sequence[PlanRow]) -> list[PlanRow]:
    """`rows` in their order, each followed by those that carry out its tasks."""
    listed = {row.plan.pk for row in rows}
    below: dict[int | None, list[PlanRow]] = defaultdict(list)
    for row in rows:
        below[row.parent_id if row.parent_id in listed else None].append(row)
    found: list[PlanRow] = []
    waiting = below[None][::-1]
    while waiting:
        row = waiting.pop()
        found.append(replace(row, is_under=row.parent_id in listed))
        waiting += below[row.plan.pk][::-1]
    return found


def _plans(user: User) -> list[Plan]:
    related = ("owner", "parent_task__plan", "parent_document")
    plans = readable_plans(user).select_related(*related).only(*BRIEF, *PLACE)
    return list(plans.order_by("-issued_on", "-pk"))


def _is_chosen(plan: Plan, chosen: PlanFilter) -> bool:
    if chosen.owner != ANYBODYS and (plan.owner_id is None) != (chosen.owner == OF_OFFICE):
        return False
    if chosen.status == CURRENT:
        return plan.status != PlanStatus.CLOSED
    if chosen.status == ARCHIVED or plan.is_archived:
        return plan.is_archived and chosen.status in (ALL, ARCHIVED)
    return chosen.status in (ALL, plan.status)


def _milestones(portfolio: Portfolio, deadlines: Mapping[int, date]) -> dict[int, Milestone]:
    """The due day of an open period counts from the day of its opening until it is closed."""
    days: dict[int, tuple[date, ReportingPeriod | None]] = {
        plan_id: (day, None) for plan_id, day in deadlines.items()
    }
    for period in portfolio.open_periods:
        known = days.get(period.plan_id)
        if known is None or period.due_on <= known[0]:
            days[period.plan_id] = period.due_on, period
    return {
        plan_id: Milestone(day, period, (day - portfolio.as_of).days)
        for plan_id, (day, period) in days.items()
    }


def _next(row: PlanRow) -> SortKey:
    return (row.next.day.toordinal(),) if row.next else None


def _waiting(row: PlanRow) -> SortKey:
    return (row.waiting.num_waiting,) if row.waiting else None


def _share(share: float | None) -> SortKey:
    return None if share is None else (share,)


STATUSES = list(PlanStatus)
# A key, and whether the greatest comes first
SORTS: dict[str, tuple[Callable[[PlanRow], SortKey], bool]] = {
    "next": (_next, False),
    "late": (lambda row: (row.tally.num_late,), True),
    "waiting": (_waiting, True),
    "on_time": (lambda row: _share(row.tally.share_on_time), False),
    "period": (lambda row: _share(row.tally.share_period_met), False),
    "number": (lambda row: (row.plan.issued_on.toordinal(), row.plan.pk), True),
    "status": (lambda row: (STATUSES.index(PlanStatus(row.plan.status)),), False),
}
