"""The dashboard of a plan and the rows behind its numbers."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Q, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from plans.models import Assignment, Plan, Task, TaskGroup
from reporting.counting.figures import Scope, most_overdue, rows_in
from reporting.counting.status import Label
from reporting.dashboards.charts import trend_svg
from reporting.dashboards.dashboard import Dashboard, dashboard_of, four_cells, heat_table
from reporting.dashboards.forms import AssignmentFilterForm, DashboardFilterForm
from reporting.entries.assignment_rows import URGENCY, rows_of
from reporting.indicators import totals
from reporting.models import ReportingPeriod
from tracker.lib.htmx import render_page_or_fragment
from tracker.lib.text import search_forms
from units.models import Unit
from units.requests import SignedInRequest

NUM_OVERDUE_SHOWN = 15
# Units whose rows offer to request an extension; a name missing in a template is slow
NO_UNITS: frozenset[int] = frozenset()
BY_URGENCY = Case(
    *(When(status_label=label, then=Value(place)) for label, place in URGENCY.items()),
    output_field=IntegerField(),
)


@require_safe
def dashboard(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.readable_by(request.user), pk=pk)
    form = DashboardFilterForm(request.GET, plan=plan)
    scope = _scope(plan, form)
    content = dashboard_of(scope, user=request.user, opened=form.opened)
    if not content.units:
        _require_readable_results(request, plan)
    overdue = most_overdue(content.figures, count=NUM_OVERDUE_SHOWN)
    context = {
        "plan": plan,
        "form": form,
        "dashboard": content,
        "urls": _urls(content),
        "cells": four_cells(content),
        "heat": heat_table(content),
        "trend": trend_svg(content.trend) if len(content.trend) > 1 else "",
        "overdue": rows_of(overdue, as_of=scope.as_of),
        "fileable": NO_UNITS,
    }
    return render(request, "reporting/dashboards/dashboard.html", context)


@require_safe
def indicator_totals(request: SignedInRequest, pk: int) -> HttpResponse:
    """Indicators of the same scope; the dashboard page fetches them after it has loaded."""
    plan = get_object_or_404(Plan.objects.readable_by(request.user), pk=pk)
    _require_readable_results(request, plan)
    scope = _scope(plan, DashboardFilterForm(request.GET, plan=plan))
    context = {
        "plan": plan,
        "scope": scope,
        "numbers": totals.totals_of(scope, user=request.user),
    }
    return render_page_or_fragment(
        request,
        "reporting/indicators/indicator_totals.html",
        "reporting/indicators/_plan_totals.html",
        context,
    )


@require_safe
def list_assignments(request: SignedInRequest, pk: int) -> HttpResponse:
    """Exactly the rows behind a number: the same scope with one more condition."""
    plan = get_object_or_404(Plan.objects.readable_by(request.user), pk=pk)
    _require_readable_results(request, plan)
    form = AssignmentFilterForm(request.GET, plan=plan)
    unit, group = form.row_of("unit", Unit), form.row_of("group", TaskGroup)
    task = form.row_of("task", Task)
    scope = Scope(
        plan=plan,
        as_of=localdate(),
        up_to=form.row_of("period", ReportingPeriod),
        bloc=form.text_of("bloc"),
        unit_id=unit.pk if unit else None,
        group_id=group.pk if group else None,
        task_id=task.pk if task else None,
        label=form.text_of("label"),
        cell=form.text_of("cell"),
        only_done=bool(form.text_of("done")),
    )
    found = Q()
    for words in search_forms(form.text_of("q")):
        found |= Q(task__folded__contains=words) | Q(unit__folded__contains=words)
    rows = (
        rows_in(scope, user=request.user)
        .filter(found)
        .select_related("unit", "task__group")
        .order_by(BY_URGENCY, "task__group__position", "task__position", "unit__position", "pk")
    )
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "form": form,
        "page": page,
        "rows": rows_of(list(page.object_list), as_of=scope.as_of),
        "fileable": NO_UNITS,
        "scope": scope,
    }
    return render(request, "reporting/dashboards/list_assignments.html", context)


def _scope(plan: Plan, form: DashboardFilterForm) -> Scope:
    return Scope(
        plan=plan,
        as_of=localdate(),
        up_to=form.row_of("period", ReportingPeriod),
        bloc=form.text_of("bloc"),
    )


def _urls(content: Dashboard) -> dict[str, str]:
    labels = {label.value: content.rows_url(label=label.value) for label in Label}
    return labels | {
        "all": content.rows_url(),
        "done": content.rows_url(done="on"),
        "late": content.rows_url(cell="open_late"),
    }


def _require_readable_results(request: SignedInRequest, plan: Plan) -> None:
    """Pages of results require at least one readable result; the text of the plan does not."""
    readable = Assignment.objects.filter(task__plan=plan).readable_by(request.user)
    if not request.user.has_perm("plans.read_filings", plan) and not readable.exists():
        raise PermissionDenied
