"""Repetitions about the same thing: each is a turn of its own, and each turn is sent once."""

from datetime import timedelta

import pytest

from reporting.models import Notice, NoticeKind
from reporting.notices import announcing
from reporting.periods import opening
from tests.factories import NOON, AssignmentFactory, ReportingPeriodFactory, UserFactory, person
from units.models import Role


@pytest.mark.django_db
def test_each_reopening_of_a_period_is_notified_once():
    assignment = AssignmentFactory()
    officer = person(Role.OFFICER, assignment.unit)
    period = ReportingPeriodFactory(plan=assignment.task.plan)
    announcing.period_opened(period, at=NOON)
    # Twice within a second: times do not distinguish them
    for microseconds in (1, 2):
        at = NOON + timedelta(microseconds=microseconds)
        opening.close_period(period=period, despite=period.due_on, by=UserFactory(), at=at)
        opening.reopen_period(period=period, note="Bổ sung số liệu.", by=UserFactory(), at=at)
        announcing.period_reopened(period, note="Bổ sung số liệu.", at=at)

    notices = Notice.objects.filter(recipient=officer, kind=NoticeKind.PERIOD_OPENED)
    assert list(notices.order_by("pk").values_list("period", "turn")) == [
        (period.pk, 0),
        (period.pk, 1),
        (period.pk, 2),
    ]
