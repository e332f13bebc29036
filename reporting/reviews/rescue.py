"""Finds reviews whose message was lost or whose worker died, and starts them again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from reporting.models import Review, ReviewStatus
from reporting.reviews import compiling
from reporting.reviews.transitions import move, send_on_commit

FORGOTTEN_AFTER = timedelta(seconds=60)
STALE_AFTER = timedelta(seconds=90)
MOST_ATTEMPTS = 5


def rescue_reviews(*, at: datetime) -> int:
    """Send queued reviews that nobody took, and take back those of dead workers.

    Returns how many it dealt with.
    """
    return _send_forgotten(at) + _take_back_stale(at)


def _send_forgotten(at: datetime) -> int:
    num_sent = 0
    forgotten = Review.objects.filter(
        status=ReviewStatus.QUEUED, queued_at__lt=at - FORGOTTEN_AFTER
    ).order_by("pk")
    for pk, queued_at in forgotten.values_list("pk", "queued_at"):
        with transaction.atomic():
            # Its time is moved first, so that two rescuers send one message
            still = Review.objects.filter(pk=pk, status=ReviewStatus.QUEUED, queued_at=queued_at)
            if still.update(queued_at=at):
                send_on_commit(pk)
                num_sent += 1
    return num_sent


def _take_back_stale(at: datetime) -> int:
    num_taken = 0
    stale = Review.objects.filter(
        status=ReviewStatus.COMPILING, heartbeat_at__lt=at - STALE_AFTER
    ).order_by("pk")
    for pk, claim, attempts in stale.values_list("pk", "claim", "attempts"):
        if attempts >= MOST_ATTEMPTS:
            words = f"Đã thử {attempts} lần nhưng tiến trình lập báo cáo đều dừng giữa chừng."
            num_taken += compiling.give_up(review_id=pk, token=claim, at=at, error=words)
            continue
        with transaction.atomic():
            num_taken += (taken := _queue_again(pk, claim, at))
            if taken:
                send_on_commit(pk)
    return num_taken


def _queue_again(pk: int, claim: str, at: datetime) -> bool:
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
