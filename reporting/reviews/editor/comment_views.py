"""Comments on a block of a draft: reading, writing, resolving."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from reporting.models import Review
from reporting.reviews.access import review_to_read
from reporting.reviews.editing import commenting
from reporting.reviews.editing.changing import NO_BLOCK
from reporting.reviews.editor.feedback import filter_query
from reporting.reviews.editor.left_words import without_block
from reporting.reviews.editor.page import is_editable, sheet_of
from reporting.reviews.editor.threads import threads_of
from tracker.lib.numbers import parse_id
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest


@require_safe
def block_comments(request: SignedInRequest, pk: int) -> HttpResponse:
    review = _review_to_comment(request, pk)
    return _page(request, review, request.GET.get("key", ""))


@require_POST
def add_block_comment(request: SignedInRequest, pk: int) -> HttpResponse:
    review = _review_to_comment(request, pk)
    key, text = request.POST.get("key", ""), request.POST.get("text", "")
    try:
        shown = sheet_of(review).block(key)
        if shown is None:
            raise Refused(NO_BLOCK)
        commenting.comment(
            review=review,
            key=key,
            excerpt=shown.excerpt,
            text=text,
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refusal:
        return _page(request, review, key, typed=text, refusal=refusal)
    return _back(request, pk, key)


@require_POST
def resolve_block_comments(request: SignedInRequest, pk: int) -> HttpResponse:
    review = _review_to_comment(request, pk)
    key, seen = request.POST.get("key", ""), parse_id(request.POST.get("seen", "")) or 0
    try:
        commenting.resolve(review=review, key=key, seen=seen, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _back(request, pk, key)


def _review_to_comment(request: SignedInRequest, pk: int) -> Review:
    review = review_to_read(request, pk)
    if not commenting.may_comment(request.user, review.plan):
        raise PermissionDenied
    return review


def _page(
    request: SignedInRequest,
    review: Review,
    key: str,
    *,
    typed: str = "",
    refusal: Refused | None = None,
) -> HttpResponse:
    """The thread of one block; after a refusal with what was typed."""
    try:
        shown = sheet_of(review).block(key)
    except Refused as old:
        return without_block(request, review, typed, refusal or old)
    if shown is None and refusal:
        return without_block(request, review, typed, refusal)
    editable = is_editable(review, request.user)
    thread = threads_of(review, user=request.user, is_of_office=editable).get(key)
    if shown is None and thread is None:
        raise Http404
    context = {
        "review": review,
        "plan": review.plan,
        "shown": shown,
        "key": key,
        "thread": thread,
        "excerpt": shown.excerpt if shown else thread.excerpt if thread else "",
        "typed": typed,
        "refusal": refusal,
    }
    return render(
        request, "reporting/reviews/editor/comments.html", context, status=422 if refusal else 200
    )


def _back(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    page = reverse("reporting:read-paper", args=[pk])
    return redirect(f"{page}{filter_query(request.GET)}#{key}")
