"""What the filing views share: whose report it is, and the page with what was typed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import resolve, reverse
from django.utils import timezone

from reporting.comments.threads import threads_of
from reporting.entries.fields import TEXT_NAMES
from reporting.evidence import listing as evidence_list
from reporting.evidence.forms import EvidenceForm
from reporting.filing import page as filing_page
from reporting.filing.bulk import BulkAnswer
from reporting.filing.confirmation import confirmation_of
from reporting.filing.forms import EntryForm, TakeBackForm
from reporting.filing.merging import Collision
from reporting.indicators.lines import asked_of
from reporting.models import DeclaredState, EntryStatus, ProgressEntry, Submission
from tracker.lib.refusal import Refused
from units import unfinished
from units.models import Unit
from units.requests import SignedInRequest

ENTRY_FORMS = ("reporting:save-entry", "reporting:answer-entry")


def submission_to_read(request: SignedInRequest, pk: int, *, must_file: bool = False) -> Any:
    """The report where the person may read it; `may_file` tells whether they may write it."""
    submissions = Submission.objects.readable_by(request.user).for_row()
    fileable = Unit.objects.fileable_by(request.user).filter(pk=OuterRef("unit"))
    submission: Any = get_object_or_404(submissions.annotate(may_file=Exists(fileable)), pk=pk)
    if must_file and not submission.may_file:
        raise PermissionDenied
    return submission


def entry_to_read(request: SignedInRequest, pk: int) -> Any:
    """The entry where the person may read it; `may_file` tells whether they may write it."""
    fileable = Unit.objects.fileable_by(request.user).filter(pk=OuterRef("submission__unit"))
    entries = ProgressEntry.objects.readable_by(request.user).for_row()
    entry: Any = get_object_or_404(
        entries.select_related("submission__period__plan").annotate(may_file=Exists(fileable)),
        pk=pk,
    )
    entry.submission.may_file = entry.may_file
    return entry


def entry_to_write(request: SignedInRequest, pk: int) -> Any:
    """The entry where the person files for its unit; 403 for those who may only read it.

    Whoever files for a unit reads there too. So the long question, who may read, is asked only
    of those who may not write: a save comes every few seconds from everyone who types.
    """
    entries = ProgressEntry.objects.for_row().select_related("submission__period__plan")
    entry: Any = entries.fileable_by(request.user).filter(pk=pk).first()
    if entry is None:
        get_object_or_404(ProgressEntry.objects.readable_by(request.user), pk=pk)
        raise PermissionDenied
    entry.submission.may_file = True
    return entry


def page(
    request: SignedInRequest,
    submission: Any,
    *,
    typed: Mapping[int, EntryForm] | None = None,
    brought_back: Mapping[int, EntryForm] | None = None,
    typed_evidence: Mapping[int, EvidenceForm] | None = None,
    typed_note: Mapping[int, TakeBackForm] | None = None,
    incomplete: Sequence[ProgressEntry] = (),
    refusal: Refused | None = None,
) -> HttpResponse:
    """The filing page; 422 where something was refused, and then what was typed is still there."""
    at = timezone.now()
    # As in `entry_to_write`: who may read is a long question, and whoever files here reads all
    entries = ProgressEntry.objects.filter(submission=submission)
    sections = filing_page.sections_of(
        entries if submission.may_file else entries.readable_by(request.user),
        submission=submission,
        can_file=submission.may_file,
        at=at,
    )
    evidence_list.with_places(
        (row for section in sections for row in section.evidence), reader=request.user
    )
    threads = threads_of((section.entry for section in sections), user=request.user)
    for section in sections:
        section.thread = threads.get(section.entry.pk)
        section.is_brought_back = section.entry.pk in (brought_back or {})
        _put_typed_back(
            section, typed or brought_back or {}, typed_evidence or {}, typed_note or {}
        )
        if isinstance(refusal, Collision) and section.entry.pk in (typed or {}):
            _show_collision(section, refusal)
    is_refused = bool(typed or typed_evidence or typed_note or incomplete or refusal)
    is_whole = submission.may_file and submission.period.is_open
    confirmation = confirmation_of(
        submission, user=request.user, may_file=submission.may_file, sections=sections
    )
    left = filing_page.days_left(submission.period, on=timezone.localdate(at))
    context = {
        "submission": submission,
        "sections": sections,
        "groups": filing_page.grouped(sections),
        "may_file": submission.may_file,
        "states": DeclaredState.choices,
        "progress": filing_page.progress_in(sections),
        "days_left": left,
        "days_late": -left,
        "num_to_verify": _num_to_verify(request, submission, sections),
        "num_new": filing_page.num_not_yet_in(submission) if is_whole else 0,
        "confirmation": confirmation,
        "can_send": is_whole
        and not confirmation.is_needed
        and any(section.is_writable for section in sections),
        "can_write": any(section.is_writable for section in sections),
        "can_bulk": any(section.is_open_to_bulk for section in sections),
        "bulk_answers": BulkAnswer.choices,
        "incomplete": incomplete,
        "refusal": refusal,
        # Names the fragments ask for; a missing name is slow to find missing, 52 times over
        "oob": False,
        "oob_error": False,
        "is_saved": False,
        "taken": [],
        "refused_sections": [section for section in sections if section.is_refused],
    }
    status = 422 if is_refused else 200
    return render(request, "reporting/filing/file_submission.html", context, status=status)


def brought_back(request: SignedInRequest, submission: Any) -> dict[int, EntryForm]:
    """What the person typed into SUBMISSION before they had to log in again, by entry."""
    path, fields = unfinished.restored_form(request)
    if not fields or not submission.may_file:
        return {}
    form_of = resolve(path)
    if form_of.view_name not in ENTRY_FORMS:
        return {}
    entries = submission.entries.filter(pk=form_of.kwargs["pk"]).select_related("assignment")
    return {entry.pk: EntryForm(fields, indicators=asked_of(entry)) for entry in entries}


def paths_of(entry_pk: int) -> list[str]:
    """The addresses that the form of an entry posts to."""
    return [reverse(name, args=[entry_pk]) for name in ENTRY_FORMS]


def _num_to_verify(
    request: SignedInRequest, submission: Any, sections: Sequence[filing_page.Section]
) -> int:
    """How much of it waits for a verdict that its reader may give; 0 for the unit's own people."""
    num_sent = sum(section.entry.status == EntryStatus.SENT for section in sections)
    if submission.may_file or not num_sent:
        return 0
    plan = submission.period.plan
    return num_sent if request.user.has_perm("plans.verify_entries", plan) else 0


def _show_collision(section: filing_page.Section, collision: Collision) -> None:
    """What only the other person changed is taken over; the rest is for the person to choose."""
    section.collision = collision
    section.values |= {field.name: field.theirs for field in collision.taken}
    for _, questions in section.checklist:
        for question in questions:
            name = f"answer-{question.item.pk}"
            taken = [field.theirs for field in collision.taken if field.name == name]
            question.answer = taken[0] if taken else question.answer


def _put_typed_back(
    section: filing_page.Section,
    typed: Mapping[int, EntryForm],
    typed_evidence: Mapping[int, EvidenceForm],
    typed_note: Mapping[int, TakeBackForm],
) -> None:
    pk = section.entry.pk
    if form := typed.get(pk):
        section.is_typed = True
        section.values = form.typed()
        section.errors, section.wrong = form.errors, form.wrong()
        for line in section.lines:
            if line.is_typed_in(form.data):
                line.put_typed_back(section.values, section.errors)
        if not section.is_writable:
            texts = [section.values[name] for name in TEXT_NAMES]
            texts += [text for line in section.lines for text in line.typed_texts]
            section.lost_text = [text for text in texts if text]
        answers = form.answers()
        words = {True: "yes", False: "no", None: ""}
        for _, questions in section.checklist:
            for question in questions:
                question.answer = words[answers.get(question.item.pk)]
    if evidence_form := typed_evidence.get(pk):
        section.evidence_values = evidence_form.typed()
        section.evidence_errors = evidence_form.errors
    if note_form := typed_note.get(pk):
        section.take_back_error = str(note_form.errors["note"][0])
        section.take_back_note = note_form.data.get("note", "")
        if not section.can_take_back:
            section.lost_text = [text for text in [section.take_back_note] if text]
