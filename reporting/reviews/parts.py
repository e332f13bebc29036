"""The parts of a review that the office writes."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from reporting.models import Review, ReviewPart, ReviewStatus
from reporting.reviews import skeleton
from reporting.reviews.requesting import LONGEST_TITLE
from reporting.reviews.schema import Snapshot
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from units.models import User

NEVER_SAVED = ""


class ChangedByAnother(Refused):
    """Another user saved the parts `keys` since the writer read them."""

    def __init__(self, keys: list[str]) -> None:
        super().__init__(
            "Có người vừa lưu phần này trước bạn. Nội dung bạn gõ vẫn còn trên màn hình; "
            "hãy đối chiếu với bản đã lưu rồi lưu lại."
        )
        self.keys = keys


@transaction.atomic
def save_parts(
    *,
    review: Review,
    title: str,
    texts: Mapping[str, str],
    seen: Mapping[str, str],
    by: User,
    at: datetime,
) -> int:
    """Save the `texts` that differ from the stored ones, all or none; return how many.

    `seen` has, by key, the stamp (see `stamp_of`) of the version that the writer read; where
    another user saved since, nothing is saved.
    """
    title = " ".join(title.split())
    if not title or len(title) > LONGEST_TITLE:
        raise Refused(f"Trích yếu cần có, tối đa {LONGEST_TITLE} ký tự.")
    locked = Review.objects.select_for_update().get(pk=review.pk)
    if locked.status != ReviewStatus.DRAFT or locked.snapshot is None:
        raise Refused("Chỉ sửa được khi báo cáo là dự thảo. Nội dung bạn gõ chưa được lưu.")
    labels = _labels(locked.snapshot)
    known = {key: text for key, text in texts.items() if key in labels}
    secrecy.refuse_marks({"Trích yếu": title} | {labels[key]: known[key] for key in known})
    changed = _changed(known, locked, seen)
    for key, text in changed.items():
        ReviewPart.objects.update_or_create(
            review=locked, key=key, defaults={"text": text, "saved_at": at, "saved_by": by}
        )
    if title != locked.title:
        Review.objects.filter(pk=review.pk).update(title=title)
        review.title = title
    return len(changed)


def _labels(snapshot: Snapshot) -> dict[str, str]:
    """The parts that the office may write, with their names in a refusal."""
    titles = {heading.key: heading.title for heading in skeleton.written(snapshot)}
    return titles | {skeleton.RECIPIENTS: "Nơi nhận"}


def _changed(texts: Mapping[str, str], review: Review, seen: Mapping[str, str]) -> dict[str, str]:
    """The texts that differ from the stored ones, unless another user saved one of them since.

    The text of a part that was never saved is empty.
    """
    stored = {part.key: part for part in review.parts.order_by("key")}
    changed = {
        key: text
        for key, text in texts.items()
        if text != (stored[key].text if key in stored else "")
    }
    stale = [key for key in changed if seen.get(key, NEVER_SAVED) != stamp_of(stored.get(key))]
    if stale:
        raise ChangedByAnother(stale)
    return changed


def stamp_of(part: ReviewPart | None) -> str:
    """A value that differs for each saving of a part."""
    return part.saved_at.isoformat() if part else NEVER_SAVED
