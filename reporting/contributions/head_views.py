"""Confirm a contribution or give it back, as head of a unit; withdraw it, as officer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from reporting.contributions import confirming, page
from reporting.contributions.access import contribution_to_confirm, contribution_to_write
from reporting.contributions.forms import DecisionForm
from reporting.models import Contribution
from tracker.lib.refusal import Refused
from units.form_of import form_of
from units.requests import SignedInRequest


@require_POST
def withdraw_contribution(request: SignedInRequest, pk: int) -> HttpResponse:
    found = contribution_to_write(request, pk)
    try:
        confirming.withdraw(contribution=found, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã rút lại. Sửa xong, hãy trình lại.")
    return redirect("reporting:write-contribution", found.period_id, found.assignment_id)


@require_POST
def confirm_contribution(request: SignedInRequest, pk: int) -> HttpResponse:
    found, form = contribution_to_confirm(request, pk), DecisionForm(request.POST)
    if not form.is_valid():
        return _refused(request, found, form)
    try:
        confirming.confirm(
            contribution=found, seen=form.cleaned_data["seen"], by=request.user, at=timezone.now()
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _refused(request, found, form)
    messages.success(request, "Đã xác nhận và gửi nội dung phối hợp đến đơn vị chủ trì.")
    return redirect("reporting:contribution", pk)


@form_of("reporting:contribution")
def give_back_contribution(request: SignedInRequest, pk: int) -> HttpResponse:
    found, form = contribution_to_confirm(request, pk), DecisionForm(request.POST)
    if not form.is_valid():
        return _refused(request, found, form)
    try:
        confirming.give_back(
            contribution=found, by=request.user, at=timezone.now(), **form.cleaned_data
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _refused(request, found, form)
    messages.success(request, "Đã trả lại cho cán bộ của đơn vị.")
    return redirect("reporting:contribution", pk)


def _refused(request: SignedInRequest, found: Contribution, form: DecisionForm) -> HttpResponse:
    """The page with the refusal and the remark as typed."""
    found.refresh_from_db(fields=["status", "version", "text"])
    context = {
        "contribution": found,
        "task": found.assignment.task,
        "detail": page.details_of(found.period, found.assignment),
        "own_section": page.own_section(found, reader=request.user),
        "can_confirm": found.is_with_head,
        "decision": form,
    }
    return render(request, "reporting/contributions/contribution.html", context, status=422)
