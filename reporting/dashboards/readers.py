"""Who may open the pages of a plan's results, and what these pages read of the plan."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from plans import access
from plans.models import Plan, TaskGroup
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
    readable = Plan.objects.readable_by(user)
    groups = TaskGroup.objects.filter(plan=pk, plan__in=readable.values("pk"))
    found = list(groups.select_related("plan").order_by("position", "pk"))
    return (found[0].plan if found else get_object_or_404(readable, pk=pk)), found
