"""One answer for many tasks: its preview, then the save."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from reporting.filing import bulk as bulk_filing
from reporting.filing.access import submission_to_write
from reporting.filing.bulk_forms import BulkForm
from reporting.filing.responses import show_refused
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest


@require_safe
def preview_answers(request: SignedInRequest, pk: int) -> HttpResponse:
    submission = submission_to_write(request, pk)
    form = BulkForm(request.GET)
    chosen = list(form.seen)
    if form.is_for_all:
        chosen = [entry.pk for entry in submission.entries.all() if not entry.is_complete]
    if not form.is_valid() or not chosen:
        words = form.errors["answer"][0] if form.errors else "Chưa chọn nhiệm vụ nào."
        return show_refused(request, submission, Refused(words))
    answer = bulk_filing.BulkAnswer(form.cleaned_data["answer"])
    outcome = bulk_filing.plan_answers(
        submission=submission, entry_ids=chosen, answer=answer, at=timezone.now()
    )
    context = {"submission": submission, "answer": answer, "outcome": outcome}
    return render(request, "reporting/filing/preview_answers.html", context)


@require_POST
def answer_many(request: SignedInRequest, pk: int) -> HttpResponse:
    submission = submission_to_write(request, pk)
    form = BulkForm(request.POST)
    if not form.is_valid():
        return show_refused(request, submission, Refused(form.errors["answer"][0]))
    answer = bulk_filing.BulkAnswer(form.cleaned_data["answer"])
    try:
        outcome = bulk_filing.answer_many(
            submission=submission, seen=form.seen, answer=answer, by=request.user, at=timezone.now()
        )
    except Refused as refusal:
        return show_refused(request, submission, refusal)
    message = f"Đã trả lời “{answer.label}” cho {len(outcome.answered)} nhiệm vụ."
    if outcome.skipped:
        names = "; ".join(
            f"{row.entry.assignment.task.code} ({row.reason})" for row in outcome.skipped
        )
        messages.warning(request, f"{message} Để nguyên {len(outcome.skipped)}: {names}.")
    else:
        messages.success(request, message)
    undoable = [("entry", f"{row.entry.pk}-{row.entry.version}") for row in outcome.answered]
    url = reverse("reporting:file-submission", args=[pk], query=undoable or None)
    return redirect(url)
