"""While several people have a filing page open: what changed, and a section as it is now."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from reporting.filing import page as filing_page
from reporting.filing.answers import entry_to_read, submission_to_read
from reporting.filing.changes import changes_since
from reporting.filing.confirmation import confirmation_of
from reporting.models import DeclaredState, ProgressEntry
from units.requests import SignedInRequest


@require_safe
def list_changes(request: SignedInRequest, pk: int) -> HttpResponse:
    """The sections that others saved or moved since the page that asks was shown."""
    submission = submission_to_read(request, pk)
    changes = changes_since(
        ProgressEntry.objects.readable_by(request.user).filter(submission=submission),
        since=request.GET.get("since", ""),
        reader=request.user,
    )
    rows = [
        {
            "entry": change.entry,
            "seen": change.seen,
            "words": change.words,
            "is_of_evidence": change.is_of_evidence,
            "url": reverse("reporting:show-section", args=[change.entry]),
        }
        for change in changes
    ]
    return JsonResponse({"changes": rows}, json_dumps_params={"ensure_ascii": False})


@require_safe
def show_section(request: SignedInRequest, pk: int) -> HttpResponse:
    """One section of the filing page, as it is now."""
    entry = entry_to_read(request, pk)
    submission = entry.submission
    sections = filing_page.sections_of(
        ProgressEntry.objects.filter(pk=pk),
        submission=submission,
        can_file=entry.may_file,
        at=timezone.now(),
    )
    context = {
        "section": sections[0],
        "entry": sections[0].entry,
        "task": sections[0].entry.assignment.task,
        "submission": submission,
        "may_file": entry.may_file,
        "confirmation": confirmation_of(
            submission, user=request.user, may_file=entry.may_file, sections=sections
        ),
        "states": DeclaredState.choices,
        "progress": filing_page.progress_of(submission),
        "taken": [],
    }
    return render(request, "reporting/filing/section/_section_now.html", context)
