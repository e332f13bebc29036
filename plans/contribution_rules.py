"""Whether co-ordinating units must contribute to a task, by its own rule or by that of its plan."""

from datetime import date

from django.db.models import F, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.db.models.lookups import Exact

from plans.models import PlanEvent, PlanEventKind, TaskEvent, TaskEventKind

OF_TASKS = (
    TaskEventKind.CONTRIBUTIONS_ASKED,
    TaskEventKind.CONTRIBUTIONS_WAIVED,
    TaskEventKind.CONTRIBUTIONS_AS_PLAN,
)
# The kind that says "asked" has the same name in both histories
OF_PLANS = (PlanEventKind.CONTRIBUTIONS_ASKED, PlanEventKind.CONTRIBUTIONS_WAIVED)


def asked_on(day: date | F | OuterRef, *, task: str, plan: str) -> Q:
    """Whether contributions to a task were required at the end of `day`.

    `task` and `plan` are the paths to their ids. Read from the histories: what the office requires
    or waives today changes nothing in periods that were due before.
    """
    of_task = TaskEvent.objects.filter(task=OuterRef(task), kind__in=OF_TASKS)
    of_plan = PlanEvent.objects.filter(plan=OuterRef(plan), kind__in=OF_PLANS)
    own = NullIf(_latest(of_task, day), Value(TaskEventKind.CONTRIBUTIONS_AS_PLAN))
    in_force = Coalesce(own, _latest(of_plan, day), Value(""))
    return Q(Exact(in_force, Value(TaskEventKind.CONTRIBUTIONS_ASKED)))


def _latest(events: QuerySet[Model], day: date | F | OuterRef) -> Subquery:
    latest = events.filter(at__date__lte=day).order_by("-at", "-pk")
    return Subquery(latest.values("kind")[:1])
