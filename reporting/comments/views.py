"""Pages of the thread of an entry: reading and writing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from reporting.comments import commenting
from reporting.comments.threads import entries_with_thread_for, sides_of, thread_of
from reporting.models import ProgressEntry
from tracker.lib import legacy
from tracker.lib.htmx import is_htmx, render_page_or_fragment
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest


@require_safe
def comments(request: SignedInRequest, pk: int) -> HttpResponse:
    return _thread(request, _readable(request, pk))


@require_POST
def add_comment(request: SignedInRequest, pk: int) -> HttpResponse:
    entry = _readable(request, pk)
    sides = sides_of(entry, user=request.user)
    if sides is None or not sides.takes_part:
        raise PermissionDenied
    text = legacy.converted_if_asked(request.POST, "text")
    old_text = legacy.found_in(text)
    if old_text is not None and text != request.POST.get("as-typed"):
        return _thread(request, entry, typed=text, old_text=old_text)
    try:
        commenting.comment(entry=entry, by=request.user, at=timezone.now(), text=text)
    except Refused as refusal:
        return _thread(request, entry, typed=text, refusal=refusal)
    if is_htmx(request):
        return _thread(request, entry, is_added=True)
    messages.success(request, "Đã gửi trao đổi.")
    return redirect("reporting:comments", pk=pk)


@require_POST
def read_comments(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mark the notices of this thread as read."""
    entry = _readable(request, pk)
    commenting.mark_seen(entry=entry, by=request.user, at=timezone.now())
    if is_htmx(request):
        return _thread(request, entry)
    return redirect("reporting:comments", pk=pk)


def _readable(request: SignedInRequest, pk: int) -> ProgressEntry:
    entries = entries_with_thread_for(request.user).for_row()
    return get_object_or_404(entries.select_related("submission__period__plan"), pk=pk)


def _thread(
    request: SignedInRequest,
    entry: ProgressEntry,
    *,
    typed: str = "",
    refusal: Refused | None = None,
    old_text: legacy.Legacy | None = None,
    is_added: bool = False,
) -> HttpResponse:
    """The thread; status 422 with the typed text if it was refused, or may be converted first."""
    context = {
        "entry": entry,
        "thread": thread_of(entry, user=request.user),
        "typed_comment": typed,
        "comment_refusal": refusal,
        "comment_old_text": old_text,
        "is_added": is_added,
    }
    return render_page_or_fragment(
        request,
        "reporting/comments/comments.html",
        "reporting/comments/_comments.html",
        context,
        status=422 if refusal or old_text else 200,
    )
