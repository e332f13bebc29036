"""Drop a review that is not to be issued."""

from datetime import datetime

from django.db import transaction

from reporting.models import Review, ReviewStatus
from reporting.reviews.requesting import STATUS_CHANGED
from reporting.reviews.transitions import move, note_event
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from units.models import User

DROPPABLE = (ReviewStatus.DRAFT, ReviewStatus.FAILED)


@transaction.atomic
def drop(*, review: Review, by: User, at: datetime, reason: str = "") -> None:
    """Give up the review; an issued one that it was to replace tells of it, and is corrected anew.

    One of which there never was a draft is deleted. A draft needs a `reason`, and stays to be read
    with its files and its history.
    """
    reason = reason.strip()
    secrecy.refuse_marks({"Lý do": reason})
    locked = Review.objects.select_for_update().defer("snapshot").filter(pk=review.pk).first()
    if locked is None or not is_droppable(locked):
        raise Refused(STATUS_CHANGED)
    if was_never_read(locked):
        _tell_replaced(locked, by, at, note=f"Bỏ bản thay thế chưa lập được. {locked.error}")
        locked.delete()
        return
    if not reason:
        raise Refused("Bỏ dự thảo cần nêu lý do.")
    draft = f"dự thảo lần {locked.draft_number}"
    _tell_replaced(locked, by, at, note=f"Bỏ bản thay thế ({draft}). Lý do: {reason}")
    move(
        locked.pk,
        seen=ReviewStatus(locked.status),
        to=ReviewStatus.DROPPED,
        at=at,
        by=by,
        note=f"Bỏ {draft}{_of_replaced(locked)}. Lý do: {reason}",
        replaces=None,
        error="",
    )


def is_droppable(review: Review) -> bool:
    return review.status in DROPPABLE


def was_never_read(review: Review) -> bool:
    """Nothing was printed or written in it: its texts are those of the review that it replaces."""
    return not review.pdf_sha256


def _tell_replaced(review: Review, by: User, at: datetime, *, note: str) -> None:
    if review.replaces_id:
        issued = ReviewStatus.ISSUED
        note_event(review.replaces_id, at=at, by=by, seen=issued, to=issued, note=note)


def _of_replaced(review: Review) -> str:
    """The issued review that it was to replace, which may now get another."""
    return f", bản thay thế báo cáo số {review.replaces.number}" if review.replaces else ""
