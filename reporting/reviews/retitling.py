"""The subject (trích yếu) of a draft."""

from django.db import transaction

from reporting.models import Review, ReviewStatus
from reporting.reviews.requesting import LONGEST_TITLE
from tracker.lib import secrecy
from tracker.lib.refusal import Refused


@transaction.atomic
def retitle(*, review: Review, title: str) -> None:
    """Change the subject of a draft."""
    title = " ".join(title.replace("\x00", "").split())
    if not title or len(title) > LONGEST_TITLE:
        raise Refused(f"Trích yếu cần có, tối đa {LONGEST_TITLE} ký tự.")
    secrecy.refuse_marks({"Trích yếu": title})
    if not Review.objects.filter(pk=review.pk, status=ReviewStatus.DRAFT).update(title=title):
        raise Refused("Chỉ sửa được khi báo cáo là dự thảo. Nội dung bạn gõ chưa được lưu.")
    review.title = title
