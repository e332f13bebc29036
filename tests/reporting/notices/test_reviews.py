"""Notices about issued reviews."""

from datetime import date

import pytest

from reporting.models import Notice, NoticeKind, ReviewStatus
from reporting.register.withdrawing import withdraw
from reporting.reviews import issuing
from tests.factories import NOON, AssignmentFactory, UserFactory, person
from tests.reporting.reviews.scene import SIGNED, compiled, plan_at_work, request_review
from units.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_printing")]


def _issued():
    draft = compiled(request_review(plan_at_work()))
    group = draft.plan.groups.first()
    working = AssignmentFactory(task__group=group).unit
    ended = AssignmentFactory(task__group=group, unit__last_day=date(2026, 3, 1)).unit
    readers = {person(Role.LEADER), person(Role.OFFICER, working), person(Role.HEAD, working)}
    for other in (person(Role.OFFICER, ended), person(Role.OBSERVER, working)):
        assert other not in readers
    person(Role.OFFICER)
    issuing.issue(review=draft, by=UserFactory(), at=NOON, **SIGNED)
    return compiled(draft), readers


def test_leaders_and_units_at_work_are_told_where_to_read():
    review, readers = _issued()

    notices = Notice.objects.filter(kind=NoticeKind.REVIEW_ISSUED)
    assert review.status == ReviewStatus.ISSUED
    assert {notice.recipient for notice in notices} == readers
    assert {(notice.text, notice.url) for notice in notices} == {
        (
            "Đã ban hành báo cáo sơ kết số 05-BC/HU, ngày 16/03/2026: sơ kết một việc thử.",
            f"/reviews/{review.pk}/paper/",
        )
    }


def test_a_withdrawal_is_told_to_the_same_people():
    review, readers = _issued()
    Notice.objects.all().delete()

    withdraw(review=review, reason="Số liệu sai.", by=UserFactory(), at=NOON)

    notices = Notice.objects.all()
    assert {notice.recipient for notice in notices} == readers
    assert {notice.text for notice in notices} == {
        "Đã thu hồi báo cáo sơ kết số 05-BC/HU, ngày 16/03/2026. Lý do: Số liệu sai."
    }
