"""Forms of the tasks of a plan and of their commitments."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST

from plans.document_fields import share_documents
from plans.editing import commitments, tasks
from plans.editing_forms import CommitmentForm, TaskForm
from plans.models import Commitment, Task, TaskGroup
from plans.views.access import commitment_to_assign, group_to_assign, task_to_assign
from plans.views.composing import before_in, place, step
from tracker.lib.numbers import parse_id
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def add_task(request: SignedInRequest, pk: int) -> HttpResponse:
    group = group_to_assign(request, pk)
    form = TaskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            task = tasks.add_task(group=group, spec=form.spec(), by=request.user, at=now())
        except Refused as refusal:
            form.show_refusal(refusal, {})
        else:
            messages.success(request, f"Đã thêm nhiệm vụ {task.code}.")
            if "another" in request.POST:
                return redirect("plans:add-task", pk)
            return redirect(place(group.plan_id, f"task-{task.pk}"))
    return _task_page(request, group, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_task(request: SignedInRequest, pk: int) -> HttpResponse:
    task = task_to_assign(request, pk)
    form = TaskForm(request.POST or None, task=task, shown=tasks.values_of(task))
    if request.method == "POST" and form.is_valid():
        try:
            tasks.change_task(
                task=task, spec=form.spec(), seen=form.shown_digests, by=request.user, at=now()
            )
        except Refused as refusal:
            form.show_refusal(refusal, tasks.values_of(Task.objects.get(pk=pk)))
        else:
            messages.success(request, f"Đã lưu nhiệm vụ {task.code}.")
            return redirect(place(task.plan_id, f"task-{pk}"))
    return _task_page(request, task.group, form, task)


@require_POST
def move_task(request: SignedInRequest, pk: int) -> HttpResponse:
    """Move a task up or down, or into another group of its plan."""
    task = task_to_assign(request, pk)
    group = task.group
    if (group_id := parse_id(request.POST.get("group", ""))) is not None:
        group = get_object_or_404(TaskGroup, pk=group_id, plan=task.plan_id)
    ids = list(group.tasks.order_by("position", "pk").values_list("pk", flat=True))
    before = before_in(request, ids, pk)
    return step(
        request,
        lambda: tasks.move_task(task=task, group=group, before=before, by=request.user, at=now()),
        place(task.plan_id, f"task-{pk}"),
    )


@require_POST
def remove_task(request: SignedInRequest, pk: int) -> HttpResponse:
    task = task_to_assign(request, pk)
    return step(
        request,
        lambda: tasks.remove_task(task=task, by=request.user, at=now()),
        place(task.plan_id, f"group-{task.group_id}"),
        message=f"Đã xóa nhiệm vụ {task.code}.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_commitment(request: SignedInRequest, pk: int) -> HttpResponse:
    task = task_to_assign(request, pk)
    form = CommitmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commitments.add_commitment(task=task, spec=form.spec(), by=request.user, at=now())
        except Refused as refusal:
            form.show_refusal(refusal, {})
        else:
            messages.success(request, "Đã thêm phương châm.")
            return redirect("plans:edit-task", pk)
    return _commitment_page(request, task, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_commitment(request: SignedInRequest, pk: int) -> HttpResponse:
    found = commitment_to_assign(request, pk)
    form = CommitmentForm(request.POST or None, shown=commitments.values_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            commitments.change_commitment(
                commitment=found,
                spec=form.spec(),
                seen=form.shown_digests,
                by=request.user,
                at=now(),
            )
        except Refused as refusal:
            current = commitments.values_of(Commitment.objects.get(pk=pk))
            form.show_refusal(refusal, current)
        else:
            messages.success(request, "Đã lưu phương châm.")
            return redirect("plans:edit-task", found.task_id)
    return _commitment_page(request, found.task, form, found)


@require_POST
def remove_commitment(request: SignedInRequest, pk: int) -> HttpResponse:
    found = commitment_to_assign(request, pk)
    return step(
        request,
        lambda: commitments.remove_commitment(commitment=found, by=request.user, at=now()),
        place(found.task.plan_id, f"task-{found.task_id}"),
        message="Đã xóa phương châm.",
    )


def _task_page(
    request: SignedInRequest, group: TaskGroup, form: TaskForm, task: Task | None
) -> HttpResponse:
    share_documents([form])
    context: dict[str, object] = {"plan": group.plan, "group": group, "form": form, "task": task}
    if task:
        context["groups"] = group.plan.groups.exclude(pk=group.pk).order_by("position", "pk")
        context["commitments"] = task.commitments.prefetch_related("items").order_by("pk")
        context["events"] = task.events.select_related("by").order_by("-at", "-pk")
    status = 422 if form.errors else 200
    return render(request, "plans/editing/edit_task.html", context, status=status)


def _commitment_page(
    request: SignedInRequest, task: Task, form: CommitmentForm, commitment: Commitment | None
) -> HttpResponse:
    context = {"plan": task.plan, "task": task, "form": form, "commitment": commitment}
    status = 422 if form.errors else 200
    return render(request, "plans/editing/edit_commitment.html", context, status=status)
