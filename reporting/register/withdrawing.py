"""Withdraw an issued review."""

from datetime import datetime

from django.db import transaction

from reporting.models import Review, ReviewEvent, ReviewStatus, ReviewWithdrawal
from reporting.notices import reviews as announcing
from reporting.register.agreement import WITHDRAWN
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from units.models import User


@transaction.atomic
def withdraw(*, review: Review, reason: str, by: User, at: datetime) -> None:
    """Record that the issued `review` is withdrawn; number, texts and file stay as they are."""
    reason = reason.strip()
    secrecy.refuse_marks({"Lý do thu hồi": reason})
    if not reason:
        raise Refused("Thu hồi cần nêu lý do.")
    rows = Review.objects.select_related("plan", "period_from", "period_to").defer("snapshot")
    locked = rows.select_for_update(of=("self",)).get(pk=review.pk)
    if not locked.is_issued:
        raise Refused("Chỉ báo cáo đã ban hành mới thu hồi được.")
    _, is_new = ReviewWithdrawal.objects.get_or_create(
        review=locked, defaults={"reason": reason, "withdrawn_at": at, "withdrawn_by": by}
    )
    if not is_new:
        raise Refused("Báo cáo này đã được thu hồi.")
    ReviewEvent.objects.record(
        review_id=review.pk,
        at=at,
        by=by,
        from_status=ReviewStatus.ISSUED,
        to_status=ReviewStatus.ISSUED,
        note=f"{WITHDRAWN}{reason}",
    )
    announcing.review_withdrawn(locked, reason=reason, at=at)
