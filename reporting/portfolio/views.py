"""Pages over all plans of their reader."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reporting.portfolio.choosing import offer
from units.requests import SignedInRequest


@require_safe
def choose_plan(request: SignedInRequest) -> HttpResponse:
    """A fragment: the chooser of the bar."""
    query = request.GET.get("q", "")
    context = {"offer": offer(request.user, query), "query": query}
    return render(request, "reporting/portfolio/choose_plan.html", context)
