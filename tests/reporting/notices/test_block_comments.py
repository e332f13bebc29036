"""Notices of comments on blocks of a draft."""

from datetime import timedelta

import pytest

from reporting.models import Notice, NoticeKind, Review
from reporting.notices.reminding import out_of_date
from reporting.papers.blocks import plain
from reporting.reviews.composing import compose
from reporting.reviews.editing import commenting, placing
from tests.factories import NOON, TODAY, person
from tests.reporting.reviews.scene import compiled, plan_at_work, request_review
from units.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_printing")]
KEY = "II.tasks"


@pytest.fixture
def draft():
    work = plan_at_work()
    return compiled(request_review(work, by=person(Role.REVIEWER)))


def _comment(draft, by, text="Số này lấy từ đâu?", minutes=0):
    return commenting.comment(
        review=draft,
        key=KEY,
        excerpt="Có 12 việc",
        text=text,
        by=by,
        at=NOON + timedelta(minutes=minutes),
    )


def _notices():
    return Notice.objects.filter(kind=NoticeKind.REVIEW_COMMENTED).order_by("pk")


def _told(comment):
    return {row.recipient for row in _notices().filter(turn=comment.pk)}


def test_editors_and_who_wrote_in_the_thread_are_told(draft):
    requester, leader, other_leader = draft.requested_by, person(Role.LEADER), person(Role.LEADER)
    editor, bystander = person(Role.REVIEWER), person(Role.REVIEWER)
    placing.add(
        review=draft,
        document=compose(draft).machine,
        kind="paragraph",
        after="end:IV.1",
        runs=plain("Viết thêm."),
        by=editor,
        at=NOON,
    )

    asked = _comment(draft, leader)
    answered = _comment(draft, requester, "Từ Biểu 2.", minutes=1)
    _comment(draft, other_leader, "Cảm ơn.", minutes=2)

    assert _told(asked) == {requester, editor}
    assert _told(answered) == {leader, editor}
    assert bystander not in {row.recipient for row in _notices()}
    first = _notices()[0]
    assert first.url == f"/reviews/{draft.pk}/paper/#{KEY}"
    assert first.text == (
        f"{leader.full_name} góp ý vào dự thảo báo cáo sơ kết của {draft.plan.number}, "
        "đoạn “Có 12 việc”: “Số này lấy từ đâu?”"
    )
    # To answer is to have read what was written before
    assert _notices().get(recipient=requester, turn=asked.pk).read_at is not None


def test_all_who_compile_are_told_of_a_draft_that_nobody_edited(draft):
    office = {draft.requested_by, person(Role.REVIEWER)}
    Review.objects.filter(pk=draft.pk).update(requested_by=None)
    draft.refresh_from_db()

    assert _told(_comment(draft, person(Role.LEADER))) == office


def test_who_may_not_read_drafts_any_more_is_not_told(draft):
    leader = person(Role.LEADER)
    _comment(draft, leader)
    leader.groups.clear()

    assert _told(_comment(draft, draft.requested_by, minutes=1)) == set()


def test_settled_comments_are_not_mailed(draft):
    leader, gone = person(Role.LEADER), person(Role.LEADER)
    resolved = _comment(draft, gone)
    commenting.resolve(review=draft, key=KEY, seen=resolved.pk, by=draft.requested_by, at=NOON)
    asked = _comment(draft, leader, minutes=1)
    gone.groups.clear()

    office = draft.requested_by
    assert _moot() == {(office, resolved.pk), (gone, asked.pk)}
    Review.objects.filter(pk=draft.pk).update(
        status="issued", number="05-BC/HU", issued_on=TODAY, issued_by=office, snapshot_at=NOON
    )
    assert len(_moot()) == 3


def _moot():
    moot = out_of_date(_notices(), today=TODAY)
    return {(row.recipient, row.turn) for row in _notices() if row.pk in moot}
