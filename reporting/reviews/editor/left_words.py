"""The answer where a block cannot be shown; what was typed for it is shown, to be copied."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from reporting.models import Review
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest


def without_block(
    request: SignedInRequest, review: Review, words: str, refusal: Refused | None
) -> HttpResponse:
    if refusal is None:
        raise Http404
    if not words:
        messages.error(request, str(refusal))
        return redirect("reporting:review", pk=review.pk)
    context = {"review": review, "plan": review.plan, "words": words, "refusal": refusal}
    return render(request, "reporting/reviews/editor/left_words.html", context, status=422)
