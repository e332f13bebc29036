"""Contributions: the list of an officer, writing and sending one, and reading it."""

from dataclasses import replace

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans.models import Assignment
from reporting.contributions import attaching, confirming, contributing, page
from reporting.contributions.access import (
    contribution_to_read,
    contribution_to_write,
    evidence_to_read,
    may_confirm,
    part_to_write,
)
from reporting.contributions.forms import ContributionForm, DecisionForm
from reporting.contributions.page import ContributionInput
from reporting.evidence.forms import EvidenceForm
from reporting.evidence.serving import download
from reporting.models import Contribution, ReportingPeriod
from tracker.lib import legacy
from tracker.lib.numbers import parse_id
from tracker.lib.refusal import Refused
from units import unfinished
from units.requests import SignedInRequest
from units.unfinished import keeps_input


@require_safe
def list_contributions(request: SignedInRequest) -> HttpResponse:
    context = {"found": page.list_for(request.user, today=timezone.localdate())}
    return render(request, "reporting/contributions/list_contributions.html", context)


@require_safe
def contribution(request: SignedInRequest, pk: int) -> HttpResponse:
    """One contribution, for those who read it; those who write it are led to its form."""
    found, may_file = contribution_to_read(request, pk)
    if may_file:
        return redirect("reporting:write-contribution", found.period_id, found.assignment_id)
    context = {
        "contribution": found,
        "task": found.assignment.task,
        "detail": page.details_of(found.period, found.assignment),
        "own_section": page.own_section(found, reader=request.user),
        "can_confirm": found.is_with_head and may_confirm(request, found),
        "decision": _decision(request, pk),
    }
    return render(request, "reporting/contributions/contribution.html", context)


@keeps_input
@require_http_methods(["GET", "HEAD", "POST"])
def write_contribution(request: SignedInRequest, period_pk: int, pk: int) -> HttpResponse:
    """The form of a contribution: text and evidence are saved together, and sent."""
    period, assignment = part_to_write(request, period_pk, pk)
    if request.method == "POST":
        unfinished.forget(request, [request.path])
        return _save(request, period, assignment)
    restored = unfinished.restored_fields(request, request.path)
    return _form_page(request, period, assignment, _restored(restored) if restored else None)


@require_POST
def take_back_contribution(request: SignedInRequest, pk: int) -> HttpResponse:
    found = contribution_to_write(request, pk)
    try:
        contributing.take_back(contribution=found, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã lấy lại để sửa. Đơn vị chủ trì chưa thấy nội dung này nữa.")
    return redirect("reporting:write-contribution", found.period_id, found.assignment_id)


@require_safe
def download_contribution_evidence(request: SignedInRequest, pk: int) -> FileResponse:
    return download(evidence_to_read(request, pk))


def _save(
    request: SignedInRequest, period: ReportingPeriod, assignment: Assignment
) -> HttpResponse:
    """Save, withdraw, attach and send as the form says; after a refusal show what was typed."""
    text = legacy.converted_if_asked(request.POST, "text")
    fields = request.POST.copy()
    fields["text"] = text
    form, evidence_form = ContributionForm(fields), EvidenceForm(request.POST)
    typed = ContributionInput(
        text=text,
        version=form.cleaned_data["version"] if form.is_valid() else 0,
        is_typed=True,
        evidence_values=evidence_form.typed(),
    )
    if not form.is_valid():
        return _form_page(request, period, assignment, typed, words=str(form.errors.as_text()))
    if _names_evidence(request, evidence_form) and not evidence_form.is_valid():
        typed = replace(typed, evidence_errors=evidence_form.errors)
        return _form_page(request, period, assignment, typed)
    try:
        saved = contributing.save(
            period=period,
            assignment=assignment,
            seen_version=form.cleaned_data["version"],
            text=form.cleaned_data["text"],
            by=request.user,
            at=timezone.now(),
        )
    except contributing.ContributionCollision as collision:
        typed = replace(typed, version=collision.theirs.version, theirs=collision.theirs)
        return _form_page(request, period, assignment, typed, words=str(collision))
    except Refused as refusal:
        return _form_page(request, period, assignment, typed, words=str(refusal))
    return _after_save(request, saved, evidence_form, replace(typed, version=saved.version))


def _after_save(
    request: SignedInRequest,
    saved: Contribution,
    evidence_form: EvidenceForm,
    typed: ContributionInput,
) -> HttpResponse:
    """The steps that the form asks for beside saving its text."""
    period, assignment = saved.period, saved.assignment
    try:
        _change_evidence(request, saved, evidence_form)
        if "send" in request.POST:
            return _send(request, saved)
    except Refused as refusal:
        words = f"{refusal} Nội dung đã gõ đã được lưu nháp."
        return _form_page(request, period, assignment, typed, words=words)
    messages.success(request, "Đã lưu nội dung phối hợp.")
    return redirect("reporting:write-contribution", saved.period_id, saved.assignment_id)


def _send(request: SignedInRequest, saved: Contribution) -> HttpResponse:
    """Send it, or present it to the head where the plan needs that. Raises Refused."""
    if saved.period.plan.needs_head_confirmation:
        confirming.ask(contribution=saved, by=request.user, at=timezone.now())
        messages.success(request, "Đã trình thủ trưởng. Nội dung được gửi khi thủ trưởng xác nhận.")
    else:
        contributing.send(contribution=saved, by=request.user, at=timezone.now())
        messages.success(request, "Đã gửi nội dung phối hợp đến đơn vị chủ trì.")
    return redirect("reporting:list-contributions")


def _change_evidence(
    request: SignedInRequest, saved: Contribution, evidence_form: EvidenceForm
) -> None:
    withdrawn = parse_id(request.POST.get("withdraw", ""))
    if withdrawn is not None:
        evidence = get_object_or_404(saved.evidence.all(), pk=withdrawn)
        attaching.withdraw(evidence=evidence, by=request.user, at=timezone.now())
    if _names_evidence(request, evidence_form) and evidence_form.is_valid():
        added = attaching.attach(
            period=saved.period,
            assignment=saved.assignment,
            by=request.user,
            at=timezone.now(),
            file=request.FILES.get("file"),
            **evidence_form.cleaned_data,
        )
        if added.file_note:
            messages.warning(request, added.file_note)


def _names_evidence(request: SignedInRequest, form: EvidenceForm) -> bool:
    return bool(form.has_reference or request.FILES.get("file"))


def _decision(request: SignedInRequest, pk: int) -> DecisionForm:
    """The head's form, with a remark that was typed before the session ended."""
    path = reverse("reporting:give-back-contribution", args=[pk])
    return DecisionForm(unfinished.restored_fields(request, path) or None)


def _restored(fields: dict[str, str]) -> ContributionInput:
    version = parse_id(fields.get("version", "")) or 0
    return ContributionInput(fields.get("text", ""), version, is_typed=True)


def _form_page(
    request: SignedInRequest,
    period: ReportingPeriod,
    assignment: Assignment,
    typed: ContributionInput | None = None,
    *,
    words: str = "",
) -> HttpResponse:
    detail = page.details_of(period, assignment)
    context = {
        "period": period,
        "assignment": assignment,
        "task": assignment.task,
        "detail": detail,
        "contribution": detail.contribution,
        "can_confirm": bool(
            detail.contribution
            and detail.contribution.is_with_head
            and may_confirm(request, detail.contribution)
        ),
        "decision": _decision(request, detail.contribution.pk if detail.contribution else 0),
        "input": typed or page.input_of(detail.contribution),
        "refusal": words,
    }
    status = 422 if request.method == "POST" else 200
    return render(
        request, "reporting/contributions/write_contribution.html", context, status=status
    )
