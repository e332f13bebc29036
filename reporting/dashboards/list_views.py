"""The list of exactly the rows behind a number."""

from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from reporting.counting.figures import rows_in
from reporting.dashboards.forms import AssignmentFilterForm
from reporting.dashboards.links import RowLinks
from reporting.dashboards.readers import plan_with_groups, require_readable_results
from reporting.entries.assignment_rows import rows_of
from tracker.lib.text import search_forms
from units.requests import SignedInRequest

# Units whose rows offer to request an extension; a name missing in a template is slow
NO_UNITS: frozenset[int] = frozenset()


@require_safe
def list_assignments(request: SignedInRequest, pk: int) -> HttpResponse:
    """The scope of a tab with one more condition."""
    plan, groups = plan_with_groups(pk, user=request.user)
    require_readable_results(plan, user=request.user)
    form = AssignmentFilterForm(request.GET, plan=plan, groups=groups, today=localdate())
    scope = form.scope()
    found = Q()
    for words in search_forms(form.text_of("q")):
        found |= Q(task__folded__contains=words) | Q(unit__folded__contains=words)
    rows = (
        rows_in(scope, user=request.user)
        .filter(found)
        .select_related("unit", "task__group")
        .order_by(
            F("status_rank"), "task__group__position", "task__position", "unit__position", "pk"
        )
    )
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    dashboard_url = reverse("reporting:dashboard", args=[plan.pk])
    context = {
        "plan": plan,
        "form": form,
        "page": page,
        "rows": rows_of(list(page.object_list), as_of=scope.as_of, present=scope.present),
        "fileable": NO_UNITS,
        "scope": scope,
        "dashboard_url": RowLinks(plan, form.kept()).beside(dashboard_url),
    }
    return render(request, "reporting/dashboards/list_assignments.html", context)
