"""First pages of the office and of leaders over several plans, by what needs doing.

Each section shows its first rows, which name their plans, and leads to all of them. As many
queries for thirty plans as for two.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Self

from django.db.models import QuerySet

from plans import access
from plans.models import Plan
from reporting.counting.open_periods import OpenPeriod
from reporting.counting.portfolio import Portfolio, receiving_in
from reporting.counting.tallies import Tally
from reporting.models import ProgressEntry, Review, ReviewStatus
from reporting.models.review import ReviewQuerySet
from reporting.portfolio.late import LateUnit, late_units
from reporting.portfolio.page import PlanRow, Sort, rows_of, sorted_rows
from reporting.portfolio.todo import Todo, num_todo, waits_for_period
from reporting.portfolio.waiting import Waiting, waiting_by_plan
from reporting.verification.queue import waiting_in_plans
from tracker.lib import statements
from tracker.lib.addresses import address_of
from tracker.lib.components.kept import KeptBy
from tracker.lib.parted import Version
from units.models import User

# With the tiles above them they fit one screen of 1366 × 768
NUM_ROWS, NUM_PLANS, NUM_ISSUED = 5, 4, 2
WITH_PLAN = ("submission__unit", "assignment__task__plan")
SHOWN = (
    "last_sent_at",
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
    """Things to do of one kind, how many in how many plans, and where to do them.

    Plans without an open period are counted themselves.
    """

    number: int
    words: str
    url: str
    num_plans: int


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
class Overview:
    """Running plans that their reader reads whole. What is shown is read where it is drawn."""

    plans: Sequence[Plan]
    portfolio: Portfolio

    @classmethod
    def of(cls, plans: Sequence[Plan], user: User, *, today: date, read_at: Version | None) -> Self:
        """`read_at`: the version that was read before the plans."""
        ids = [plan.pk for plan in plans]
        return cls(plans, Portfolio.of(user, ids, as_of=today, read_at=read_at))

    @cached_property
    def drawing(self) -> KeptBy:
        """For all who have the same rights on the same plans."""
        portfolio = self.portfolio
        ids, permissions = [plan.pk for plan in self.plans], self.permissions
        rights = tuple((pk, frozenset(permissions[pk])) for pk in ids)
        return KeptBy(None if portfolio.partial else (rights, portfolio.key), portfolio.version)

    @property
    def permissions(self) -> dict[int, set[str]]:
        return access.permissions_by_plan(self.portfolio.user)

    @cached_property
    def common(self) -> Common:
        return _common(self.portfolio, self.plans)


class OfficeOverview(Overview):
    """What waits for the office: `oldest` results first, and `others` by kind."""

    @property
    def can_verify(self) -> bool:
        return bool(self._verified)

    @property
    def num_waiting(self) -> int:
        return sum(self._waiting[pk].num_waiting for pk in self._verified)

    @cached_property
    def oldest(self) -> list[ProgressEntry]:
        return _oldest(self.portfolio, self._verified) if self.num_waiting else []

    @cached_property
    def others(self) -> list[OtherWork]:
        plans = self.plans
        return [*_others(plans, self._waiting), *_without_period(self.portfolio, plans)]

    @cached_property
    def _verified(self) -> tuple[int, ...]:
        """The ids of the plans whose results the reader verifies."""
        permissions = self.permissions
        return tuple(p.pk for p in self.plans if "verify_entries" in permissions[p.pk])

    @cached_property
    def _waiting(self) -> dict[int, Waiting]:
        return waiting_by_plan(self.portfolio.whole, self.portfolio.version)


class LeaderOverview(Overview):
    """Counts of all plans together, the plans with most late work, and the latest reviews."""

    @cached_property
    def total(self) -> Tally:
        total = Tally()
        for row in self._rows:
            total.cells.update(row.tally.cells)
            total.labels.update(row.tally.labels)
            total.periods.update(row.tally.periods)
        return total

    @property
    def rows(self) -> list[PlanRow]:
        return sorted_rows(self._rows, Sort("late"))[:NUM_PLANS]

    @cached_property
    def issued(self) -> list[Review]:
        """Read each time: what reviews are called moves no version."""
        ids = self.portfolio.whole

        def build() -> ReviewQuerySet:
            issued = Review.objects.filter(status=ReviewStatus.ISSUED, plan__in=ids)
            return issued.for_row().order_by("-issued_on", "-pk")[:NUM_ISSUED]

        return statements.objects_of(("issued in plans", ids), build)

    @cached_property
    def _rows(self) -> list[PlanRow]:
        return rows_of(self.portfolio, self.plans)


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
    """By kind what presses most first; of several plans the list that has them."""
    extensions = f"{address_of('reporting:list-extensions')}?status=asked"
    for todo, words, url_of, list_url in (
        (
            Todo.EXTENSIONS,
            "đề nghị gia hạn chờ quyết định",
            lambda plan: f"{extensions}&plan={plan.pk}",
            extensions,
        ),
        (Todo.FAILED, "báo cáo chưa lập được", _reviews, ""),
        (Todo.PROPOSED, "phân công còn là đề xuất", _grid, ""),
        (Todo.IN_PROGRESS, "báo cáo chưa ban hành", _reviews, ""),
    ):
        found = {plan: num for plan in plans if (num := num_todo(todo, waiting[plan.pk]))}
        if found:
            url = url_of(*found) if len(found) == 1 else list_url or listed(todo)
            yield OtherWork(sum(found.values()), words, url, len(found))


def _without_period(portfolio: Portfolio, plans: Sequence[Plan]) -> Iterator[OtherWork]:
    found = [plan for plan in plans if waits_for_period(portfolio, plan)]
    if found:
        is_one = len(found) == 1
        one = address_of("reporting:list-periods", found[0].pk)
        words = "kế hoạch chưa có kỳ báo cáo nào đang mở"
        yield OtherWork(len(found), words, one if is_one else listed(Todo.NO_PERIOD), 1)


def listed(todo: Todo) -> str:
    """The list of plans in which there is something to do."""
    return f"{address_of('reporting:list-plans')}?todo={todo.value}"


def _grid(plan: Plan) -> str:
    return address_of("plans:assignment-grid", plan.pk)


def _reviews(plan: Plan) -> str:
    return address_of("reporting:list-reviews", plan.pk)
