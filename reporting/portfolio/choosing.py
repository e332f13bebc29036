"""The plans that the chooser of the bar offers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Value, When

from plans import access
from plans.models import Plan, PlanQuerySet, PlanStatus
from tracker.lib.text import fold, search_forms
from units.models import User

# More are found by their words
NUM_OFFERED = 30
BRIEF = ("number", "kind", "short_title", "subject", "issued_on", "status", "archived_at")
# Below so many nobody needs to search
NUM_SEARCHED = 9
IN_ORDER = Case(
    When(archived_at__isnull=False, then=Value(4)),
    When(status=PlanStatus.ACTIVE, owner=None, then=Value(0)),
    When(status=PlanStatus.DRAFT, owner=None, then=Value(1)),
    When(status=PlanStatus.CLOSED, then=Value(3)),
    default=Value(2),
)


@dataclass(frozen=True)
class PlanOffer:
    """The first plans that match; `num_all` the person may read."""

    plans: Sequence[Plan]
    num_found: int
    num_all: int

    @property
    def num_more(self) -> int:
        return self.num_found - len(self.plans)

    @property
    def can_search(self) -> bool:
        return self.num_all >= NUM_SEARCHED


def offer(user: User, query: str) -> PlanOffer:
    """Running plans of the office first, newest first, archived ones by words only; one query."""
    plans = list(readable_plans(user).order_by(IN_ORDER, "-issued_on", "-pk"))
    found = matching(plans, query)
    if not query.strip():
        found = [plan for plan in found if not plan.is_archived]
    return PlanOffer(found[:NUM_OFFERED], len(found), len(plans))


def readable_plans(user: User) -> PlanQuerySet:
    """The plans whose text `user` may read."""
    readable = access.plans_with("view_plan", by=user)
    # Without their long texts
    return Plan.objects.filter(pk__in=readable).only(*BRIEF)


def matching(plans: Sequence[Plan], query: str) -> list[Plan]:
    """Those whose number, title or subject has the words of `query`, accents or not."""
    forms = search_forms(query)
    if not forms:
        return list(plans)
    return [plan for plan in plans if any(form in words_of(plan) for form in forms)]


def words_of(plan: Plan) -> str:
    return fold(f"{plan.number} {plan.short_title} {plan.subject}")
