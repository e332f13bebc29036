"""First page of leaders: the state of a plan on one screen."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, QuerySet, Subquery

from plans.models import Plan
from reporting.counting.calendar import Calendar, calendar_at
from reporting.counting.expected import expected_in, results_in
from reporting.counting.figures import Scope, figures_of, statement_key
from reporting.counting.open_periods import OpenPeriod, judged_words, open_periods
from reporting.counting.tallies import By, Figures, Tally
from reporting.counting.trend import TrendPoint, trend_of
from reporting.dashboards.links import RowLinks
from reporting.dashboards.outcomes import Outcomes, outcomes_of
from reporting.dashboards.units_choice import UnitsChoice
from reporting.models import Review, ReviewStatus
from tracker.lib import statements, versioned
from tracker.lib.addresses import address_of
from tracker.lib.parted import Version
from units.models import Bloc, User

LONGEST_TREND = 8


@dataclass(frozen=True)
class LeaderDesk:
    """Figures, open periods (soonest due first), trend and the latest reviews of a plan.

    `judged_in`: as `judged_words` says it.
    `links` keep the choice by which units the page counts.
    """

    plan: Plan
    scope: Scope
    links: RowLinks
    figures: Figures
    num_units: int
    open_periods: list[OpenPeriod]
    trend: list[TrendPoint]
    last_issued: Review | None
    last_draft: Review | None
    judged_in: str
    bloc_names: list[tuple[str, str]]

    @property
    def outcomes(self) -> Outcomes:
        return outcomes_of(self.figures.total, self.links)

    @property
    def urls(self) -> dict[str, str]:
        return self.links.by_name()

    @property
    def matrix_url(self) -> str:
        return self.links.beside(address_of("reporting:dashboard-matrix", self.plan.pk))

    @property
    def blocs(self) -> list[tuple[str, str, Tally]]:
        by_bloc = self.figures.by_bloc
        return [(bloc, name, by_bloc[bloc]) for bloc, name in self.bloc_names if bloc in by_bloc]


def leader_desk(
    plan: Plan, user: User, *, today: date, choice: UnitsChoice, version: Version | None
) -> LeaderDesk:
    """Read the desk of a plan; as many queries for any number of units and periods.

    It is counted unless it was since anything changed; the `version` was read before the plan.
    """
    calendar = calendar_at(version, plan)
    scope = Scope(plan=plan, as_of=today, calendar=calendar, by_units=choice.by_units)
    links = RowLinks(plan, choice.kept)
    key = statement_key(scope, user=user)
    counted = versioned.value_of(
        None if key is None else ("desk of a leader", key),
        lambda: _counted(scope, calendar, links, user),
        version=scope.version,
    )
    reviews = _last_reviews(plan)
    return replace(
        counted,
        plan=plan,
        scope=scope,
        links=links,
        last_issued=reviews.get(ReviewStatus.ISSUED),
        last_draft=_draft_after_issue(reviews),
    )


def _counted(scope: Scope, calendar: Calendar, links: RowLinks, user: User) -> LeaderDesk:
    """The desk without its reviews."""
    opened, today = calendar.periods, scope.as_of
    shown = opened[:LONGEST_TREND][::-1]
    # An open period stays on the page however old it is
    periods = [*(row for row in opened[LONGEST_TREND:] if row.is_open), *shown]
    expected = expected_in(scope, periods, user=user)
    unfinished = open_periods(
        periods,
        as_of=today,
        expected=expected.submissions(periods),
        version=scope.version,
    )
    return LeaderDesk(
        plan=scope.plan,
        scope=scope,
        links=links,
        figures=figures_of(scope, user=user, by=[By.BLOC]),
        num_units=len(set(map(scope.present.unit_of, expected.units))),
        open_periods=unfinished,
        trend=trend_of(
            shown,
            num_owed=expected.by_period,
            results=results_in(scope, shown, user=user, units=expected.units),
            unfinished=unfinished,
        ),
        last_issued=None,
        last_draft=None,
        judged_in=judged_words(opened, as_of=today),
        bloc_names=Bloc.choices(version=scope.version and scope.version.common),
    )


def _draft_after_issue(reviews: dict[str, Review]) -> Review | None:
    """The last draft, unless a review was issued since: leaders then read that one."""
    draft, issued = reviews.get(ReviewStatus.DRAFT), reviews.get(ReviewStatus.ISSUED)
    if draft and issued and draft.compiled_at and issued.compiled_at:
        return draft if draft.compiled_at > issued.compiled_at else None
    return draft


def _last_reviews(plan: Plan) -> dict[str, Review]:
    """The last issued review and the last draft, by status; one query."""

    def build() -> QuerySet[Review]:
        of_plan = Review.objects.filter(plan=statements.MARK)
        issued = of_plan.filter(status=ReviewStatus.ISSUED).order_by("-issued_on", "-pk")
        drafts = of_plan.filter(status=ReviewStatus.DRAFT).order_by("-compiled_at", "-pk")
        last = [Subquery(rows.values("pk")[:1]) for rows in (issued, drafts)]
        return Review.objects.for_row().filter(Q(pk__in=last[0]) | Q(pk__in=last[1]))

    found = statements.objects_of("last reviews", build, given=plan.pk)
    return {row.status: row for row in found}
