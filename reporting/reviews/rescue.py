"""Find reviews whose message was lost or whose worker died, and start them again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from reporting.models import Review, ReviewStatus
from reporting.reviews import compiling
from reporting.reviews.transitions import move, send_on_commit

UNCLAIMED_AFTER = timedelta(seconds=60)
STALE_AFTER = timedelta(seconds=90)
MOST_ATTEMPTS = 5


def rescue_reviews(*, at: datetime) -> int:
    """Resend queued reviews that no worker claimed, and requeue those of dead workers.

    Return how many were handled.
    """
    return _resend_unclaimed(at) + _requeue_stale(at)


def _resend_unclaimed(at: datetime) -> int:
    num_sent = 0
    unclaimed = Review.objects.filter(
        status=ReviewStatus.QUEUED, queued_at__lt=at - UNCLAIMED_AFTER
    ).order_by("pk")
    for pk, queued_at in unclaimed.values_list("pk", "queued_at"):
        with transaction.atomic():
            # Its time is updated first, so that two runs at once send one message
            unchanged = Review.objects.filter(
                pk=pk, status=ReviewStatus.QUEUED, queued_at=queued_at
            )
            if unchanged.update(queued_at=at):
                send_on_commit(pk)
                num_sent += 1
    return num_sent


def _requeue_stale(at: datetime) -> int:
    num_handled = 0
    stale = Review.objects.filter(
        status=ReviewStatus.COMPILING, heartbeat_at__lt=at - STALE_AFTER
    ).order_by("pk")
    for pk, claim, attempts in stale.values_list("pk", "claim", "attempts"):
        if attempts >= MOST_ATTEMPTS:
            words = f"Đã thử {attempts} lần nhưng tiến trình lập báo cáo đều dừng giữa chừng."
            num_handled += compiling.give_up(review_id=pk, token=claim, at=at, error=words)
            continue
        with transaction.atomic():
            num_handled += (is_requeued := _requeue(pk, claim, at))
            if is_requeued:
                send_on_commit(pk)
    return num_handled


def _requeue(pk: int, claim: str, at: datetime) -> bool:
    return move(
        pk,
        seen=ReviewStatus.COMPILING,
        to=ReviewStatus.QUEUED,
        at=at,
        note="Tiến trình lập báo cáo dừng giữa chừng, xếp hàng lại",
        only=Q(claim=claim, heartbeat_at__lt=at - STALE_AFTER),
        claim="",
        queued_at=at,
        progress=0,
        phase="Đang chờ đến lượt",
    )
