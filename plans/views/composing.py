"""The page on which a plan is composed, and the forms of its groups."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans import access
from plans.editing import groups, ordering
from plans.editing_forms import GroupForm
from plans.models import Plan, Task, TaskGroup
from plans.views.access import group_to_assign, plan_to_assign
from tracker.lib.numbers import parse_id
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest


@require_safe
def compose_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """All groups with their tasks."""
    plan = plan_to_assign(request, pk)
    tasks = Task.objects.filter(plan=plan).annotate(num_units=Count("assignments")).in_plan_order()
    by_group: dict[int, list[Task]] = {}
    for task in tasks:
        by_group.setdefault(task.group_id, []).append(task)
    rows = plan.groups.order_by("position", "pk")
    context = {
        "plan": plan,
        "groups": [(group, by_group.get(group.pk, [])) for group in rows],
        "num_tasks": sum(map(len, by_group.values())),
        "lacks_verifier": plan.owner_id
        and not plan.is_closed
        and not access.people_with("verify_entries", plan=plan).exists(),
    }
    return render(request, "plans/editing/compose_plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_group(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = plan_to_assign(request, pk)
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            group = groups.add_group(plan=plan, spec=form.spec(), by=request.user, at=now())
        except Refused as refusal:
            form.show_refusal(refusal, {})
        else:
            messages.success(request, f"Đã thêm nhóm {group.code}. {group.label}.")
            return redirect(place(plan.pk, f"group-{group.pk}"))
    return _group_page(request, plan, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_group(request: SignedInRequest, pk: int) -> HttpResponse:
    group = group_to_assign(request, pk)
    form = GroupForm(request.POST or None, group=group, shown=groups.values_of(group))
    if request.method == "POST" and form.is_valid():
        try:
            groups.change_group(
                group=group, spec=form.spec(), seen=form.shown_digests, by=request.user, at=now()
            )
        except Refused as refusal:
            form.show_refusal(refusal, groups.values_of(TaskGroup.objects.get(pk=pk)))
        else:
            messages.success(request, "Đã lưu nhóm.")
            return redirect(place(group.plan_id, f"group-{pk}"))
    return _group_page(request, group.plan, form, group)


@require_POST
def move_group(request: SignedInRequest, pk: int) -> HttpResponse:
    group = group_to_assign(request, pk)
    ids = list(group.plan.groups.order_by("position", "pk").values_list("pk", flat=True))
    before = before_in(request, ids, pk)
    return step(
        request,
        lambda: groups.move_group(group=group, before=before, by=request.user, at=now()),
        place(group.plan_id, f"group-{pk}"),
    )


@require_POST
def remove_group(request: SignedInRequest, pk: int) -> HttpResponse:
    group = group_to_assign(request, pk)
    return step(
        request,
        lambda: groups.remove_group(group=group, by=request.user, at=now()),
        place(group.plan_id),
        message=f"Đã xóa nhóm {group.code}.",
    )


def place(plan_id: int, row: str = "") -> str:
    """The address of the page, at one of its rows."""
    url = reverse("plans:compose-plan", args=[plan_id])
    return f"{url}#{row}" if row else url


def before_in(request: SignedInRequest, ids: list[int], pk: int) -> int | None:
    """The row in front of which `pk` is to stand: named, or found by a step up or down."""
    direction = request.POST.get("step", "")
    if direction not in ("up", "down") or pk not in ids:
        return parse_id(request.POST.get("before", ""))
    return ordering.neighbour(ids, pk, is_up=direction == "up")


def step(
    request: SignedInRequest, use_case: Callable[[], object], to: str, *, message: str = ""
) -> HttpResponse:
    """Take a step without a form of its own; say why it was refused."""
    try:
        use_case()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if message:
            messages.success(request, message)
    return redirect(to)


def _group_page(
    request: SignedInRequest, plan: Plan, form: GroupForm, group: TaskGroup | None
) -> HttpResponse:
    context = {"plan": plan, "form": form, "group": group}
    status = 422 if form.errors else 200
    return render(request, "plans/editing/edit_group.html", context, status=status)
