"""Notices of comments on the blocks of a draft, to those who work on it."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from plans.access import people_with
from plans.models import Plan
from reporting.models import (
    BlockComment,
    Notice,
    NoticeKind,
    ReviewBlockVersion,
    ReviewKind,
    ReviewStatus,
)
from reporting.notices.noticing import About, Message, notify_each
from units.models import Role
from units.roles import office_holders

LONGEST_EXCERPT = 120


def block_commented(comment: BlockComment, *, at: datetime) -> None:
    """Tell who wrote in the thread and who edits the paper; its writer has read the thread."""
    review, by = comment.review, comment.by
    url = f"{reverse('reporting:read-paper', args=[review.pk])}#{comment.key}"
    mine = Notice.objects.of(by).unread().filter(kind=NoticeKind.REVIEW_COMMENTED, url=url)
    mine.update(read_at=at)
    about = About(review_id=review.pk, turn=comment.pk)
    text = _words(comment)
    people = sorted(_audience(comment) - {by.pk})
    notify_each(
        [Message(pk, NoticeKind.REVIEW_COMMENTED, about, text, url) for pk in people], at=at
    )


def settled(notices: Iterable[Notice]) -> set[int]:
    """Ids of notices of comments that were resolved or whose paper was issued, and of those to
    people who may not read the draft any more.
    """
    about = {
        row.pk: (row.turn, row.recipient_id)
        for row in notices
        if row.kind == NoticeKind.REVIEW_COMMENTED
    }
    if not about:
        return set()
    unresolved = (
        BlockComment.objects.unresolved()
        .filter(pk__in={turn for turn, _ in about.values()})
        .exclude(review__status__in=[ReviewStatus.ISSUED, ReviewStatus.DROPPED])
    )
    plan_of = dict(unresolved.values_list("pk", "review__plan"))
    plans = Plan.objects.in_bulk(set(plan_of.values()))
    able = {pk: _office(plan) | _leaders(plan) for pk, plan in plans.items()}
    return {
        pk
        for pk, (turn, recipient) in about.items()
        if turn not in plan_of or recipient not in able[plan_of[turn]]
    }


def _audience(comment: BlockComment) -> set[int]:
    """Who wrote in the thread, and who edits the paper: if nobody did, all who may."""
    review = comment.review
    office = _office(review.plan)
    thread = BlockComment.objects.filter(review=review, key=comment.key)
    able = office | _leaders(review.plan)
    writers = able & set(thread.values_list("by", flat=True))
    edited = ReviewBlockVersion.objects.filter(block__review=review)
    editors = office & {review.requested_by_id, *edited.values_list("saved_by", flat=True)}
    return writers | (editors or office)


def _leaders(plan: Plan) -> set[int]:
    """Leaders who comment on drafts of `plan`, as those who compile them do."""
    readers = people_with("read_filings", plan=plan).values("pk")
    leaders = office_holders(Role.LEADER).filter(pk__in=readers)
    return set(leaders.values_list("pk", flat=True))


def _office(plan: Plan) -> set[int]:
    return set(people_with("compile_reviews", plan=plan).values_list("pk", flat=True))


def _words(comment: BlockComment) -> str:
    review = comment.review
    kind = ReviewKind(review.kind).label.lower()
    about = f"dự thảo {kind} của {review.plan.number}"
    if comment.excerpt:
        about += f", đoạn “{_shortened(comment.excerpt)}”"
    return f"{comment.by.full_name} góp ý vào {about}: “{_shortened(comment.text)}”"


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST_EXCERPT else f"{words[: LONGEST_EXCERPT - 1].rstrip()}…"
