"""Steps of the office: change the subject of a review, compile again, issue, correct."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from reporting.models import Review, ReviewStatus
from reporting.reviews import dropping, issuing, marking, own_task, requesting, retitling
from reporting.reviews import page as review_page
from reporting.reviews.access import review_to_compile
from reporting.reviews.forms import DropReviewForm, HeadForm, IssueForm
from reporting.reviews.open_points import open_points
from tracker.lib.refusal import Refused
from units.password_again import asks_password_again
from units.requests import SignedInRequest


@require_POST
def retitle_review(request: SignedInRequest, pk: int) -> HttpResponse:
    review = review_to_compile(request, pk)
    title = request.POST.get("title", "")
    try:
        retitling.retitle(review=review, title=title)
    except Refused as refusal:
        context = review_page.context(review, request.user, title=title, refusal=refusal)
        return render(request, "reporting/reviews/review.html", context, status=422)
    messages.success(request, "Đã lưu trích yếu.")
    return redirect("reporting:review", pk=pk)


@require_POST
def compile_again(request: SignedInRequest, pk: int) -> HttpResponse:
    review = review_to_compile(request, pk)
    refreeze = "freeze_anew" in request.POST
    return _step(
        request,
        review,
        lambda: requesting.compile_again(
            review=review, refreeze=refreeze, by=request.user, at=timezone.now()
        ),
    )


@require_POST
def retry_review(request: SignedInRequest, pk: int) -> HttpResponse:
    review = review_to_compile(request, pk)
    return _step(
        request,
        review,
        lambda: requesting.retry(review=review, by=request.user, at=timezone.now()),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def choose_head(request: SignedInRequest, pk: int) -> HttpResponse:
    review = review_to_compile(request, pk)
    form = HeadForm(_posted(request), instance=review, today=timezone.localdate())
    if form.is_valid():
        try:
            marking.choose_head(
                review=review, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã lưu phần đầu văn bản; bản in sau sẽ theo đó.")
            return redirect("reporting:review", pk=pk)
    context = {"review": review, "plan": review.plan, "form": form}
    return render(
        request, "reporting/reviews/choose_head.html", context, status=422 if form.errors else 200
    )


@require_POST
def cancel_review(request: SignedInRequest, pk: int) -> HttpResponse:
    review = review_to_compile(request, pk)
    return _step(
        request,
        review,
        lambda: requesting.cancel(review=review, by=request.user, at=timezone.now()),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def drop_review(request: SignedInRequest, pk: int) -> HttpResponse:
    """To the review itself if it stays, else to the one that it was to replace or to the list."""
    review = review_to_compile(request, pk)
    needs_reason = not dropping.was_never_read(review)
    form = DropReviewForm(_posted(request), needs_reason=needs_reason)
    if form.is_valid():
        try:
            dropping.drop(review=review, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã bỏ dự thảo." if needs_reason else "Đã bỏ báo cáo này.")
            return redirect(_after_dropping(review))
    context = {
        "review": review,
        "plan": review.plan,
        "form": form,
        "needs_reason": needs_reason,
        "is_droppable": dropping.is_droppable(review),
    }
    return render(
        request,
        "reporting/reviews/drafts/drop_review.html",
        context,
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def issue_review(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """An incomplete form is told at once; only a complete one asks for the password."""
    review = review_to_compile(request, pk)
    is_draft = review.status == ReviewStatus.DRAFT
    points = open_points(review) if is_draft else []
    form = IssueForm(
        _posted(request),
        review=review,
        has_open_points=bool(points),
        today=timezone.localdate(),
    )
    context = {
        "review": review,
        "plan": review.plan,
        "form": form,
        "is_draft": is_draft,
        "points": points,
        "shown": issuing.words_now(review),
    }
    if request.method == "POST" and form.is_valid():
        return _issue(request, review, form, context)
    return _issuing_page(request, context, status=422 if form.errors else 200)


@asks_password_again("Ban hành báo cáo")
def _issue(
    request: SignedInRequest, review: Review, form: IssueForm, context: dict[str, object]
) -> HttpResponse:
    try:
        issuing.issue(
            review=review,
            by=request.user,
            at=timezone.now(),
            accepted=frozenset(request.POST.getlist("accepted")),
            shown=request.POST.get("shown"),
            **form.cleaned_data,
        )
    except issuing.BreaksRules as question:
        return _issuing_page(request, {**context, "breaches": question.breaches}, status=422)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _issuing_page(request, context, status=422)
    messages.success(request, "Đã ghi ban hành; bản chính thức đang được in.")
    return redirect("reporting:review", pk=review.pk)


def _issuing_page(
    request: SignedInRequest, context: dict[str, object], *, status: int
) -> HttpResponse:
    return render(request, "reporting/reviews/issue_review.html", context, status=status)


@require_POST
def file_review(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the step again that issuing takes by itself."""
    review = review_to_compile(request, pk)
    try:
        note = own_task.file_as_evidence(review=review, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, note or "Kế hoạch chưa chọn nhiệm vụ nhận báo cáo này.")
    return redirect("reporting:review", pk=pk)


@require_POST
def correct_review(request: SignedInRequest, pk: int) -> HttpResponse:
    review = review_to_compile(request, pk)
    try:
        new = issuing.correct(review=review, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("reporting:review", pk=pk)
    return redirect("reporting:review", pk=new.pk)


def _after_dropping(review: Review) -> str:
    if review.replaces_id:
        return reverse("reporting:review", args=[review.replaces_id])
    if not dropping.was_never_read(review):
        return reverse("reporting:review", args=[review.pk])
    return reverse("reporting:list-reviews", args=[review.plan_id])


def _posted(request: SignedInRequest) -> QueryDict | None:
    """The data of a POST, even an empty form; None for other methods."""
    return request.POST if request.method == "POST" else None


def _step(request: SignedInRequest, review: Review, step: Callable[[], None]) -> HttpResponse:
    """Take the step, show the reason where it is refused, and return to the review."""
    try:
        step()
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("reporting:review", pk=review.pk)
