"""Record who gets the paper of a review as the evidence that it is."""

from datetime import datetime

from reporting.models import Evidence, ReviewDownload
from units.models import User


def record_review(*, evidence: Evidence, by: User, at: datetime) -> None:
    """Record a download of the review whose paper `evidence` is."""
    assert evidence.review_id is not None  # noqa: S101 -- the caller asked for it
    ReviewDownload.objects.create(
        review_id=evidence.review_id,
        file_name=evidence.file_name,
        file_sha256=evidence.file_sha256,
        by=by,
        at=at,
    )
