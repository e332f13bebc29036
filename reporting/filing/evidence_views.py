"""Add, describe and remove evidence."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from reporting.evidence import attaching as evidence_cases
from reporting.evidence.forms import DescribeForm, EvidenceForm
from reporting.filing.access import entry_to_write
from reporting.filing.gaps import gaps_now
from reporting.filing.progress import mark_of
from reporting.filing.responses import back_to, show_refused
from reporting.filing.section_reading import read_evidence_section
from reporting.filing.sections import Errors, SectionInput
from reporting.indicators.lines import lines_of
from reporting.models import Evidence, ProgressEntry
from tracker.lib.htmx import is_htmx
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest

UNUSED_REFERENCE = (
    "Số, ký hiệu, ngày, cơ quan, trích yếu đã ghi chỉ đi với một tệp nên chưa dùng; "
    "hãy bấm “Sửa” ở từng tệp để ghi."
)


@require_POST
def add_evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    entry = entry_to_write(request, pk)
    form = EvidenceForm(request.POST)
    added = _add(request, entry, form) if form.is_valid() else []
    notes = [row.file_note for row in added if row.file_note]
    if is_htmx(request):
        return _evidence_of(request, entry, errors=form.errors, typed=form.typed(), notes=notes)
    if added:
        messages.success(request, f"Đã thêm {len(added)} minh chứng.")
    for note in notes:
        messages.warning(request, note)
    if form.errors:
        return show_refused(request, entry.submission, typed={entry.pk: form})
    return back_to(entry)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    """Edit the reference of a piece of evidence: in the list, or on a page of its own."""
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
    return back_to(entry)


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
    return back_to(entry)


def _add(request: SignedInRequest, entry: ProgressEntry, form: EvidenceForm) -> list[Evidence]:
    """Add the files; the reasons of refused ones go to `form`. Returns what was added."""
    files = request.FILES.getlist("file")
    at = timezone.now()
    if len(files) > 1:
        outcome = evidence_cases.attach_files(
            entry=entry, by=request.user, at=at, is_declared_not_secret=True, files=files
        )
        sentences = [*outcome.refused, *([UNUSED_REFERENCE] if form.has_reference else [])]
        if sentences:
            form.add_error(None, sentences)
        return outcome.added
    try:
        added = evidence_cases.attach(
            entry=entry,
            by=request.user,
            at=at,
            file=files[0] if files else None,
            **form.cleaned_data,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return []
    return [added]


def _evidence_to_write(request: SignedInRequest, pk: int) -> tuple[Evidence, ProgressEntry]:
    """The evidence with its entry; 404 for strangers, 403 for those who may only read it."""
    rows = Evidence.objects.readable_by(request.user).select_related("entry__submission")
    evidence = get_object_or_404(rows, pk=pk)
    return evidence, entry_to_write(request, evidence.entry_id)


def _edit_page(request: SignedInRequest, evidence: Evidence, form: DescribeForm) -> HttpResponse:
    values = form.typed() if form.is_bound else _values_of(evidence)
    # The answer shows the other person's text: after that the next save is accepted
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
    errors: Errors,
    typed: Mapping[str, object] | None = None,
    notes: Sequence[str] = (),
) -> HttpResponse:
    """The list of evidence with its form: empty after a success, as typed after a refusal."""
    section = read_evidence_section(
        entry,
        reader=request.user,
        typed=SectionInput(evidence_values=typed or {}, evidence_errors=errors) if errors else None,
    )
    context: dict[str, object] = {"section": section, "entry": entry, "file_notes": notes}
    if errors:
        return render(request, "reporting/evidence/_evidence.html", context, status=422)
    gaps = gaps_now(entry, lines_of([entry]).get(entry.pk, ()))
    context |= {"gaps": gaps, "mark": mark_of(entry, is_advised=bool(gaps.advised))}
    return render(request, "reporting/evidence/_evidence_now.html", context)
