"""Access to plans and reviews: 404 where the user may not read, 403 where a right is missing."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from plans import access
from plans.models import Plan
from reporting.models import Review
from units.models import User
from units.requests import SignedInRequest


def plan_to_read(request: SignedInRequest, pk: int) -> Plan:
    return get_object_or_404(Plan.objects.with_permission(request.user, "read_filings"), pk=pk)


def plan_to_list(request: SignedInRequest, pk: int) -> Plan:
    """A plan whose text the user may read; which of its reviews, `readable_by` says."""
    return get_object_or_404(Plan.objects.readable_by(request.user), pk=pk)


def plan_to_compile(request: SignedInRequest, pk: int) -> Plan:
    plan = plan_to_read(request, pk)
    if not request.user.has_perm("plans.compile_reviews", plan):
        raise PermissionDenied
    return plan


def review_to_read(request: SignedInRequest, pk: int) -> Review:
    reviews = Review.objects.select_related(
        *("plan__body", "period_from", "period_to", "requested_by", "issued_by"),
        *("replaces", "body", "withdrawal"),
    )
    review = get_object_or_404(reviews, pk=pk)
    # Those who read all filings of the plan are known; to build the other question costs a page
    if not access.has_permission("read_filings", plan=review.plan, by=request.user):
        get_object_or_404(Review.objects.readable_by(request.user).only("pk"), pk=pk)
    return review


def review_to_trace(request: SignedInRequest, pk: int) -> Review:
    """For those who may read what every unit sent, on which the figures rest."""
    review = review_to_read(request, pk)
    if not may_trace(request.user, review):
        raise Http404
    return review


def may_trace(user: User, review: Review) -> bool:
    return user.has_perm("plans.read_filings", review.plan)


def review_to_compile(request: SignedInRequest, pk: int) -> Review:
    review = review_to_read(request, pk)
    if not request.user.has_perm("plans.compile_reviews", review.plan):
        raise PermissionDenied
    return review
