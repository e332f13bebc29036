"""The plan that the bar leads into: the one a page is about, else the one a person last stood in.

Kept in a cookie, because reading a page writes nothing. A plan that is gone, closed or not
readable any more gives way to a running one whose open period is due soonest; the plans that units
keep for themselves come after those of the office.
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Case, F, IntegerField, JSONField, Model, OuterRef, Q, Subquery, When
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponse

from plans.models import Assignment, Commitment, Indicator, Plan, PlanStatus, Task, TaskGroup
from reporting.models import (
    Contribution,
    Extension,
    ProgressEntry,
    ReportingPeriod,
    Review,
    ReviewSchedule,
    SheetImport,
    Submission,
)
from tracker.lib import statements
from tracker.lib.middleware import GetResponse
from tracker.lib.numbers import parse_id
from units.models import User

COOKIE = "plan"
KEPT_FOR = timedelta(days=365)
# By the first word of an address: whose id follows it, and the path from there to the plan
PLACES: Mapping[str, tuple[type[Model], str]] = {
    "plans": (Plan, "pk"),
    "groups": (TaskGroup, "plan"),
    "tasks": (Task, "plan"),
    "commitments": (Commitment, "task__plan"),
    "assignments": (Assignment, "task__plan"),
    "indicators": (Indicator, "task__plan"),
    "periods": (ReportingPeriod, "plan"),
    "submissions": (Submission, "period__plan"),
    "sheet-imports": (SheetImport, "submission__period__plan"),
    "entries": (ProgressEntry, "assignment__task__plan"),
    "contributions": (Contribution, "assignment__task__plan"),
    "extensions": (Extension, "assignment__task__plan"),
    "reviews": (Review, "plan"),
    "schedules": (ReviewSchedule, "plan"),
}
HERE, REMEMBERED, RUNNING, OWN, CLOSED, DRAFT, ARCHIVED = range(7)
_CHOSEN = "_chosen_plan"


@dataclass(frozen=True)
class ChosenPlan:
    """A plan with its short title; `is_here`: the page is about it."""

    pk: int
    title: str = ""
    is_here: bool = False


@dataclass(frozen=True)
class PlanQuestion:
    """Which of the plans `readable` is chosen: a column of another query, and its answer.

    `place`: the first word of the address and the id that follows it.
    """

    readable: Collection[int]
    place: tuple[str, int] | None
    remembered: int
    # Marks of the query that it becomes a part of
    after: int

    @property
    def key(self) -> Hashable:
        """What the text of the column depends on."""
        return self.place and self.place[0], self._marks[0]

    @property
    def given(self) -> tuple[int, ...]:
        """What takes the place of its marks."""
        here = self.place[1] if self.place else statements.NOBODY
        return here, self.remembered, *self._marks[1]

    def column(self) -> Subquery:
        """Id, short title and rank of the chosen plan, or NULL."""
        rank = self._rank()
        open_periods = ReportingPeriod.objects.open().filter(plan=OuterRef("pk"))
        due = Subquery(open_periods.order_by("due_on").values("due_on")[:1])
        plans = Plan.objects.filter(pk__in=self._marks[0]).order_by(
            rank, F("due").asc(nulls_last=True), "-issued_on", "-pk"
        )
        found = JSONObject(pk="pk", title="short_title", rank=rank)
        return Subquery(plans.annotate(due=due).values(found=found)[:1], output_field=JSONField())

    @property
    def _marks(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        return statements.marks_or_ids(sorted(self.readable), after=self.after + 2)

    def _rank(self) -> Case:
        here, remembered = statements.MARKS[self.after : self.after + 2]
        lines = [
            When(~Q(status=PlanStatus.CLOSED), pk=remembered, then=REMEMBERED),
            When(status=PlanStatus.ACTIVE, owner=None, then=RUNNING),
            When(status=PlanStatus.ACTIVE, then=OWN),
            When(archived_at__isnull=False, then=ARCHIVED),
            When(status=PlanStatus.CLOSED, then=CLOSED),
        ]
        if self.place:
            lines.insert(0, When(pk=_plan_of(self.place[0], here), then=HERE))
        return Case(*lines, default=DRAFT, output_field=IntegerField())


def _plan_of(word: str, pk: int) -> Combinable | int:
    model, path = PLACES[word]
    if model is Plan:
        return pk
    return Subquery(model._default_manager.filter(pk=pk).order_by().values(path)[:1])


def question_of(
    request: HttpRequest, user: User, readable: Collection[int], *, after: int
) -> PlanQuestion | None:
    """None where there is nothing to choose."""
    if len(readable) < 2:
        return None
    words = request.path.split("/")[1:3]
    pk = parse_id(words[1]) if len(words) > 1 and words[0] in PLACES else None
    return PlanQuestion(
        readable=readable,
        place=(words[0], pk) if pk is not None else None,
        remembered=_remembered(request, user),
        after=after,
    )


def answered(request: HttpRequest, found: Mapping[str, object] | None) -> ChosenPlan | None:
    """What the column of the question says, kept for `remember_plan`."""
    if not found:
        return None
    chosen = ChosenPlan(int(str(found["pk"])), str(found["title"]), found["rank"] == HERE)
    vars(request)[_CHOSEN] = chosen
    return chosen


def remember_plan(get_response: GetResponse) -> GetResponse:
    """Keep the plan of the page, which showed its bar."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        chosen: ChosenPlan | None = vars(request).get(_CHOSEN)
        if chosen and chosen.is_here and response.status_code == 200:
            _remember(response, request, chosen)
        return response

    return middleware


def _remember(response: HttpResponse, request: HttpRequest, chosen: ChosenPlan) -> None:
    value = f"{request.user.pk}.{chosen.pk}"
    if request.COOKIES.get(COOKIE) != value:
        response.set_cookie(
            COOKIE,
            value,
            max_age=KEPT_FOR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _remembered(request: HttpRequest, user: User) -> int:
    """The plan in the cookie, unless somebody else stood in it."""
    whose, _, pk = request.COOKIES.get(COOKIE, "").partition(".")
    is_own = parse_id(whose) == user.pk
    return (parse_id(pk) if is_own else None) or statements.NOBODY
