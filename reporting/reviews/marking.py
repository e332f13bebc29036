"""Who issues a draft, and its marks of urgency and circulation."""

from datetime import datetime

from django.db import transaction

from plans.models import IssuingBody
from reporting.models import Review, ReviewStatus, Urgency
from reporting.reviews.requesting import STATUS_CHANGED
from reporting.reviews.transitions import note_event
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from units.models import User


@transaction.atomic
def choose_head(
    *,
    review: Review,
    body: IssuingBody | None,
    urgency: str,
    urgent_by: str,
    circulation: str,
    by: User,
    at: datetime,
) -> None:
    """Set the body (None: that of the plan) and the marks; the next printing shows them."""
    secrecy.refuse_marks({"Hẹn giờ": urgent_by})
    if urgent_by and urgency != Urgency.EXPRESS:
        raise Refused("Chỉ văn bản hỏa tốc mới hẹn giờ.")
    drafts = Review.objects.filter(pk=review.pk, status=ReviewStatus.DRAFT)
    chosen = {"urgency": urgency, "urgent_by": urgent_by, "circulation": circulation}
    if not drafts.update(body=body, **chosen):
        raise Refused(STATUS_CHANGED)
    words = [f"cơ quan {body.name}"] if body else []
    words += [f"dấu {words}" for words in (f"{urgency} {urgent_by}".strip(), circulation) if words]
    note_event(
        review.pk,
        at=at,
        by=by,
        seen=ReviewStatus.DRAFT,
        to=ReviewStatus.DRAFT,
        note=f"Phần đầu văn bản: {', '.join(words) or 'theo kế hoạch, không đóng dấu'}",
    )
