"""The list of exactly the rows behind a number."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from reporting.counting.fact_version import fact_version
from reporting.dashboards.assignment_list import list_of
from reporting.dashboards.drawings import drawn_form
from reporting.dashboards.forms import AssignmentFilterForm
from reporting.dashboards.links import RowLinks
from reporting.dashboards.readers import plan_with_groups, require_readable_results
from reporting.entries.own_plans import own_plans_of
from tracker.lib.text import search_forms
from units.requests import SignedInRequest


@require_safe
def list_assignments(request: SignedInRequest, pk: int) -> HttpResponse:
    """The scope of a tab with one more condition."""
    version = fact_version()
    plan, groups = plan_with_groups(pk, user=request.user)
    require_readable_results(plan, user=request.user)
    form = AssignmentFilterForm(
        request.GET, plan=plan, groups=groups, today=localdate(), version=version
    )
    scope = form.scope()
    found = list_of(
        scope,
        user=request.user,
        words=list(search_forms(form.text_of("q"))),
        page=request.GET.get("page"),
    )
    dashboard_url = reverse("reporting:dashboard", args=[plan.pk])
    context = {
        "plan": plan,
        "form": form,
        "form_drawing": drawn_form(request, form),
        "page": found.page,
        "rows": found.rows,
        "own_plans": own_plans_of(found.rows, user=request.user, as_of=scope.as_of),
        "scope": scope,
        "dashboard_url": RowLinks(plan, form.kept()).beside(dashboard_url),
    }
    return render(request, "reporting/dashboards/list_assignments.html", context)
