"""The page of a figure: the rows that it counts."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reporting.reviews.access import review_to_trace
from reporting.reviews.tracing.tracing import trace
from units.requests import SignedInRequest

PAGE_SIZE = 50


@require_safe
def trace_figure(request: SignedInRequest, pk: int, place: str) -> HttpResponse:
    review = review_to_trace(request, pk)
    figure = trace(review, place)
    if figure is None:
        raise Http404
    page = Paginator(figure.traced.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "review": review,
        "plan": review.plan,
        "figure": figure,
        "traced": figure.traced,
        "page": page,
        "rows": [(row.address, figure.traced.labelled(row)) for row in page],
    }
    return render(request, "reporting/reviews/tracing/trace_figure.html", context)
