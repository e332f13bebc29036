"""Compile one interim review of all closed periods, as a worker does."""

from django.utils import timezone

from plans.models import Plan
from reporting.models import Review, ReviewKind, ReviewStatus
from reporting.reviews import compiling, requesting


def compile_one() -> None:
    """Request and compile a review; fails if there is no PDF."""
    plan = Plan.objects.get()
    periods = list(plan.periods.opened().oldest_first())
    now = timezone.now()
    review = requesting.request_review(
        plan=plan,
        kind=ReviewKind.INTERIM,
        title=requesting.suggest_title(plan=plan, kind=ReviewKind.INTERIM),
        period_from=periods[0],
        period_to=periods[-1],
        cutoff_on=timezone.localdate(now),
        by=None,
        at=now,
    )
    compiling.compile_review(review_id=review.pk)
    review = Review.objects.get(pk=review.pk)
    assert review.status == ReviewStatus.DRAFT, review.error
    print(f"review of {review.pdf_pages} pages, {review.pdf_size} bytes")
