"""The transitions of a review, and the one function that makes them."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from reporting.models import Review, ReviewEvent, ReviewStatus
from tracker.lib import queueing
from units.models import User

COMPILE = "reporting.tasks.compile_review"
SUCCESSORS: dict[ReviewStatus, frozenset[ReviewStatus]] = {
    # Not COMPILING when somebody cancelled it
    ReviewStatus.QUEUED: frozenset(
        {ReviewStatus.COMPILING, ReviewStatus.DRAFT, ReviewStatus.FAILED}
    ),
    # Back to QUEUED when the worker died; ISSUED when a number was entered before.
    ReviewStatus.COMPILING: frozenset(
        {ReviewStatus.DRAFT, ReviewStatus.ISSUED, ReviewStatus.FAILED, ReviewStatus.QUEUED}
    ),
    ReviewStatus.DRAFT: frozenset({ReviewStatus.QUEUED, ReviewStatus.DROPPED}),
    ReviewStatus.FAILED: frozenset({ReviewStatus.QUEUED, ReviewStatus.DROPPED}),
    ReviewStatus.ISSUED: frozenset(),
    ReviewStatus.DROPPED: frozenset(),
}

Fields = dict[str, Any]


@transaction.atomic
def move(
    review_id: int,
    *,
    seen: ReviewStatus,
    to: ReviewStatus,
    at: datetime,
    by: User | None = None,
    note: str = "",
    only: Q | None = None,
    **changes: Any,
) -> bool:
    """Move the review from `seen` to `to` if it still matches (also `only`); record the event.

    True for exactly one of several callers at the same time.
    """
    if to not in SUCCESSORS[seen]:
        raise ValueError(f"A review that is {seen} cannot become {to}.")
    rows = Review.objects.filter(only or Q(), pk=review_id, status=seen)
    if not rows.update(status=to, **changes):
        return False
    note_event(review_id, at=at, by=by, seen=seen, to=to, note=note)
    return True


def note_event(
    review_id: int,
    *,
    at: datetime,
    by: User | None,
    seen: ReviewStatus | str,
    to: ReviewStatus,
    note: str = "",
) -> None:
    ReviewEvent.objects.record(
        review_id=review_id, at=at, by=by, from_status=seen, to_status=to, note=note
    )


def send_on_commit(review_id: int) -> None:
    """Notify the workers once the row is committed.

    The row is the job: where the broker cannot be reached, the message is lost and
    `rescue.rescue_reviews` sends another.
    """

    queueing.send_on_commit(COMPILE, robust=True, review_id=review_id)


def queued(at: datetime) -> Fields:
    """The fields of a row that waits for a worker, with all its attempts."""
    return {
        "queued_at": at,
        "claim": "",
        "attempts": 0,
        "progress": 0,
        "phase": "Đang chờ đến lượt",
        "error": "",
    }


def unnumbered() -> Fields:
    """The fields of a review that is not to be issued after all."""
    empty = dict.fromkeys(("term", "serial", "issued_on", "issued_by"))
    return {"number": "", "series": "", **empty}
