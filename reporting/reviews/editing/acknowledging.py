"""The office has read what the machine words differently with newly frozen figures."""

from datetime import datetime

from django.db import transaction

from reporting.models import Review, ReviewStatus
from reporting.reviews.editing.changing import NOT_A_DRAFT
from reporting.reviews.transitions import note_event
from tracker.lib.refusal import Refused
from units.models import User


@transaction.atomic
def acknowledge_figures(*, review: Review, seen_sha256: str, by: User, at: datetime) -> None:
    """Note that `by` read the changes that came with the figures of the hash `seen_sha256`."""
    drafts = Review.objects.filter(pk=review.pk, status=ReviewStatus.DRAFT)
    if drafts.filter(read_snapshot_sha256=seen_sha256).exists():
        return
    if not drafts.filter(snapshot_sha256=seen_sha256).update(read_snapshot_sha256=seen_sha256):
        raise Refused(NOT_A_DRAFT if not drafts.exists() else "Số liệu vừa đổi. Hãy xem lại.")
    note_event(
        review.pk,
        at=at,
        by=by,
        seen=ReviewStatus.DRAFT,
        to=ReviewStatus.DRAFT,
        note="Đã xem các câu hệ thống soạn khác đi theo số liệu mới",
    )
