"""A unit's report for a period: the list, the page, saving and sending."""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reporting.entries.fields import OWN_NAMES, TEXT_NAMES
from reporting.filing import filing, merging
from reporting.filing import page as filing_page
from reporting.filing.answers import (
    brought_back,
    entry_to_read,
    entry_to_write,
    page,
    paths_of,
    submission_to_read,
)
from reporting.filing.forms import EntryForm, TakeBackForm
from reporting.filing.gaps import gaps_now
from reporting.filing.submission_list import rows_for
from reporting.indicators.lines import asked_of, lines_of
from reporting.indicators.plausibility import percent_doubt
from reporting.models import ProgressEntry, ReportingPeriod
from tracker.lib.htmx import is_htmx
from tracker.lib.refusal import Refused
from units import unfinished
from units.models import Unit
from units.requests import SignedInRequest
from units.unfinished import keeps_input


@require_safe
def list_submissions(request: SignedInRequest) -> HttpResponse:
    rows = rows_for(request.user, today=timezone.localdate())
    return render(request, "reporting/filing/list_submissions.html", {"rows": rows})


@require_POST
def start_submission(request: SignedInRequest, period_pk: int, unit_pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.fileable_by(request.user), pk=unit_pk)
    period = get_object_or_404(ReportingPeriod.objects.readable_by(request.user), pk=period_pk)
    try:
        submission = filing.start(period=period, unit=unit, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("reporting:list-submissions")
    return redirect("reporting:file-submission", pk=submission.pk)


@require_safe
def file_submission(request: SignedInRequest, pk: int) -> HttpResponse:
    submission = submission_to_read(request, pk)
    return page(request, submission, brought_back=brought_back(request, submission))


def _takes_entry(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """An address that takes an entry's form; GET, where a log-in leads back to, shows it."""

    @keeps_input
    @require_http_methods(["GET", "HEAD", "POST"])
    @functools.wraps(view)
    def answer(request: SignedInRequest, pk: int) -> HttpResponse:
        if request.method != "POST":
            return _back_to(entry_to_read(request, pk))
        return view(request, pk)

    return answer


@_takes_entry
def save_entry(request: SignedInRequest, pk: int) -> HttpResponse:
    entry = entry_to_write(request, pk)
    if "discard" in request.POST:
        unfinished.forget(request, paths_of(entry.pk))
        return _back_to(entry)
    form = EntryForm(_with_previous(request, entry), indicators=asked_of(entry))
    refusal, taken = _save(request, entry, form)
    if is_htmx(request):
        return _state_of(request, entry, form, refusal, taken)
    if form.errors or refusal:
        return page(request, entry.submission, typed={entry.pk: form}, refusal=refusal)
    messages.success(request, f"Đã lưu nhiệm vụ {entry.assignment.task.code}.{_also(form, taken)}")
    return _back_to(entry)


@_takes_entry
def answer_entry(request: SignedInRequest, pk: int) -> HttpResponse:
    entry = entry_to_write(request, pk)
    form = EntryForm(request.POST, indicators=asked_of(entry))
    refusal, taken = _save(request, entry, form)
    if form.errors or refusal:
        return page(request, entry.submission, typed={entry.pk: form}, refusal=refusal)
    try:
        filing.answer(entry=entry, by=request.user, at=timezone.now())
    except filing.Incomplete as incomplete:
        return page(request, entry.submission, incomplete=incomplete.entries)
    except Refused as refused:
        return page(request, entry.submission, refusal=refused)
    code = entry.assignment.task.code
    messages.success(request, f"Đã gửi lại kết quả nhiệm vụ {code}.{_also(form, taken)}")
    return _back_to(entry)


@require_POST
def take_back_entry(request: SignedInRequest, pk: int) -> HttpResponse:
    entry = entry_to_write(request, pk)
    form = TakeBackForm(request.POST)
    if form.is_valid():
        try:
            filing.take_back(
                entry=entry, by=request.user, at=timezone.now(), note=form.cleaned_data["note"]
            )
        except Refused as refusal:
            form.add_error("note", str(refusal))
    if form.errors:
        return page(request, entry.submission, typed_note={entry.pk: form})
    messages.success(
        request, "Đã mở lại để sửa. Kết quả này chưa được tính cho đến khi gửi và được chấp nhận."
    )
    return _back_to(entry)


@require_POST
def send_submission(request: SignedInRequest, pk: int) -> HttpResponse:
    submission = submission_to_read(request, pk, must_file=True)
    try:
        num_sent = filing.send(submission=submission, by=request.user, at=timezone.now())
    except filing.Incomplete as refusal:
        return page(request, submission, incomplete=refusal.entries)
    except Refused as refusal:
        return page(request, submission, refusal=refusal)
    messages.success(request, f"Đã gửi báo cáo: {num_sent} nhiệm vụ đến Văn phòng thẩm tra.")
    return redirect("reporting:file-submission", pk=pk)


def _save(
    request: SignedInRequest, entry: ProgressEntry, form: EntryForm
) -> tuple[Refused | None, list[merging.Field]]:
    """Save what was typed where it can be: the refusal, and what was taken from another person."""
    if not form.is_valid():
        return None, []
    typed = dict(form.cleaned_data)
    try:
        taken = merging.save(
            entry=entry,
            seen_version=typed.pop("version"),
            base=typed.pop("base"),
            choices=form.choices(),
            chosen_at=typed.pop("seen"),
            by=request.user,
            at=timezone.now(),
            answers=form.answers(),
            indicator_values=form.indicator_values(),
            **typed,
        )
    except Refused as refusal:
        return refusal, []
    unfinished.forget(request, paths_of(entry.pk))
    return None, taken


def _with_previous(request: SignedInRequest, entry: ProgressEntry) -> Any:
    """What was typed; where "take the last period" was pressed, empty fields are filled."""
    typed = request.POST
    if "take-previous" not in typed:
        return typed
    previous = filing_page.previous_of(entry)
    filled = typed.copy()
    for name in OWN_NAMES if previous else ():
        value = getattr(previous, name)
        if value is not None and not filled.get(name, "").strip():
            filled[name] = str(value)
    return filled


def _state_of(
    request: SignedInRequest,
    entry: ProgressEntry,
    form: EntryForm,
    refusal: Refused | None,
    taken: list[merging.Field],
) -> HttpResponse:
    """The small answer to a save while typing: never the field that is being typed in."""
    is_saved = not (form.errors or refusal)
    context: dict[str, Any] = {
        "entry": entry,
        "version": entry.version if is_saved else form.data.get("version", ""),
        "base": merging.base_of(entry) if is_saved else form.data.get("base", ""),
        "collision": refusal if isinstance(refusal, merging.Collision) else None,
        "taken": taken,
        "errors": form.errors,
        "text_errors": [(name, form.errors.get(name, [])) for name in TEXT_NAMES],
        "wrong": form.wrong(),
        "refusal": refusal,
        "is_saved": is_saved,
        "oob_error": True,
        "lines": lines_of([entry]).get(entry.pk, []),
        "unasked": form.unasked(),
    }
    for line in context["lines"]:
        line.note_errors(form.errors)
    if is_saved:
        gaps = gaps_now(entry, context["lines"])
        context |= {
            "gaps": gaps,
            "mark": filing_page.mark_of(entry, is_advised=bool(gaps.advised)),
            "progress": filing_page.progress_of(entry.submission),
            "submission": entry.submission,
            "oob": True,
            "percent_doubt": _percent_doubt(entry),
        }
    status = 200 if is_saved else 422
    return render(request, "reporting/filing/section/_saved.html", context, status=status)


def _also(form: EntryForm, taken: list[merging.Field]) -> str:
    """What a person has to know of a save besides: what was taken, and what was not kept."""
    labels = ", ".join(field.label for field in taken)
    joined = f" Đã lấy theo người cùng sửa: {labels}." if taken else ""
    is_gone = " Có chỉ tiêu vừa thôi theo dõi, số ghi ở đó không được lưu."
    return joined + (is_gone if form.unasked() else "")


def _percent_doubt(entry: ProgressEntry) -> str:
    previous = filing_page.previous_of(entry)
    return percent_doubt(entry.percent, previous.percent if previous else None)


def _back_to(entry: ProgressEntry) -> HttpResponse:
    page_url = reverse("reporting:file-submission", args=[entry.submission_id])
    return redirect(f"{page_url}#entry-{entry.pk}")
