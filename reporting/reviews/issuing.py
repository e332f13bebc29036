"""Issue a draft with number and day; correct an issued review by a new version."""

import re
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from reporting.models import Review, ReviewStatus
from reporting.reviews.requesting import STATUS_CHANGED, request_review
from reporting.reviews.transitions import move, queued, send_on_commit
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from units.models import User

SAME_NUMBER = "Đã có báo cáo mang số và ngày này."


@transaction.atomic
def issue(
    *,
    review: Review,
    number: str,
    issued_on: date,
    signer_capacity: str,
    signer_post: str,
    signer_name: str,
    by: User,
    at: datetime,
) -> None:
    """Store number, day and signer of the draft, and queue the final printing.

    A worker prints it from the frozen figures and the texts of this moment. Once printed, the
    review is issued and never changes; if printing fails, it becomes a draft again.
    """
    secrecy.refuse_marks(
        {
            "Số": number,
            "Thẩm quyền ký": signer_capacity,
            "Chức vụ người ký": signer_post,
            "Họ và tên người ký": signer_name,
        }
    )
    number = full_number(number, symbol=review.plan.symbol)
    if not (signer_capacity.strip() and signer_name.strip()):
        raise Refused("Cần ghi thẩm quyền ký và họ tên người ký.")
    if issued_on > timezone.localdate(at):
        raise Refused("Ngày ban hành không được sau hôm nay.")
    if issued_on < review.cutoff_on:
        raise Refused("Ngày ban hành không được trước ngày chốt số liệu.")
    if Review.objects.filter(plan=review.plan_id, number=number, issued_on=issued_on).exists():
        raise Refused(SAME_NUMBER)
    try:
        with transaction.atomic():
            moved = move(
                review.pk,
                seen=ReviewStatus.DRAFT,
                to=ReviewStatus.QUEUED,
                at=at,
                by=by,
                note=f"Ghi số {number}, ngày {issued_on:%d/%m/%Y}, in bản chính thức",
                number=number,
                issued_on=issued_on,
                issued_by=by,
                signer_capacity=signer_capacity.strip(),
                signer_post=signer_post.strip(),
                signer_name=signer_name.strip(),
                **queued(at),
            )
    except IntegrityError:
        raise Refused(SAME_NUMBER) from None
    if not moved:
        raise Refused(STATUS_CHANGED)
    send_on_commit(review.pk)


def correct(*, review: Review, by: User, at: datetime) -> Review:
    """Start the next version of an issued review: the same texts, newly frozen figures.

    The issued one stays unchanged; the paper of the new one names it.
    """
    if not review.is_issued:
        raise Refused("Chỉ báo cáo đã ban hành mới lập bản thay thế.")
    if Review.objects.filter(replaces=review.pk).exists():
        raise Refused("Báo cáo này đã có bản thay thế.")
    return request_review(
        plan=review.plan,
        kind=review.kind,
        title=review.title,
        period_from=review.period_from,
        period_to=review.period_to,
        cutoff_on=review.cutoff_on,
        by_units=review.by_units,
        by=by,
        at=at,
        replaces=review,
    )


def full_number(typed: str, *, symbol: str) -> str:
    """ "5" becomes "05-BC/HU"; a full number stays as typed."""
    typed = " ".join(typed.split())
    if not re.fullmatch(r"\d{1,5}(-BC/\S{1,20})?", typed):
        raise Refused(f"Số ghi bằng chữ số, ví dụ 125 hoặc 125-BC/{symbol}.")
    return typed if "-" in typed else f"{typed.zfill(2)}-BC/{symbol}"
