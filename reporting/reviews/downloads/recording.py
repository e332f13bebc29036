"""Record who downloads the files of reviews."""

from datetime import datetime

from reporting.models import Review, ReviewDownload
from units.models import User


def record(*, review: Review, file_name: str, sha256: str, by: User, at: datetime) -> None:
    """Record that `by` gets the file; it is called before its first byte is sent."""
    ReviewDownload.objects.create(
        review=review, file_name=file_name, file_sha256=sha256, by=by, at=at
    )
