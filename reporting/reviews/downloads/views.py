"""Who downloaded the files of a review, for the office."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reporting.reviews.access import review_to_compile
from units.requests import SignedInRequest

PAGE_SIZE = 50


@require_safe
def list_downloads(request: SignedInRequest, pk: int) -> HttpResponse:
    review = review_to_compile(request, pk)
    rows = review.downloads.select_related("by").order_by("-at", "-pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"review": review, "plan": review.plan, "page": page}
    return render(request, "reporting/reviews/downloads/list_downloads.html", context)
