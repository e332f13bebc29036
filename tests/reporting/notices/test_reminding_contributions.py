"""A unit is reminded of required contributions in one line, as of its submission."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from reporting.models import Notice, NoticeKind
from reporting.notices import digesting, letters, reminding
from tests.factories import TaskFactory
from tests.reporting.contributions.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(settings):
    settings.DUE_SOON_DAYS = 7
    scene = Scene()
    scene.helper.unit.short_name = "X. Thử"
    scene.helper.unit.save()
    return scene


def _remind(scene, *days_from_due):
    for days in days_from_due:
        day = scene.period.due_on + timedelta(days=days)
        reminding.remind(at=timezone.make_aware(datetime.combine(day, time(8))))


def _lines(scene):
    sent = Notice.objects.filter(recipient=scene.writer).order_by("pk")
    return [(row.kind, row.text.split(" chưa gửi")[0], row.url) for row in sent]


def _line(num):
    words = f"X. Thử còn {num} nội dung phối hợp Văn phòng yêu cầu"
    return ("contribution_due", words, "/contributions/")


def test_one_line_names_the_number_and_comes_as_often_as_that_of_a_submission(scene):
    scene.coordinate(TaskFactory(group=scene.task.group), unit=scene.helper.unit)
    scene.require()
    _remind(scene, -8)
    assert _lines(scene) == []

    _remind(scene, -7, -6, -1, 0, *range(1, 9))

    assert _lines(scene) == [_line(1)] * 4


def test_nobody_is_reminded_of_what_is_not_required_or_was_sent(scene):
    _remind(scene, -7)
    scene.require()
    scene.send()
    _remind(scene, -1, 1)

    assert _lines(scene) == []


def test_a_reminder_loses_its_reason_when_the_contribution_is_sent(scene):
    scene.require()
    _remind(scene, -7)
    notices = list(Notice.objects.filter(kind=NoticeKind.CONTRIBUTION_DUE))
    today = scene.period.due_on - timedelta(days=7)

    before = reminding.out_of_date(notices, today=today)
    scene.send()
    after = reminding.out_of_date(notices, today=today)

    assert (before, after) == (set(), {row.pk for row in notices})


def test_the_line_is_in_the_mail_of_the_day(scene):
    scene.writer.email = "x@example.invalid"
    scene.writer.save()
    scene.require()
    _remind(scene, -7)

    day = scene.period.due_on - timedelta(days=7)
    at = timezone.make_aware(datetime.combine(day, time(23)))
    assert digesting.make_digests(at=at) == 1
    digest = scene.writer.digests.get()
    letter = letters.letter_of(digest, digest.notices.all())
    assert "còn 1 nội dung phối hợp" in letter.text
    assert "1 việc cần xử lý" in letter.subject
