"""Changes by others while a filing page is open, and a section as it is now."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from reporting.entries.as_sent import entries_for
from reporting.filing.access import entry_to_read, submission_to_read
from reporting.filing.changes import changes_since
from reporting.filing.confirmation import confirmation_of, with_head
from reporting.filing.progress import progress_of
from reporting.filing.section_reading import read_sections
from reporting.models import ProgressEntry
from units.models import Unit
from units.requests import SignedInRequest


@require_safe
def list_changes(request: SignedInRequest, pk: int) -> HttpResponse:
    """The sections that others saved or moved since the page was shown."""
    submission, may_file = submission_to_read(request, pk)
    own = Unit.objects.readable_by(request.user).filter(pk=submission.unit_id)
    changes = changes_since(
        ProgressEntry.objects.readable_by(request.user).filter(submission=submission),
        since=request.GET.get("since", ""),
        reader=request.user,
        is_from_outside=not may_file and not own.exists(),
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
    entry, may_file = entry_to_read(request, pk)
    submission = entry.submission
    read = read_sections(
        None if may_file else entries_for(request.user).filter(pk=pk),
        only=pk,
        submission=submission,
        can_file=may_file,
        at=timezone.now(),
    )
    confirmation = confirmation_of(
        submission,
        user=request.user,
        may_file=may_file,
        can_write=read.sections[0].is_writable,
        known=read.of_plan,
    )
    [section] = with_head(read.sections, confirmation)
    context = {
        "section": section,
        "entry": section.entry,
        "task": section.entry.assignment.task,
        "submission": submission,
        "may_file": may_file,
        "confirmation": confirmation,
        "progress": progress_of(submission),
        "taken": [],
    }
    return render(request, "reporting/filing/section/_section_now.html", context)
