"""Evidence: added, described, removed."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from reporting.entries import remarks
from reporting.evidence import attaching as evidence_cases
from reporting.evidence.forms import DescribeForm, EvidenceForm
from reporting.evidence.listing import with_places
from reporting.filing.answers import entry_to_write, page
from reporting.filing.gaps import gaps_now
from reporting.filing.page import Section, mark_of, saved_values
from reporting.indicators.lines import lines_of
from reporting.models import Evidence, ProgressEntry
from tracker.lib.htmx import is_htmx
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest

REFERENCE_LEFT = (
    "Số, ký hiệu, ngày, cơ quan, trích yếu đã ghi chỉ đi với một tệp nên chưa dùng; "
    "hãy bấm “Sửa” ở từng tệp để ghi."
)


@require_POST
def add_evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    entry = entry_to_write(request, pk)
    form = EvidenceForm(request.POST)
    num_added = _add(request, entry, form) if form.is_valid() else 0
    if is_htmx(request):
        return _evidence_of(request, entry, errors=form.errors, typed=form.typed())
    if num_added:
        messages.success(request, f"Đã thêm {num_added} minh chứng.")
    if form.errors:
        return page(request, entry.submission, typed_evidence={entry.pk: form})
    return _back_to(entry)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    """Which document a piece of evidence is: in its place in the list, or on a page of its own."""
    evidence, entry = _evidence_to_write(request, pk)
    if request.method != "POST":
        return _edit_page(request, evidence, DescribeForm(initial={"seen": evidence.reference}))
    form = DescribeForm(request.POST)
    if form.is_valid():
        try:
            evidence_cases.describe(
                evidence=evidence, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
    if form.errors:
        return _edit_page(request, evidence, form)
    if is_htmx(request):
        return _evidence_of(request, entry, errors={})
    messages.success(request, "Đã sửa minh chứng.")
    return _back_to(entry)


@require_POST
def remove_evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    evidence, entry = _evidence_to_write(request, pk)
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


def _add(request: SignedInRequest, entry: ProgressEntry, form: EvidenceForm) -> int:
    """Add what came; the sentences of what is refused go to FORM. Returns how many were added."""
    files = request.FILES.getlist("file")
    given: dict[str, Any] = {"entry": entry, "by": request.user, "at": timezone.now()}
    if len(files) > 1:
        outcome = evidence_cases.attach_files(**given, is_declared_not_secret=True, files=files)
        sentences = [*outcome.refused, *([REFERENCE_LEFT] if form.has_reference else [])]
        if sentences:
            form.add_error(None, sentences)
        return len(outcome.added)
    try:
        evidence_cases.attach(**given, **form.cleaned_data, file=files[0] if files else None)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return 0
    return 1


def _evidence_to_write(request: SignedInRequest, pk: int) -> tuple[Evidence, Any]:
    """The evidence with its entry; 404 for strangers, 403 for those who may only read it."""
    rows = Evidence.objects.readable_by(request.user).select_related("entry__submission")
    evidence = get_object_or_404(rows, pk=pk)
    return evidence, entry_to_write(request, evidence.entry_id)


def _edit_page(request: SignedInRequest, evidence: Evidence, form: DescribeForm) -> HttpResponse:
    values = form.typed() if form.is_bound else _values_of(evidence)
    # Who was told what somebody else wrote has seen it: the next press of the button holds
    context = {
        "evidence": evidence,
        "entry": evidence.entry,
        "seen": evidence.reference,
        "values": values,
        "errors": {**form.errors, "all": form.non_field_errors()},
    }
    fragment = is_htmx(request)
    template = (
        "reporting/evidence/_edit.html" if fragment else "reporting/evidence/edit_evidence.html"
    )
    response = render(request, template, context, status=422 if form.errors else 200)
    if fragment and form.errors:
        response["HX-Retarget"] = f"#edit-{evidence.pk}"
        response["HX-Reswap"] = "innerHTML"
    return response


def _values_of(evidence: Evidence) -> dict[str, str]:
    return {
        "number": evidence.number,
        "issued_on": f"{evidence.issued_on:%d/%m/%Y}" if evidence.issued_on else "",
        "issuer": evidence.issuer,
        "subject": evidence.subject,
    }


def _evidence_of(
    request: SignedInRequest,
    entry: ProgressEntry,
    *,
    errors: Mapping[str, Any],
    typed: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The list of evidence with its form: empty after a success, as typed after a refusal."""
    rows = entry.evidence.order_by("added_at", "pk")
    section = Section(
        entry=entry,
        values=saved_values(entry),
        is_writable=True,
        can_take_back=False,
        evidence=with_places(rows, reader=request.user),
        remarks=remarks.standing_on([entry]).get(entry.pk, {}),
    )
    context = {"section": section, "entry": entry}
    if errors:
        section.evidence_values, section.evidence_errors = typed or {}, errors
        return render(request, "reporting/evidence/_evidence.html", context, status=422)
    gaps = gaps_now(entry, lines_of([entry]).get(entry.pk, []))
    context |= {"gaps": gaps, "mark": mark_of(entry, is_advised=bool(gaps.advised))}
    return render(request, "reporting/evidence/_evidence_now.html", context)


def _back_to(entry: ProgressEntry) -> HttpResponse:
    page_url = reverse("reporting:file-submission", args=[entry.submission_id])
    return redirect(f"{page_url}#entry-{entry.pk}")
