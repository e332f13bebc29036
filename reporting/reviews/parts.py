"""The office writes the parts of a review that no machine writes."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from reporting.models import Review, ReviewPart, ReviewStatus
from reporting.reviews import skeleton
from reporting.reviews.requesting import LONGEST_TITLE
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from units.models import User

NEVER_SAVED = ""


class ChangedByAnother(Refused):
    """Someone saved these parts since the writer read them. `keys` are the ones."""

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
    """Save the TEXTS that differ from what is kept, all or none. Returns how many were saved.

    SEEN tells per key the stamp (see `stamp_of`) of what the writer saw; where another saved
    since, nothing is saved.
    """
    title = " ".join(title.split())
    if not title or len(title) > LONGEST_TITLE:
        raise Refused(f"Trích yếu cần có, tối đa {LONGEST_TITLE} ký tự.")
    locked = Review.objects.select_for_update().get(pk=review.pk)
    if locked.status != ReviewStatus.DRAFT or locked.snapshot is None:
        raise Refused("Chỉ sửa được khi báo cáo là dự thảo. Nội dung bạn gõ chưa được lưu.")
    known = {heading.key: heading.title for heading in skeleton.written(locked.snapshot)}
    known[skeleton.RECIPIENTS] = "Nơi nhận"
    secrecy.refuse_marks(
        {"Trích yếu": title} | {known[key]: text for key, text in texts.items() if key in known}
    )
    kept = {part.key: part for part in locked.parts.order_by("key")}
    changed = {
        key: text
        for key, text in texts.items()
        if key in known and text != (kept[key].text if key in kept else "")
    }
    stale = [key for key in changed if seen.get(key, NEVER_SAVED) != stamp_of(kept.get(key))]
    if stale:
        raise ChangedByAnother(stale)
    for key, text in changed.items():
        ReviewPart.objects.update_or_create(
            review=locked, key=key, defaults={"text": text, "saved_at": at, "saved_by": by}
        )
    if title != locked.title:
        Review.objects.filter(pk=review.pk).update(title=title)
        review.title = title
    return len(changed)


def stamp_of(part: ReviewPart | None) -> str:
    """Tells one saving of a part from another."""
    return part.saved_at.isoformat() if part else NEVER_SAVED
