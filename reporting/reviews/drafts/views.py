"""The drafts of a review: the list, their files, and the differences between two of them."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from plans.models import Plan
from reporting.models import ReviewPrint
from reporting.reviews import serving
from reporting.reviews.access import review_to_trace
from reporting.reviews.drafts import page
from reporting.reviews.file_names import file_name
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest


@require_safe
def list_drafts(request: SignedInRequest, pk: int) -> HttpResponse:
    review = review_to_trace(request, pk)
    prints = page.prints_of(review)
    choices = page.choices(review, prints)
    before, after = page.newest_two(choices)
    context = {
        "review": review,
        "plan": review.plan,
        "drafts": page.drafts(prints),
        "choices": choices,
        "before": before,
        "after": after,
    }
    return render(request, "reporting/reviews/drafts/list_drafts.html", context)


@require_safe
def compare_drafts(request: SignedInRequest, pk: int) -> HttpResponse:
    """The sentences that differ; without a choice, of the last two that can be compared."""
    review = review_to_trace(request, pk)
    choices = page.choices(review, page.prints_of(review))
    before, after = page.newest_two(choices)
    before, after = request.GET.get("before", before), request.GET.get("after", after)
    context: dict[str, object] = {
        "review": review,
        "plan": review.plan,
        "choices": choices,
        "before": before,
        "after": after,
    }
    try:
        context["comparison"] = page.comparison(review, before=before, after=after)
    except Refused as refusal:
        context["refusal"] = refusal
    return render(request, "reporting/reviews/drafts/compare_drafts.html", context)


@require_safe
def download_draft(request: SignedInRequest, pk: int, ending: str) -> HttpResponseBase:
    """The PDF or Word file of a printing as it was made."""
    plans = Plan.objects.with_permission(request.user, "read_filings").values("pk")
    rows = ReviewPrint.objects.select_related("review__plan").defer("blocks", "review__snapshot")
    row = get_object_or_404(rows, pk=pk, review__plan__in=plans)
    sha256 = row.pdf_sha256 if ending == "pdf" else row.docx_sha256
    if not sha256:
        raise Http404
    media_type = serving.PDF if ending == "pdf" else serving.DOCX
    name = file_name(row.review, f".{ending}", draft=None if row.is_final else row.number)
    return serving.download(request, row.review, sha256, name=name, media_type=media_type)
