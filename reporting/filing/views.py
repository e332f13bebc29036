"""A unit's submission for a period: the list, the page, saving and sending."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import replace

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import resolve, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans.bearers import follower_of
from reporting import desks
from reporting.entries.fields import TEXT_NAMES, own_content_of
from reporting.filing import filing, merging, taking_in
from reporting.filing.access import (
    entry_to_read,
    entry_to_write,
    submission_to_read,
    submission_to_write,
)
from reporting.filing.forms import EntryForm, TakeBackForm
from reporting.filing.page import FilingPage
from reporting.filing.responses import back_to, show, show_refused
from reporting.filing.save_state import save_state
from reporting.filing.submission_list import (
    released,
    rows_for,
    units_read_by,
    with_urgings,
)
from reporting.filing.typed import TypedForm
from reporting.indicators.lines import active_indicators
from reporting.models import (
    Contribution,
    ProgressEntry,
    ReportingPeriod,
    Submission,
    has_percent,
)
from tracker.lib import legacy
from tracker.lib.htmx import is_htmx
from tracker.lib.middleware import tidied_in
from tracker.lib.numbers import parse_id
from tracker.lib.refusal import Refused
from units import unfinished
from units.models import Unit
from units.requests import SignedInRequest
from units.unfinished import keeps_input

ENTRY_FORMS = (
    "reporting:save-entry",
    "reporting:answer-entry",
    "reporting:take-in-contribution",
)


@require_safe
def list_submissions(request: SignedInRequest) -> HttpResponse:
    desk = desks.asked_for(request, request.user)
    units = [unit for unit in units_read_by(request.user) if desk in (None, unit.pk)]
    rows = rows_for(request.user, units=units, today=timezone.localdate())
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {"page": page, "rows": with_urgings(page), "released": released(units)}
    return render(request, "reporting/filing/list_submissions.html", context)


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
    submission, may_file = submission_to_read(request, pk)
    page = FilingPage.read(submission, reader=request.user, may_file=may_file, at=timezone.now())
    page = replace(page, undoable=request.GET.getlist("entry") if may_file else ())
    forms = _brought_back(request, submission) if may_file else {}
    return show(request, page.with_typed(forms, is_brought_back=True))


def _takes_entry(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a view that takes an entry's form; GET, to which a log-in leads back, shows it."""

    @keeps_input
    @require_http_methods(["GET", "HEAD", "POST"])
    @functools.wraps(view)
    def answer(request: SignedInRequest, pk: int) -> HttpResponse:
        if request.method != "POST":
            return back_to(entry_to_read(request, pk).entry)
        return view(request, pk)

    return answer


@_takes_entry
def save_entry(request: SignedInRequest, pk: int) -> HttpResponse:
    entry = entry_to_write(request, pk)
    if "discard" in request.POST:
        unfinished.forget(request, _form_paths(entry.pk))
        return back_to(entry)
    form = _form_of(entry, _in_unicode(_with_previous(request, entry)))
    refusal, taken = _save(request, entry, form)
    if is_htmx(request):
        state = save_state(entry, form, refusal, taken) | {"tidied": tidied_in(request)}
        status = 200 if state["is_saved"] else 422
        return render(request, "reporting/filing/section/_saved.html", state, status=status)
    if form.errors or refusal:
        return show_refused(request, entry.submission, refusal, typed={entry.pk: form})
    messages.success(request, f"Đã lưu nhiệm vụ {entry.assignment.task.code}.{_also(form, taken)}")
    return back_to(entry)


@_takes_entry
def answer_entry(request: SignedInRequest, pk: int) -> HttpResponse:
    entry = entry_to_write(request, pk)
    form = _form_of(entry, request.POST)
    refusal, taken = _save(request, entry, form)
    if form.errors or refusal:
        return show_refused(request, entry.submission, refusal, typed={entry.pk: form})
    try:
        filing.answer(entry=entry, by=request.user, at=timezone.now())
    except Refused as refused:
        return show_refused(request, entry.submission, refused)
    code = entry.assignment.task.code
    messages.success(request, f"Đã gửi lại kết quả nhiệm vụ {code}.{_also(form, taken)}")
    return back_to(entry)


@_takes_entry
def take_in_contribution(request: SignedInRequest, pk: int) -> HttpResponse:
    """Save the section, and append what a co-ordinating unit sent to its result."""
    entry = entry_to_write(request, pk)
    rows = Contribution.objects.readable_by(request.user).sent().for_row()
    contribution = get_object_or_404(rows, pk=parse_id(request.POST.get("contribution", "")))
    form = EntryForm(request.POST, indicators=active_indicators(entry))
    save = functools.partial(taking_in.take_in, contribution=contribution)
    refusal, taken = _save(request, entry, form, save=save)
    if form.errors or refusal:
        return show_refused(request, entry.submission, refusal, typed={entry.pk: form})
    name = contribution.assignment.unit.short_name
    messages.success(request, f"Đã lấy nội dung của {name} vào kết quả.{_also(form, taken)}")
    return back_to(entry)


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
        return show_refused(request, entry.submission, typed={entry.pk: form})
    messages.success(
        request, "Đã mở lại để sửa. Kết quả này chưa được tính cho đến khi gửi và được chấp nhận."
    )
    return back_to(entry)


@require_POST
def send_submission(request: SignedInRequest, pk: int) -> HttpResponse:
    submission = submission_to_write(request, pk)
    try:
        num_sent = filing.send(submission=submission, by=request.user, at=timezone.now())
    except Refused as refusal:
        return show_refused(request, submission, refusal)
    who = follower_of(submission.period.plan)
    messages.success(request, f"Đã gửi báo cáo: {num_sent} nhiệm vụ đến {who} thẩm tra.")
    return redirect("reporting:file-submission", pk=pk)


def _form_of(entry: ProgressEntry, fields: Mapping[str, str]) -> EntryForm:
    return EntryForm(
        fields,
        indicators=active_indicators(entry),
        asks_percent=has_percent(entry.assignment.task.kind),
    )


def _save(
    request: SignedInRequest,
    entry: ProgressEntry,
    form: EntryForm,
    *,
    save: Callable[..., list[merging.Field]] = merging.save,
) -> tuple[Refused | None, list[merging.Field]]:
    """Save a valid form. Returns the refusal, and the fields taken from another person."""
    if not form.is_valid():
        return None, []
    typed = form.cleaned_data
    try:
        taken = save(
            entry=entry,
            seen_version=typed["version"],
            base=typed["base"],
            choices=form.choices(),
            chosen_at=typed["seen"],
            by=request.user,
            at=timezone.now(),
            **form.content(),
        )
    except Refused as refusal:
        return refusal, []
    unfinished.forget(request, _form_paths(entry.pk))
    return None, taken


def _with_previous(request: SignedInRequest, entry: ProgressEntry) -> QueryDict:
    """The fields as typed; "take the last period" fills those that are empty."""
    typed = request.POST
    if "take-previous" not in typed:
        return typed
    previous = ProgressEntry.objects.previous_of(entry)
    filled = typed.copy()
    for name, value in own_content_of(previous).items() if previous else ():
        if value is not None and not filled.get(name, "").strip():
            filled[name] = str(value)
    return filled


def _in_unicode(typed: QueryDict) -> QueryDict:
    """The fields as typed, with the text converted for which the button was pressed."""
    name = typed.get(legacy.BUTTON, "")
    if name not in TEXT_NAMES:
        return typed
    converted = typed.copy()
    converted[name] = legacy.converted_if_asked(typed, name)
    return converted


def _also(form: EntryForm, taken: list[merging.Field]) -> str:
    """Sentences about fields that were taken from another person, or not saved."""
    labels = ", ".join(field.label for field in taken)
    joined = f" Đã lấy theo người cùng sửa: {labels}." if taken else ""
    is_gone = " Có chỉ tiêu vừa thôi theo dõi, số ghi ở đó không được lưu."
    return joined + (is_gone if form.unasked() else "")


def _brought_back(request: SignedInRequest, submission: Submission) -> dict[int, TypedForm]:
    """The form, by entry, that the person typed into before they had to log in again."""
    path, fields = unfinished.restored_form(request)
    if not fields:
        return {}
    form_of = resolve(path)
    if form_of.view_name not in ENTRY_FORMS:
        return {}
    entries = submission.entries.filter(pk=form_of.kwargs["pk"]).select_related("assignment__task")
    return {entry.pk: _form_of(entry, fields) for entry in entries}


def _form_paths(entry_pk: int) -> list[str]:
    """The addresses that the form of an entry posts to."""
    return [reverse(name, args=[entry_pk]) for name in ENTRY_FORMS]
