"""Reviews: the list, the request, the page, its progress, and the paper."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from reporting.models import ReportingPeriod, Review
from reporting.reviews import page as review_page
from reporting.reviews import requesting, serving
from reporting.reviews.access import plan_to_compile, plan_to_list, review_to_read
from reporting.reviews.file_names import file_name
from reporting.reviews.forms import ReviewRequestForm
from tracker.lib.numbers import parse_id
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest


@require_safe
def list_reviews(request: SignedInRequest, plan_pk: int) -> HttpResponse:
    """All reviews of the plan for the office and leaders, issued ones for units."""
    plan = plan_to_list(request, plan_pk)
    readable = Review.objects.readable_by(request.user).filter(plan=plan)
    reviews = readable.for_row().select_related("withdrawal")
    context = {
        "plan": plan,
        "reviews": reviews.order_by("-requested_at", "-pk"),
        "may_compile": request.user.has_perm("plans.compile_reviews", plan),
        "may_read_all": request.user.has_perm("plans.read_filings", plan),
    }
    return render(request, "reporting/reviews/list_reviews.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def request_review(request: SignedInRequest, plan_pk: int) -> HttpResponse:
    plan = plan_to_compile(request, plan_pk)
    periods = list(ReportingPeriod.objects.opened().filter(plan=plan).oldest_first())
    form = ReviewRequestForm(
        request.POST if request.method == "POST" else None,
        plan=plan,
        periods=periods,
        only=parse_id(request.GET.get("period", "")),
        today=timezone.localdate(),
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        title = typed.pop("title") or requesting.suggest_title(
            plan=plan,
            kind=typed["kind"],
            period_from=typed["period_from"],
            period_to=typed["period_to"],
        )
        try:
            review = requesting.request_review(
                plan=plan, title=title, by=request.user, at=timezone.now(), **typed
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("reporting:review", pk=review.pk)
    context = {"plan": plan, "form": form, "periods": periods}
    return render(
        request,
        "reporting/reviews/request_review.html",
        context,
        status=422 if form.errors else 200,
    )


@require_safe
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    found = review_to_read(request, pk)
    return render(
        request, "reporting/reviews/review.html", review_page.context(found, request.user)
    )


@require_safe
def review_status(request: SignedInRequest, pk: int) -> HttpResponse:
    """Progress of the worker; once it has ended, the page reloads and stops polling."""
    found = review_to_read(request, pk)
    response = render(request, "reporting/reviews/_progress.html", {"review": found})
    if not found.is_in_progress:
        response["HX-Refresh"] = "true"
    return response


@require_safe
def download_review(request: SignedInRequest, pk: int) -> HttpResponseBase:
    found = review_to_read(request, pk)
    return serving.download_printed(request, found)


@require_safe
def download_word(request: SignedInRequest, pk: int) -> HttpResponseBase:
    found = review_to_read(request, pk)
    if not found.docx_sha256:
        raise Http404
    name = file_name(found, ".docx")
    return serving.download(request, found, found.docx_sha256, name=name, media_type=serving.DOCX)
