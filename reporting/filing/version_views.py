"""Earlier versions of a draft: read, and restored in one step."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from reporting.filing import restoring
from reporting.filing.access import entry_to_write, submission_to_write
from reporting.filing.bulk_forms import seen_in
from reporting.filing.responses import back_to, show_refused
from reporting.models import EntryVersion, ProgressEntry
from tracker.lib.numbers import parse_id
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest


@require_safe
def list_versions(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, entry_to_write(request, pk))


@require_POST
def restore_version(request: SignedInRequest, pk: int) -> HttpResponse:
    version = get_object_or_404(EntryVersion, pk=pk)
    entry = entry_to_write(request, version.entry_id)
    seen = parse_id(request.POST.get("version", ""))
    try:
        restoring.restore(
            entry=entry,
            version=version,
            seen_version=entry.version if seen is None else seen,
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refusal:
        return _page(request, entry_to_write(request, entry.pk), refusal=refusal)
    code = entry.assignment.task.code
    messages.success(request, f"Đã khôi phục bản trước của nhiệm vụ {code}.")
    return back_to(entry)


@require_POST
def undo_answers(request: SignedInRequest, pk: int) -> HttpResponse:
    submission = submission_to_write(request, pk)
    try:
        undone, kept = restoring.undo_answers(
            submission=submission,
            seen=seen_in(request.POST.getlist("entry")),
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refusal:
        return show_refused(request, submission, refusal)
    message = f"Đã hoàn tác trả lời nhanh ở {undone} nhiệm vụ."
    if kept:
        messages.warning(request, f"{message} Để nguyên {kept} nhiệm vụ đã sửa tiếp sau đó.")
    else:
        messages.success(request, message)
    return redirect("reporting:file-submission", pk=pk)


def _page(
    request: SignedInRequest, entry: ProgressEntry, *, refusal: Refused | None = None
) -> HttpResponse:
    context = {
        "entry": entry,
        "task": entry.assignment.task,
        "versions": restoring.earlier_versions(entry),
        "refusal": refusal,
    }
    status = 409 if refusal else 200
    return render(request, "reporting/filing/list_versions.html", context, status=status)
