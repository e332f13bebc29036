"""Pages of one task's assignments and of one assignment."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans import (
    assigning,
    assignment_page,
    deadlines,
    ending,
    filed_reviews,
    grid,
    leading,
    pausing,
    unlisted_names,
)
from plans.forms import DeadlineForm, RolesForm
from plans.models import AssignmentRole, AssignmentState, Task
from plans.views.access import task_to_assign
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest

# Use case and message of each step of an assignment, by the word in the address
STEPS: dict[str, tuple[Callable[..., object], str]] = {
    "confirm": (assigning.confirm, "Đã xác nhận phân công."),
    "deadline": (deadlines.set_deadline, "Đã ghi thời hạn."),
    "deliverable": (deadlines.set_deliverable, "Đã ghi sản phẩm."),
    "pause": (pausing.pause, "Đã ghi tạm dừng."),
    "resume": (pausing.resume, "Đã ghi tiếp tục thực hiện."),
    "drop": (ending.drop, "Đã thôi theo dõi phân công này."),
    "remove": (assigning.drop_proposal, "Đã bỏ đề xuất."),
}

# Settings of a task, by the word in the address
TASK_CHANGES: dict[str, tuple[Callable[..., None], str]] = {
    "share": (leading.share_lead, "Từ nay nhiều đơn vị có thể chủ trì, mỗi đơn vị một phần."),
    "unify": (leading.unify_lead, "Nhiệm vụ trở lại một đơn vị chủ trì."),
    "ask": (leading.ask_contributions, "Đã yêu cầu đơn vị phối hợp gửi nội dung."),
    "waive": (leading.waive_contributions, "Đơn vị phối hợp gửi nội dung nếu có."),
    "as-plan": (
        leading.ask_contributions_as_plan,
        "Nội dung phối hợp theo quy định chung của kế hoạch.",
    ),
    "interim": (
        filed_reviews.take_interim,
        "Từ nay báo cáo sơ kết ban hành được đưa vào minh chứng của nhiệm vụ này.",
    ),
    "final": (
        filed_reviews.take_final,
        "Từ nay báo cáo tổng kết ban hành được đưa vào minh chứng của nhiệm vụ này.",
    ),
    "no-review": (filed_reviews.take_none, "Nhiệm vụ này thôi nhận báo cáo làm minh chứng."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def edit_assignments(request: SignedInRequest, pk: int) -> HttpResponse:
    task = task_to_assign(request, pk)
    form = _roles_form(task, request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                num = assigning.set_roles(task=task, roles=form.roles(), by=request.user, at=now())
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"Đã lưu, {num} đơn vị có thay đổi.")
                return redirect("plans:edit-assignments", pk)
        status = 422
    return _task_page(request, task, status=status, form=form)


@require_POST
def change_task(request: SignedInRequest, pk: int, change: str) -> HttpResponse:
    """Change how many units lead the task, or what its co-ordinating units are asked for."""
    task = task_to_assign(request, pk)
    if change not in TASK_CHANGES:
        raise Http404
    use_case, message = TASK_CHANGES[change]
    try:
        use_case(task=task, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, message)
    return redirect("plans:edit-assignments", pk)


@require_POST
def set_deadlines(request: SignedInRequest, pk: int) -> HttpResponse:
    """Set one deadline for every unit that leads the task."""
    task = task_to_assign(request, pk)
    form = DeadlineForm(request.POST)
    if form.is_valid():
        try:
            num = deadlines.set_deadline_of_leads(
                task=task, by=request.user, at=now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã ghi thời hạn cho {num} đơn vị chủ trì.")
            return redirect("plans:edit-assignments", pk)
    return _task_page(request, task, status=422, deadline_form=form)


@require_safe
def edit_assignment(request: SignedInRequest, pk: int) -> HttpResponse:
    return assignment_page.shown(request, assignment_page.assignment_to_change(request, pk))


@require_POST
def change_assignment(request: SignedInRequest, pk: int, step: str) -> HttpResponse:
    assignment = assignment_page.assignment_to_change(request, pk)
    if step not in STEPS:
        raise Http404
    use_case, message = STEPS[step]
    form = assignment_page.form_of(assignment, step, request.POST)
    if form.is_valid():
        try:
            use_case(assignment=assignment, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, message)
            if step == "remove":
                return redirect("plans:edit-assignments", assignment.task_id)
            return redirect("plans:edit-assignment", pk)
    unchanged = assignment_page.assignment_to_change(request, pk)
    return assignment_page.shown(request, unchanged, status=422, **{step: form})


def _roles_form(task: Task, data: QueryDict | None = None) -> RolesForm:
    units = grid.columns(plan=task.plan, bloc="", today=localdate())
    assignments = list(task.assignments.filter(ended_on=None).order_by("pk"))
    return RolesForm(data, task=task, units=units, assignments=assignments)


def _task_page(
    request: SignedInRequest, task: Task, *, status: int = 200, **typed: forms.Form
) -> HttpResponse:
    assignments = list(
        task.assignments.select_related("unit", "deadline_document").order_by(
            "-role", "unit__position", "pk"
        )
    )
    live = [row for row in assignments if row.ended_on is None]
    context = {
        "task": task,
        "plan": task.plan,
        "form": typed.get("form") or _roles_form(task),
        "deadline_form": typed.get("deadline_form") or DeadlineForm(),
        "is_deadline_open": "deadline_form" in typed,
        "assignments": Paginator(assignments, 50).get_page(request.GET.get("page")),
        "num_leads": sum(row.role == AssignmentRole.LEAD for row in live),
        "events": task.events.select_related("by").order_by("-at", "-pk"),
        "unlisted_names": unlisted_names.of_task(task.pk),
        "num_proposed": sum(row.state == AssignmentState.PROPOSED for row in live),
    }
    return render(request, "plans/edit_assignments.html", context, status=status)
