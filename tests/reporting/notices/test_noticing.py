"""Notices are created once per event and follow the preferences of each person."""

from datetime import timedelta

import pytest

from reporting.models import Notice, NoticeKind
from reporting.notices import noticing, preferences
from tests.factories import NOON, ReportingPeriodFactory, UserFactory
from tests.race import run_together
from tests.reporting.notices.scene import about

LATER = NOON + timedelta(hours=1)


def notify(*people, kind=NoticeKind.RETURNED, turn=1, at=NOON, **changes):
    fields = {"text": "Văn phòng trả lại kết quả nhiệm vụ 2.3.", "url": "/submissions/", **changes}
    noticing.notify(people=people, kind=kind, about=about(turn), at=at, **fields)


@pytest.mark.django_db
def test_a_repeated_notice_is_created_once():
    first, second = UserFactory(), UserFactory()

    notify(first)
    notify(first, second, text="Nói lại.")

    assert [(row.recipient, row.text[:9]) for row in Notice.objects.order_by("pk")] == [
        (first, "Văn phòng"),
        (second, "Nói lại."),
    ]


@pytest.mark.django_db(transaction=True)
def test_the_same_notice_from_two_threads_is_created_once():
    user = UserFactory()
    ReportingPeriodFactory()

    run_together(*[lambda: notify(user)] * 3)

    assert Notice.objects.count() == 1


@pytest.mark.django_db
def test_a_notice_not_shown_in_the_app_is_read_from_the_start():
    user, other = UserFactory(), UserFactory()
    shown = set(NoticeKind) - {NoticeKind.RETURNED}
    preferences.choose(user=user, email="", shown=shown, mailed=set(NoticeKind), at=NOON)

    notify(user, other)
    notify(user, kind=NoticeKind.ACCEPTED)

    assert Notice.objects.get(recipient=user, kind=NoticeKind.RETURNED).read_at == NOON
    assert Notice.objects.of(user).unread().get().kind == NoticeKind.ACCEPTED
    assert Notice.objects.of(other).unread().count() == 1


@pytest.mark.django_db
def test_the_first_opening_is_recorded():
    user = UserFactory()
    notify(user)
    notice = Notice.objects.get()

    noticing.mark_read(notice=notice, at=NOON)
    noticing.mark_read(notice=notice, at=LATER)

    assert Notice.objects.get().read_at == NOON


@pytest.mark.django_db
def test_later_notices_and_those_of_others_stay_unread():
    user, other = UserFactory(), UserFactory()
    notify(user, other)
    seen = Notice.objects.of(user).get()
    notify(user, turn=2)

    num = noticing.mark_all_read(user=user, up_to=seen.pk, at=LATER)

    assert num == 1
    assert Notice.objects.of(user).unread().count() == 1
    assert Notice.objects.of(other).unread().count() == 1


@pytest.mark.django_db
def test_choices_are_stored_and_the_default_is_every_kind():
    user = UserFactory()
    before = preferences.choices_of(user)

    for _ in range(2):
        preferences.choose(
            user=user,
            email="lan@vidu.vn",
            shown={NoticeKind.OVERDUE},
            mailed={NoticeKind.RETURNED},
            at=NOON,
        )

    after = preferences.choices_of(user)
    assert all(choice.is_shown and choice.is_mailed for choice in before)
    assert [choice.kind for choice in after if choice.is_shown] == [NoticeKind.OVERDUE]
    assert [choice.kind for choice in after if choice.is_mailed] == [NoticeKind.RETURNED]
    user.refresh_from_db()
    assert user.email == "lan@vidu.vn"
    assert [change.note for change in user.changes.all()] == ["Tự đổi thư công vụ"]
