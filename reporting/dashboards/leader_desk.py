"""First page of leaders: the state of a plan on one screen."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol, cast

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from plans.models import Assignment, Plan, PlanQuerySet
from reporting.counting.figures import By, Figures, Scope, Tally, assignments_in, figures_of
from reporting.counting.open_periods import OpenPeriod, open_periods
from reporting.counting.trend import TrendPoint, trend_of
from reporting.dashboards.links import RowLinks
from reporting.dashboards.outcomes import Outcomes, outcomes_of
from reporting.models import Review, ReviewStatus
from units.models import Bloc, User

LONGEST_TREND = 8


@dataclass(frozen=True)
class LeaderDesk:
    """Figures, open periods (soonest due first), trend and the latest reviews of a plan.

    `judged_in` names the period by which recurring and continuous work is judged; or is empty.
    """

    plan: Plan
    figures: Figures
    num_units: int
    open_periods: list[OpenPeriod]
    trend: list[TrendPoint]
    last_issued: Review | None
    last_draft: Review | None
    judged_in: str

    @property
    def outcomes(self) -> Outcomes:
        return outcomes_of(self.figures.total, RowLinks(self.plan))

    @property
    def urls(self) -> dict[str, str]:
        return RowLinks(self.plan).by_name()

    @property
    def blocs(self) -> list[tuple[str, str, Tally]]:
        by_bloc = self.figures.by_bloc
        return [(bloc, label, by_bloc[bloc]) for bloc, label in Bloc.choices if bloc in by_bloc]


class WithUnits(Protocol):
    """A plan with the number of units that lead a task of it."""

    num_units: int


def with_units(plans: PlanQuerySet) -> PlanQuerySet:
    """Annotate what `leader_desk` needs of its plan."""
    leads = Assignment.objects.owed().filter(task__plan=OuterRef("pk")).order_by()
    units = leads.values("task__plan").annotate(num=Count("unit", distinct=True)).values("num")
    return plans.annotate(num_units=Coalesce(Subquery(units), 0))


def leader_desk(plan: Plan, user: User, *, today: date) -> LeaderDesk:
    """Read the desk of a plan `with_units`; as many queries for any number of units and periods."""
    scope = Scope(plan=plan, as_of=today)
    assignments = assignments_in(scope, user=user)
    opened = list(plan.periods.opened().newest_first())
    shown = opened[:LONGEST_TREND][::-1]
    # An open period stays on the page however old it is
    periods = [*(row for row in opened[LONGEST_TREND:] if row.is_open), *shown]
    unfinished = open_periods(periods, as_of=today)
    reviews = _last_reviews(plan)
    return LeaderDesk(
        plan=plan,
        figures=figures_of(scope, user=user, by=[By.BLOC]),
        num_units=cast(WithUnits, plan).num_units,
        open_periods=unfinished,
        trend=trend_of(shown, assignments=assignments, as_of=today, unfinished=unfinished),
        last_issued=reviews.get(ReviewStatus.ISSUED),
        last_draft=reviews.get(ReviewStatus.DRAFT),
        judged_in=next((row.name for row in opened if row.due_on < today), ""),
    )


def _last_reviews(plan: Plan) -> dict[str, Review]:
    """The last issued review and the last draft, by status; one query."""
    issued = plan.reviews.filter(status=ReviewStatus.ISSUED).order_by("-issued_on", "-pk")
    drafts = plan.reviews.filter(status=ReviewStatus.DRAFT).order_by("-compiled_at", "-pk")
    last = Q(pk__in=Subquery(issued.values("pk")[:1])) | Q(pk__in=Subquery(drafts.values("pk")[:1]))
    return {row.status: row for row in Review.objects.for_row().filter(last)}
