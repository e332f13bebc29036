"""Comments of office and leaders on the blocks of a draft; they change nothing in it."""

from datetime import datetime

from django.db import transaction

from plans.models import Plan
from reporting.models import BlockComment, Review, ReviewStatus
from reporting.notices.block_comments import block_commented
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from units.models import Role, User
from units.roles import office_holders

LONGEST = 2000
NOT_A_DRAFT = "Chỉ góp ý được khi báo cáo là dự thảo. Góp ý của bạn chưa được gửi."


def may_comment(user: User, plan: Plan) -> bool:
    """Whether `user` compiles reviews of `plan`, or is a leader."""
    is_of_office = user.has_perm("plans.compile_reviews", plan)
    return is_of_office or office_holders(Role.LEADER).filter(pk=user.pk).exists()


@transaction.atomic
def comment(
    *, review: Review, key: str, excerpt: str, text: str, by: User, at: datetime
) -> BlockComment:
    """Add to the thread of the block `key`, which begins with `excerpt`, and tell others."""
    text = text.replace("\x00", "").strip()  # PostgreSQL stores no NUL
    if not text:
        raise Refused("Hãy nhập nội dung góp ý.")
    if len(text) > LONGEST:
        raise Refused(f"Góp ý dài {len(text)} ký tự, tối đa {LONGEST} ký tự.")
    secrecy.refuse_marks({"Góp ý": text})
    written = BlockComment.objects.create(
        review=_lock(review), key=key, excerpt=excerpt, text=text, by=by, at=at
    )
    block_commented(written, at=at)
    return written


@transaction.atomic
def resolve(*, review: Review, key: str, seen: int, by: User, at: datetime) -> None:
    """End the open comments of a block: the office any of them, others only their own.

    `seen` is the last comment that `by` read; what was written since stays open.
    """
    unresolved = BlockComment.objects.unresolved().filter(
        review=_lock(review), key=key, pk__lte=seen
    )
    is_of_office = by.has_perm("plans.compile_reviews", review.plan)
    if not is_of_office and unresolved.exclude(by=by).exists():
        raise Refused("Chỉ Văn phòng hoặc người viết góp ý mới được ghi là đã giải quyết.")
    unresolved.update(resolved_at=at, resolved_by=by)


def _lock(review: Review) -> Review:
    locked = Review.objects.select_for_update().defer("snapshot").get(pk=review.pk)
    if locked.status != ReviewStatus.DRAFT:
        raise Refused(NOT_A_DRAFT)
    return locked
