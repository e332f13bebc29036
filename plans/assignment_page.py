"""The page of one assignment, with the forms of its steps; another app may take a step too."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render

from plans import access
from plans.document_fields import share_documents
from plans.editing.placing import PlanPlace
from plans.forms import (
    ConfirmAssignmentForm,
    DeadlineForm,
    DeliverableForm,
    DropForm,
    FirstDayForm,
    PauseForm,
    TransferForm,
)
from plans.models import Assignment, Plan
from units.requests import SignedInRequest

FORMS: dict[str, type[forms.Form]] = {
    "confirm": ConfirmAssignmentForm,
    "first_day": FirstDayForm,
    "deadline": DeadlineForm,
    "deliverable": DeliverableForm,
    "pause": PauseForm,
    "resume": PauseForm,
    "transfer": TransferForm,
    "drop": DropForm,
    "remove": forms.Form,
}


def assignment_to_change(request: SignedInRequest, pk: int) -> Assignment:
    readable = Plan.objects.readable_by(request.user).values("pk")
    found = get_object_or_404(
        Assignment.objects.filter(task__plan__in=readable).select_related(
            "task__plan",
            "task__group",
            "unit",
            "deadline_document",
            "assigned_by",
            "successor__unit",
        ),
        pk=pk,
    )
    if not request.user.has_perm("plans.edit_assignments", found.task.plan):
        raise PermissionDenied
    return found


def place_to_keep(request: SignedInRequest, pk: int) -> tuple[PlanPlace, Assignment]:
    """The place of the plan by which the unit of an assignment carries out its task."""
    readable = Plan.objects.readable_by(request.user).values("pk")
    rows = Assignment.objects.filter(task__plan__in=readable)
    assignment = get_object_or_404(rows.select_related("task__plan", "unit"), pk=pk)
    if not access.may_keep_plans(request.user, assignment.unit_id):
        raise PermissionDenied
    return PlanPlace(assignment.unit, assignment.task), assignment


def form_of(assignment: Assignment, step: str, data: QueryDict | None = None) -> forms.Form:
    """The form of one step: as typed, or with the present values."""
    initial: dict[str, dict[str, object]] = {
        "deadline": {
            "deadline": assignment.deadline,
            "words": assignment.deadline_words,
            "document": assignment.deadline_document_id,
        },
        "deliverable": {
            "deliverable": assignment.deliverable,
            "document": assignment.assigned_by_id,
        },
    }
    return FORMS[step](data, initial=initial.get(step, {}), auto_id=f"{step}_%s")


def shown(
    request: SignedInRequest, assignment: Assignment, *, status: int = 200, **typed: forms.Form
) -> HttpResponse:
    """The page; a refused form keeps its input."""
    steps = {step: typed.get(step) or form_of(assignment, step) for step in FORMS}
    share_documents(steps.values())
    context = {
        "assignment": assignment,
        "task": assignment.task,
        "plan": assignment.task.plan,
        "forms": steps,
        "events": assignment.events.select_related("by", "document").order_by("-at", "-pk"),
        "open_pause": assignment.pauses.filter(last_day=None).select_related("document").first(),
    }
    return render(request, "plans/edit_assignment.html", context, status=status)
