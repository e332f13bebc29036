"""The grid of assignments: reading it, changing a cell, confirming many proposals at once."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans import assigning, grid
from plans.forms import CellForm, GridFilterForm
from plans.models import Assignment, AssignmentQuerySet, AssignmentRole, AssignmentState, Plan
from plans.views.access import can_assign, plan_to_assign, plan_to_read
from tracker.lib.numbers import parse_id
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest


@require_safe
def assignment_grid(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = plan_to_read(request, pk)
    form = GridFilterForm(request.GET, plan=plan)
    form.is_valid()
    group, bloc = form.cleaned_data.get("group"), form.cleaned_data.get("bloc", "")
    context = {
        "plan": plan,
        "form": form,
        "grid": grid.build(plan=plan, group=group, bloc=bloc, today=localdate()),
        "bloc": bloc,
        "can_edit": can_assign(request, plan),
    }
    return render(request, "plans/assignment_grid.html", context)


@require_POST
def set_cell(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change one cell: the cell as it is now, or a sentence on why not (422)."""
    plan = plan_to_assign(request, pk)
    form = CellForm(request.POST, plan=plan)
    if not form.is_valid():
        return HttpResponse("Không hiểu yêu cầu. Hãy tải lại trang.", status=422)
    task, unit, action = (form.cleaned_data[name] for name in ("task", "unit", "action"))
    try:
        if action == "confirm":
            mine = Assignment.objects.filter(task=task, unit=unit)
            assigning.confirm_many(assignments=mine, by=request.user, at=now())
        else:
            role = None if action == "none" else AssignmentRole(action)
            assigning.set_role(task=task, unit=unit, role=role, by=request.user, at=now())
    except Refused as refusal:
        return HttpResponse(str(refusal), status=422, content_type="text/plain; charset=utf-8")
    assignment = Assignment.objects.filter(task=task, unit=unit).first()
    return HttpResponse(grid.cell(unit.pk, grid.mark_for(assignment)))


@require_http_methods(["GET", "POST"])
def confirm_assignments(request: SignedInRequest, pk: int) -> HttpResponse:
    """Says how many proposals will be confirmed, and confirms as many as were seen."""
    plan = plan_to_assign(request, pk)
    asked = request.POST if request.method == "POST" else request.GET
    proposed = list(_proposed(plan, asked).select_related("task", "unit").in_plan_order())
    if request.method == "POST" and request.POST.get("seen") == str(len(proposed)):
        num = assigning.confirm_many(assignments=proposed, by=request.user, at=now())
        messages.success(request, f"Đã xác nhận {num} phân công.")
        return redirect(reverse("plans:assignment-grid", args=[pk]) + _filters(asked))
    context = {
        "plan": plan,
        "proposed": proposed,
        "num_tasks": len({row.task_id for row in proposed}),
        "asked": [(name, value) for name, values in asked.lists() for value in values],
        "has_changed": request.method == "POST",
        "back": _filters(asked),
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "plans/confirm_assignments.html", context, status=status)


def _proposed(plan: Plan, asked: QueryDict) -> AssignmentQuerySet:
    """The proposals meant: of a group, of a bloc, of ticked tasks, or all of the plan."""
    proposed = Assignment.objects.filter(
        task__plan=plan, state=AssignmentState.PROPOSED, ended_on__isnull=True
    )
    tasks = [pk for text in asked.getlist("task") if (pk := parse_id(text)) is not None]
    if tasks:
        proposed = proposed.filter(task__in=tasks)
    if group := parse_id(asked.get("group", "")):
        proposed = proposed.filter(task__group=group)
    if asked.get("bloc"):
        proposed = proposed.filter(unit__bloc=asked["bloc"])
    return proposed


def _filters(asked: QueryDict) -> str:
    kept = QueryDict(mutable=True)
    for name in ("group", "bloc"):
        if asked.get(name):
            kept[name] = str(asked[name])
    return f"?{kept.urlencode()}" if kept else ""
