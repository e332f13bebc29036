"""Pages of extensions: the unit requests and may withdraw, the office decides, both read."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans.bearers import follower_of
from plans.models import Assignment
from reporting.extensions import extending
from reporting.extensions import page as extension_page
from reporting.extensions.forms import (
    ExtensionFilterForm,
    ExtensionRequestForm,
    GrantForm,
    RefuseForm,
)
from reporting.models import Extension
from tracker.lib.refusal import Refused
from units import unfinished
from units.models import Unit
from units.requests import SignedInRequest
from units.unfinished import keeps_input

PAGE_SIZE = 30


@require_safe
def list_extensions(request: SignedInRequest) -> HttpResponse:
    """The extensions that the reader may see, or an explanation of the page if there are none."""
    readable = Extension.objects.readable_by(request.user)
    form = ExtensionFilterForm(request.GET, extensions=readable)
    found = extension_page.narrowed(readable.for_row(), form.chosen())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "is_filtered": any(form.data.values()),
        "fileable_units": list(Unit.objects.fileable_by(request.user).in_list_order()),
    }
    return render(request, "reporting/extensions/list_extensions.html", context)


@require_safe
def extension(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, _readable(request, pk))


@keeps_input
@require_http_methods(["GET", "HEAD", "POST"])
def request_extension(request: SignedInRequest, pk: int) -> HttpResponse:
    assignment = _assignment_to_file_for(request, pk)
    restored = unfinished.restored_fields(request, request.path)
    if request.method == "POST":
        unfinished.forget(request, [request.path])
    form = ExtensionRequestForm(request.POST or restored or None)
    if request.method == "POST" and form.is_valid():
        try:
            extension = extending.request(
                assignment=assignment, by=request.user, at=now(), **form.cleaned_data
            )
        except extending.WrongDay as refusal:
            form.add_error("proposed_deadline", str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            who = follower_of(assignment.task.plan)
            messages.success(request, f"Đã gửi đề nghị gia hạn đến {who}.")
            return redirect("reporting:extension", extension.pk)
    context = {
        "form": form,
        "obstacle": "" if request.method == "POST" else _obstacle(assignment),
        "is_brought_back": request.method != "POST" and bool(restored),
        "assignment": assignment,
        "detail": extension_page.detail_of(assignment.pk, as_of=localdate()),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "reporting/extensions/request_extension.html", context, status=status)


@require_POST
def withdraw_extension(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _readable(request, pk)
    if not request.user.has_perm("units.file_progress", found.assignment.unit):
        raise PermissionDenied
    try:
        extending.withdraw(extension=found, by=request.user, at=now())
    except Refused as refusal:
        return _page(request, _readable(request, pk), refusal=refusal)
    messages.success(request, "Đã rút đề nghị gia hạn. Thời hạn giữ như cũ.")
    return redirect("reporting:extension", pk)


@require_POST
def grant_extension(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _decidable(request, pk)
    form = GrantForm(request.POST, extension=found)
    if form.is_valid():
        try:
            extending.grant(extension=found, by=request.user, at=now(), **form.decision())
        except extending.WrongDay as refusal:
            form.add_error(form.day_field, str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã gia hạn đến {found.granted_deadline:%d/%m/%Y}.")
            return redirect("reporting:extension", pk)
    return _page(request, _readable(request, pk), grant_form=form)


@require_POST
def refuse_extension(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _decidable(request, pk)
    form = RefuseForm(request.POST)
    if form.is_valid():
        try:
            extending.refuse(extension=found, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã trả lời không đồng ý gia hạn. Thời hạn giữ như cũ.")
            return redirect("reporting:extension", pk)
    return _page(request, _readable(request, pk), refuse_form=form)


def _readable(request: SignedInRequest, pk: int) -> Extension:
    return get_object_or_404(Extension.objects.readable_by(request.user).for_row(), pk=pk)


def _decidable(request: SignedInRequest, pk: int) -> Extension:
    found = _readable(request, pk)
    if not request.user.has_perm("plans.edit_assignments", found.assignment.task.plan):
        raise PermissionDenied
    return found


def _assignment_to_file_for(request: SignedInRequest, pk: int) -> Assignment:
    assignments = Assignment.objects.readable_by(request.user)
    found = get_object_or_404(
        assignments.select_related("unit", "task__plan", "task__group"), pk=pk
    )
    if not request.user.has_perm("units.file_progress", found.unit):
        raise PermissionDenied
    return found


def _obstacle(assignment: Assignment) -> str:
    """The reason why no extension can be requested now, or an empty string."""
    try:
        extending.deadline_to_extend(assignment, on=localdate())
    except Refused as refusal:
        return str(refusal)
    return ""


def _page(
    request: SignedInRequest,
    found: Extension,
    *,
    grant_form: GrantForm | None = None,
    refuse_form: RefuseForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    """One request; status 422 with the typed input if a step was refused."""
    refused: list[forms.Form] = [form for form in (grant_form, refuse_form) if form]
    assignment = found.assignment
    context: dict[str, object] = {
        "extension": found,
        "assignment": assignment,
        "detail": extension_page.detail_of(assignment.pk, as_of=localdate()),
        "can_decide": request.user.has_perm("plans.edit_assignments", assignment.task.plan),
        "can_withdraw": request.user.has_perm("units.file_progress", assignment.unit),
        "is_overtaken": found.is_pending and assignment.deadline != found.deadline_before,
        "grant_form": grant_form or GrantForm(extension=found),
        "refuse_form": refuse_form or RefuseForm(),
        "refusals": [refusal] if refusal else [],
    }
    if refused and not found.is_pending:
        # Settled in the meantime: without the forms, the page shows the refusal and the input
        context["refusals"] = refused[0].non_field_errors()
        context["lost_text"] = refused[0].data.get("note", "")
    status = 422 if refused or refusal else 200
    return render(request, "reporting/extensions/extension.html", context, status=status)
