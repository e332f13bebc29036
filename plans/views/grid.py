"""Grid of assignments: display, changes of a cell, confirmation of many proposals."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans import assigning, grid, leading
from plans.forms import CellForm, ConfirmAssignmentForm, GridFilterForm
from plans.models import Assignment, AssignmentQuerySet, AssignmentRole, AssignmentState, Plan
from plans.views.access import can_assign, plan_to_assign, plan_to_read
from tracker.lib.numbers import parse_id
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest

# What selects the proposals that are confirmed at once
SELECTING = ("group", "bloc", "task")


@require_safe
def assignment_grid(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = plan_to_read(request, pk)
    form = GridFilterForm(request.GET, plan=plan)
    form.is_valid()
    group, bloc = form.cleaned_data.get("group"), form.cleaned_data.get("bloc", "")
    page = request.GET.get("page")
    context = {
        "plan": plan,
        "form": form,
        "grid": grid.build(plan=plan, group=group, bloc=bloc, today=localdate(), page=page),
        "bloc": bloc,
        "can_edit": can_assign(request, plan),
    }
    return render(request, "plans/assignment_grid.html", context)


@require_POST
def set_cell(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change one cell; respond with its new content, or with the reason for a refusal (422)."""
    plan = plan_to_assign(request, pk)
    form = CellForm(request.POST, plan=plan)
    if not form.is_valid():
        return HttpResponse("Không hiểu yêu cầu. Hãy tải lại trang.", status=422)
    task, unit, action = (form.cleaned_data[name] for name in ("task", "unit", "action"))
    try:
        if action == "confirm":
            chosen = Assignment.objects.filter(task=task, unit=unit)
            assigning.confirm_many(assignments=chosen, by=request.user, at=now())
        elif action == "own_part":
            leading.add_lead(task=task, unit=unit, by=request.user, at=now())
        else:
            role = None if action == "none" else AssignmentRole(action)
            assigning.set_role(task=task, unit=unit, role=role, by=request.user, at=now())
    except Refused as refusal:
        return HttpResponse(str(refusal), status=422, content_type="text/plain; charset=utf-8")
    assignment = Assignment.objects.filter(task=task, unit=unit).order_by("pk").last()
    return HttpResponse(grid.cell(unit.pk, grid.mark_for(assignment)))


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_assignments(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the proposals to be confirmed, and confirm them if their number is still as shown."""
    plan = plan_to_assign(request, pk)
    is_posted = request.method == "POST"
    filters = request.POST if is_posted else request.GET
    proposed = list(_proposed(plan, filters).select_related("task", "unit").in_plan_order())
    has_changed = is_posted and request.POST.get("seen") != str(len(proposed))
    form = ConfirmAssignmentForm(request.POST if is_posted else None)
    if is_posted and not has_changed and _confirm(request, form, proposed):
        return redirect(reverse("plans:assignment-grid", args=[pk]) + _query_string(filters))
    context = {
        "plan": plan,
        "form": form,
        "proposed": proposed,
        "num_tasks": len({row.task_id for row in proposed}),
        "filters": _selection(filters),
        "has_changed": has_changed,
        "back": _query_string(filters),
    }
    status = 409 if has_changed else 422 if form.errors else 200
    return render(request, "plans/confirm_assignments.html", context, status=status)


def _confirm(
    request: SignedInRequest, form: ConfirmAssignmentForm, proposed: list[Assignment]
) -> bool:
    """Confirm `proposed` from the day in the form; otherwise the form says why not."""
    if not form.is_valid():
        return False
    day = form.cleaned_data["first_day"] or localdate()
    try:
        num = assigning.confirm_many(assignments=proposed, first_day=day, by=request.user, at=now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"Đã xác nhận {num} phân công, từ ngày {day:%d/%m/%Y}.")
    return True


def _proposed(plan: Plan, filters: QueryDict) -> AssignmentQuerySet:
    """Selected proposals: of a group, of a bloc, of ticked tasks, or all of the plan."""
    proposed = Assignment.objects.filter(
        task__plan=plan, state=AssignmentState.PROPOSED, ended_on__isnull=True
    )
    tasks = [pk for text in filters.getlist("task") if (pk := parse_id(text)) is not None]
    if tasks:
        proposed = proposed.filter(task__in=tasks)
    if group := parse_id(filters.get("group", "")):
        proposed = proposed.filter(task__group=group)
    if bloc := filters.get("bloc"):
        proposed = proposed.filter(unit__bloc=str(bloc))
    return proposed


def _selection(filters: QueryDict) -> list[tuple[str, str]]:
    """Names and values that select the proposals, for the form that confirms them."""
    return [(name, str(value)) for name in SELECTING for value in filters.getlist(name)]


def _query_string(filters: QueryDict) -> str:
    kept = QueryDict(mutable=True)
    for name in ("group", "bloc"):
        if filters.get(name):
            kept[name] = str(filters[name])
    return f"?{kept.urlencode()}" if kept else ""
