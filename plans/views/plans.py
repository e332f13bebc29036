"""Page with the list of plans."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plans import access, loading
from plans.models import AssignmentState, Plan
from units import roles
from units.requests import SignedInRequest


@require_safe
def list_plans(request: SignedInRequest) -> HttpResponse:
    """Plans that the person may read; possibly none."""
    live = Q(tasks__assignments__ended_on__isnull=True)
    proposed = live & Q(tasks__assignments__state=AssignmentState.PROPOSED)
    plans = (
        Plan.objects.readable_by(request.user)
        .annotate(
            num_tasks=Count("tasks", distinct=True),
            num_units=Count("tasks__assignments__unit", filter=live, distinct=True),
            num_proposed=Count("tasks__assignments", filter=proposed, distinct=True),
        )
        .order_by("-issued_on", "-pk")
    )
    # Read first: one query for what the person may do on plans and on the directory
    granted = access.permissions_by_plan(request.user)
    is_administrator = roles.may_manage_directory(request.user)
    context = {
        "plans": plans,
        "editable": {pk for pk, names in granted.items() if "edit_assignments" in names},
        "is_administrator": is_administrator,
        "is_office": roles.is_of_office(request.user),
        "can_load_sample": is_administrator and loading.sample().loaded() is None,
        "may_make_plans": roles.may_make_plans(request.user),
    }
    return render(request, "plans/list_plans.html", context)
