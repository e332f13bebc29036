"""Evidence: added, removed, and handed to those who may read its entry."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from reporting import evidence as evidence_cases
from reporting import remarks
from reporting.filing_page import Section, saved_values
from reporting.forms.filing import EvidenceForm
from reporting.models import Evidence, ProgressEntry
from reporting.views.filing_answers import entry_to_write, page
from tracker.lib import filestore
from tracker.lib.htmx import is_htmx
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest


@require_POST
def add_evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    entry = entry_to_write(request, pk)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            evidence_cases.attach(
                entry=entry, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
    if is_htmx(request):
        return _evidence_of(request, entry, errors=form.errors, typed=form.typed())
    if form.errors:
        return page(request, entry.submission, typed_evidence={entry.pk: form})
    messages.success(request, "Đã thêm minh chứng.")
    return _back_to(entry)


@require_POST
def remove_evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Evidence.objects.readable_by(request.user).select_related("entry__submission")
    evidence = get_object_or_404(rows, pk=pk)
    entry = entry_to_write(request, evidence.entry_id)
    words = ""
    try:
        evidence_cases.remove(evidence=evidence, by=request.user, at=timezone.now())
    except Refused as refusal:
        words = str(refusal)
    if is_htmx(request):
        return _evidence_of(request, entry, errors={"": [words]} if words else {})
    messages.add_message(
        request, messages.ERROR if words else messages.SUCCESS, words or "Đã bỏ minh chứng."
    )
    return _back_to(entry)


@require_safe
def download_evidence(request: SignedInRequest, pk: int) -> FileResponse:
    """The file as an attachment: the browser saves it and never runs it as a page of ours."""
    rows = Evidence.objects.readable_by(request.user).exclude(file_sha256="")
    evidence = get_object_or_404(rows, pk=pk)
    try:
        stream = filestore.open_stored(evidence.file_sha256)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        stream,
        as_attachment=True,
        filename=evidence.file_name,
        content_type=evidence.file_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def _evidence_of(
    request: SignedInRequest,
    entry: ProgressEntry,
    *,
    errors: Mapping[str, Any],
    typed: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The list of evidence with its form: empty after a success, as typed after a refusal."""
    section = Section(
        entry=entry,
        values=saved_values(entry),
        is_writable=True,
        can_take_back=False,
        evidence=list(entry.evidence.order_by("added_at", "pk")),
        remarks=remarks.standing_on([entry]).get(entry.pk, {}),
    )
    if errors:
        section.evidence_values, section.evidence_errors = typed or {}, errors
    context = {"section": section, "entry": entry}
    status = 422 if errors else 200
    return render(request, "reporting/_evidence.html", context, status=status)


def _back_to(entry: ProgressEntry) -> HttpResponse:
    page_url = reverse("reporting:file-submission", args=[entry.submission_id])
    return redirect(f"{page_url}#entry-{entry.pk}")
