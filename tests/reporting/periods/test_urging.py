"""The office reminds exactly the units that have not sent in a period."""

from datetime import timedelta

import pytest

from reporting.models import EntryStatus, Notice, PeriodEventKind
from reporting.notices import reminding
from reporting.periods import urging
from tests.factories import (
    NOON,
    AssignmentFactory,
    ReportingPeriodFactory,
    UserFactory,
    entry_at,
    person,
)
from tests.race import run_together
from tracker.lib.refusal import Refused
from units.models import Role


def _scene():
    """A period that one unit has sent and another one has not, whose officer is returned."""
    lacking = AssignmentFactory(unit__short_name="Xã Thiếu")
    period = ReportingPeriodFactory(plan=lacking.task.plan)
    sent = AssignmentFactory(task__group__plan=period.plan)
    entry_at(EntryStatus.SENT, assignment=sent, period=period)
    person(Role.OFFICER, unit=sent.unit)
    return period, person(Role.OFFICER, unit=lacking.unit)


def _urge(period, at=NOON):
    return urging.urge(period=period, by=UserFactory(), at=at)


@pytest.mark.django_db
def test_only_units_that_have_not_sent_are_told_and_the_history_names_them():
    period, officer = _scene()

    assert _urge(period) == 1

    notice = Notice.objects.get()
    assert notice.recipient == officer
    assert f"Xã Thiếu chưa gửi báo cáo {period.name}" in notice.text
    event = period.events.get()
    assert (event.kind, event.note) == (PeriodEventKind.URGED, "1 đơn vị: Xã Thiếu")


@pytest.mark.django_db
def test_units_are_urged_once_a_day_and_again_on_another():
    period, _ = _scene()
    _urge(period)

    with pytest.raises(Refused, match="Hôm nay đã nhắc lúc 12:00"):
        _urge(period, NOON + timedelta(hours=1))

    _urge(period, NOON + timedelta(days=1))
    assert Notice.objects.count() == 2


@pytest.mark.django_db
def test_a_daily_reminder_of_the_same_day_stands_beside_it():
    period, _ = _scene()
    period.due_on = NOON.date()
    period.save()

    reminding.remind(at=NOON)
    _urge(period)

    assert Notice.objects.count() == 2


@pytest.mark.django_db
def test_nobody_is_urged_for_a_closed_period_or_when_all_have_sent():
    period, _ = _scene()
    period.closed_at = NOON
    period.save()
    with pytest.raises(Refused, match="đang mở"):
        _urge(period)

    complete = ReportingPeriodFactory()
    with pytest.raises(Refused, match="Không còn đơn vị nào"):
        _urge(complete)
    assert not Notice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_one_urges():
    period, _ = _scene()

    outcomes = run_together(lambda: _urge(period), lambda: _urge(period))

    assert sorted(outcomes) == ["done", "refused"]
    assert Notice.objects.count() == period.events.count() == 1
