"""The dashboard of a plan, and the rows behind its numbers."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Q, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from plans.models import Assignment, Plan
from reporting.counting.figures import Scope, most_overdue, rows_in
from reporting.counting.status import Label
from reporting.dashboards.charts import trend_svg
from reporting.dashboards.dashboard import board_of, four_cells, heat_table
from reporting.dashboards.forms import AssignmentFilterForm, BoardFilterForm
from reporting.entries.assignment_rows import URGENCY, rows_of
from reporting.indicators import totals
from tracker.lib.htmx import render_page_or_fragment
from tracker.lib.text import search_forms
from units.requests import SignedInRequest

NUM_OVERDUE_SHOWN = 15
# Units for which the rows offer to ask for an extension: named, for a missing name is slow to miss
NOBODY_ASKS_HERE: frozenset[int] = frozenset()
BY_URGENCY = Case(
    *(When(status_label=label, then=Value(place)) for label, place in URGENCY.items()),
    output_field=IntegerField(),
)


@require_safe
def dashboard(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.readable_by(request.user), pk=pk)
    form = BoardFilterForm(request.GET, plan=plan)
    scope = _scope(plan, form)
    board = board_of(scope, user=request.user, opened=form.opened)
    if not board.units:
        _refuse_those_with_nothing_to_read(request, plan)
    overdue = most_overdue(board.figures, count=NUM_OVERDUE_SHOWN)
    context = {
        "plan": plan,
        "form": form,
        "board": board,
        "urls": _urls(board),
        "cells": four_cells(board),
        "heat": heat_table(board),
        "trend": trend_svg(board.trend) if len(board.trend) > 1 else "",
        "overdue": rows_of(overdue, as_of=scope.as_of),
        "fileable": NOBODY_ASKS_HERE,
    }
    return render(request, "reporting/dashboards/dashboard.html", context)


@require_safe
def indicator_totals(request: SignedInRequest, pk: int) -> HttpResponse:
    """The indicators of the same scope: the dashboard fetches them after itself."""
    plan = get_object_or_404(Plan.objects.readable_by(request.user), pk=pk)
    _refuse_those_with_nothing_to_read(request, plan)
    scope = _scope(plan, BoardFilterForm(request.GET, plan=plan))
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
    """Exactly the rows that a number counts: the same scope, one condition more."""
    plan = get_object_or_404(Plan.objects.readable_by(request.user), pk=pk)
    _refuse_those_with_nothing_to_read(request, plan)
    form = AssignmentFilterForm(request.GET, plan=plan)
    unit, group, task = form.asked("unit"), form.asked("group"), form.asked("task")
    scope = Scope(
        plan=plan,
        as_of=localdate(),
        up_to=form.asked("period"),
        bloc=form.asked("bloc") or "",
        unit_id=unit and unit.pk,
        group_id=group and group.pk,
        task_id=task and task.pk,
        label=form.asked("label") or "",
        cell=form.asked("cell") or "",
        only_done=bool(form.asked("done")),
    )
    found = Q()
    for words in search_forms(form.asked("q") or ""):
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
        "fileable": NOBODY_ASKS_HERE,
        "scope": scope,
    }
    return render(request, "reporting/dashboards/list_assignments.html", context)


def _scope(plan: Plan, form: BoardFilterForm) -> Scope:
    return Scope(
        plan=plan, as_of=localdate(), up_to=form.asked("period"), bloc=form.asked("bloc") or ""
    )


def _urls(board: Any) -> dict[str, str]:
    labels = {label.value: board.rows_url(label=label.value) for label in Label}
    return labels | {
        "all": board.rows_url(),
        "done": board.rows_url(done="on"),
        "late": board.rows_url(cell="open_late"),
    }


def _refuse_those_with_nothing_to_read(request: SignedInRequest, plan: Plan) -> None:
    """The pages of results are for those who may read some; the plan's text is for more."""
    readable = Assignment.objects.filter(task__plan=plan).readable_by(request.user)
    if not request.user.has_perm("plans.read_filings", plan) and not readable.exists():
        raise PermissionDenied
