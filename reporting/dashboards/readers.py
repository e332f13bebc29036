"""Who may open the pages of a plan's results, and what these pages read of the plan."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from plans import access
from plans.models import Plan, TaskGroup
from tracker.lib import statements
from units.models import User


def require_readable_results(plan: Plan, *, user: User) -> None:
    """Pages of results require at least one readable result; the text of the plan does not."""
    if access.has_permission("read_filings", plan=plan, by=user):
        return
    if not access.readable_assignments(plan, user=user).exists():
        raise PermissionDenied


def plan_with_groups(pk: int, *, user: User) -> tuple[Plan, list[TaskGroup]]:
    """A plan whose text `user` may read, and its task groups; 404 for others.

    One query; two for a plan that has no groups yet.
    """
    found = statements.objects_of("groups with their plan", _groups, given=(pk, user.pk))
    return (found[0].plan if found else readable_plan(pk, user=user)), found


def readable_plan(pk: int, *, user: User) -> Plan:
    """A plan whose text `user` may read; 404 for others."""
    return statements.object_or_404("readable plan", _plans, given=(pk, user.pk))


def _plans() -> QuerySet[Plan]:
    pk, reader = statements.MARKS[:2]
    return Plan.objects.readable_by(User(pk=reader)).filter(pk=pk)


def _groups() -> QuerySet[TaskGroup]:
    groups = TaskGroup.objects.filter(plan__in=_plans().values("pk"))
    return groups.select_related("plan").order_by("position", "pk")
