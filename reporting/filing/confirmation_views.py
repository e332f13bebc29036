"""Confirm a submission or give it back, as head of a unit; present or withdraw it, as officer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from plans.bearers import follower_of
from reporting.filing import confirming
from reporting.filing.access import submission_to_read, submission_to_write
from reporting.filing.confirmation import confirmation_of, head_page
from reporting.filing.confirmation_forms import GiveBackForm
from reporting.filing.page import days_left
from reporting.filing.responses import show_refused
from reporting.filing.section_reading import read_sections
from reporting.filing.sections import grouped
from reporting.models import ProgressEntry, Submission
from tracker.lib.numbers import parse_id
from tracker.lib.refusal import Refused
from units import unfinished
from units.form_of import form_of
from units.requests import SignedInRequest


@require_safe
def confirm_submission(request: SignedInRequest, pk: int) -> HttpResponse:
    return _head_page(request, _of_head(request, pk))


@require_POST
def ask_confirmation(request: SignedInRequest, pk: int) -> HttpResponse:
    submission = submission_to_write(request, pk)
    try:
        confirming.ask(submission=submission, by=request.user, at=timezone.now())
    except Refused as refusal:
        return show_refused(request, submission, refusal)
    messages.success(request, "Đã trình thủ trưởng. Báo cáo được gửi khi thủ trưởng xác nhận.")
    return redirect("reporting:file-submission", pk=pk)


@require_POST
def withdraw_submission(request: SignedInRequest, pk: int) -> HttpResponse:
    submission = submission_to_write(request, pk)
    try:
        confirming.withdraw(submission=submission, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã rút lại. Sửa xong, hãy trình lại.")
    return redirect("reporting:file-submission", pk=pk)


@require_POST
def give_confirmation(request: SignedInRequest, pk: int) -> HttpResponse:
    submission = _of_head(request, pk)
    try:
        num_sent = confirming.confirm(
            submission=submission, seen=_seen(request), by=request.user, at=timezone.now()
        )
    except Refused as refusal:
        return _head_page(request, submission, refusal=refusal)
    who = follower_of(submission.period.plan)
    messages.success(request, f"Đã xác nhận và gửi {num_sent} nhiệm vụ đến {who} thẩm tra.")
    return redirect("reporting:file-submission", pk=pk)


@form_of("reporting:confirm-submission")
def give_back_submission(request: SignedInRequest, pk: int) -> HttpResponse:
    submission = _of_head(request, pk)
    form = GiveBackForm(request.POST)
    if not form.is_valid():
        return _head_page(request, submission, form=form)
    try:
        confirming.give_back(
            submission=submission,
            seen=_seen(request),
            by=request.user,
            at=timezone.now(),
            note=form.cleaned_data["note"],
        )
    except Refused as refusal:
        return _head_page(request, submission, form=form, refusal=refusal)
    messages.success(request, "Đã trả lại cho cán bộ kèm ý kiến. Chưa có nội dung nào được gửi.")
    return redirect("reporting:file-submission", pk=pk)


def _of_head(request: SignedInRequest, pk: int) -> Submission:
    """The submission, for the head of its unit; 403 for those who may only read it."""
    submission, _ = submission_to_read(request, pk)
    if not request.user.has_perm("units.confirm_filing", submission.unit):
        raise PermissionDenied
    return submission


def _seen(request: SignedInRequest) -> int:
    """The request that the page showed; a missing one is refused as stale."""
    return parse_id(request.POST.get("seen", "")) or 0


def _head_page(
    request: SignedInRequest,
    submission: Submission,
    *,
    form: GiveBackForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    """The presented submission as it is now; 422 with the input where a decision was refused."""
    at = timezone.now()
    is_refused = bool(form or refusal)
    if not is_refused:
        give_back = reverse("reporting:give-back-submission", args=[submission.pk])
        typed = unfinished.restored_fields(request, give_back)
        form = GiveBackForm(typed) if typed else None
    if refusal:
        submission = _of_head(request, submission.pk)
    read = read_sections(
        ProgressEntry.objects.readable_by(request.user).filter(submission=submission),
        submission=submission,
        can_file=False,
        at=at,
    )
    confirmation = confirmation_of(
        submission,
        user=request.user,
        may_file=False,
        can_write=False,
        known=read.of_plan,
        entries=[section.entry for section in read.sections],
    )
    head = head_page(read.sections, presented=confirmation.presented)
    left = days_left(submission.period, on=timezone.localdate(at))
    context = {
        "submission": submission,
        "confirmation": confirmation,
        "head": head,
        "groups": grouped(head.sections),
        "form": form,
        "place": (form.data if form else request.POST).get("place", "top"),
        "refusal": refusal,
        "is_brought_back": form is not None and not is_refused,
        "days_left": left,
        "days_late": -left,
    }
    status = 422 if is_refused else 200
    return render(
        request, "reporting/filing/confirmation/confirm_submission.html", context, status=status
    )
