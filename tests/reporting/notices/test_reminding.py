"""Each reminder is sent to a unit once, until it has filed."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reporting.filing import filing
from reporting.models import EntryStatus, Notice, NoticeKind
from reporting.notices import reminding
from reporting.periods import opening
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    ReportingPeriodFactory,
    UserFactory,
    entry_at,
    person,
)
from tests.race import run_together
from units.models import Role

DUE = TODAY + timedelta(days=20)


@pytest.fixture(autouse=True)
def week(settings):
    settings.DUE_SOON_DAYS = 7


@pytest.fixture
def entry(db):
    """A draft of a unit with an officer; its period is due on `DUE`."""
    assignment = AssignmentFactory(unit__short_name="X. Thử")
    period = ReportingPeriodFactory(plan=assignment.task.plan, name="Quý 1", due_on=DUE)
    person(Role.OFFICER, assignment.unit)
    return entry_at(EntryStatus.DRAFT, assignment=assignment, period=period)


def _morning(day):
    return timezone.make_aware(datetime.combine(day, time(8)))


def _remind(*days_from_due):
    for days in days_from_due:
        reminding.remind(at=_morning(DUE + timedelta(days=days)))


def _notices() -> list[str]:
    return [f"{row.kind} {row.text}" for row in Notice.objects.order_by("pk")]


def test_a_submission_due_soon_is_reminded_once_and_again_in_the_last_days(entry):
    _remind(-8, -7, -6, -2, -1, -1, 0)

    assert _notices() == [
        "due_soon X. Thử chưa gửi báo cáo Quý 1, còn 7 ngày (hạn gửi 05/04/2026).",
        "due_soon X. Thử chưa gửi báo cáo Quý 1, còn 1 ngày (hạn gửi 05/04/2026).",
    ]
    assert Notice.objects.first().url == f"/submissions/{entry.submission_id}/"


def test_an_overdue_submission_is_reminded_on_the_first_day_and_then_weekly(entry):
    _remind(*range(1, 17))

    assert _notices() == [
        "overdue X. Thử chưa gửi báo cáo Quý 1, quá hạn 1 ngày (hạn gửi 05/04/2026).",
        "overdue X. Thử chưa gửi báo cáo Quý 1, quá hạn 8 ngày (hạn gửi 05/04/2026).",
        "overdue X. Thử chưa gửi báo cáo Quý 1, quá hạn 15 ngày (hạn gửi 05/04/2026).",
    ]


def test_reminders_stop_when_the_unit_has_filed(entry):
    _remind(-7)
    filing.send(submission=entry.submission, by=UserFactory(), at=NOON)

    _remind(-1, 1, 8)

    assert len(_notices()) == 1


def test_the_reminder_of_a_unit_without_submission_links_to_its_list(db):
    assignment = AssignmentFactory()
    ReportingPeriodFactory(plan=assignment.task.plan, due_on=DUE)
    head = person(Role.HEAD, assignment.unit)

    _remind(-3)

    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind) == (head, NoticeKind.DUE_SOON)
    assert notice.url == "/submissions/"


def test_units_without_assignments_and_closed_periods_have_no_reminders(entry):
    person(Role.OFFICER)
    opening.close_period(
        period=entry.submission.period,
        despite=entry.submission.period.due_on,
        by=UserFactory(),
        at=NOON,
    )

    _remind(-1, 1)

    assert _notices() == []


def test_a_moved_due_day_is_reminded_again(entry):
    _remind(-7)
    period = entry.submission.period
    period.due_on = DUE + timedelta(days=30)
    period.save(update_fields=["due_on"])

    _remind(24)

    expected = "due_soon X. Thử chưa gửi báo cáo Quý 1, còn 6 ngày (hạn gửi 05/05/2026)."
    assert _notices()[1] == expected


@pytest.mark.django_db
def test_a_returned_entry_is_reminded_before_its_day_until_answered():
    entry = entry_at(EntryStatus.RETURNED)  # to be answered today
    officer = person(Role.OFFICER, entry.submission.unit)

    reminding.remind(at=NOON - timedelta(days=3))
    assert _notices() == []
    reminding.remind(at=NOON - timedelta(days=1))
    filing.save_entry(
        entry=entry,
        seen_version=entry.version,
        by=UserFactory(),
        at=NOON,
        state=entry.state,
        percent=entry.percent,
        result="Đã bổ sung.",
        obstacle="",
        recommendation="",
    )
    reminding.remind(at=NOON)

    notice = Notice.objects.get()
    code = entry.assignment.task.code
    assert notice.recipient == officer
    assert f"chưa gửi lại kết quả nhiệm vụ {code}" in notice.text
    assert notice.url == f"/submissions/{entry.submission_id}/#entry-{entry.pk}"
    filing.answer(entry=entry, by=UserFactory(), at=NOON)
    assert reminding.out_of_date([notice], today=TODAY) == {notice.pk}


def test_a_reminder_is_outdated_once_filed_or_closed(entry):
    _remind(-1, 1)
    notices = list(Notice.objects.all())
    assert reminding.out_of_date(notices, today=TODAY) == set()

    filing.send(submission=entry.submission, by=UserFactory(), at=NOON)
    assert reminding.out_of_date(notices, today=TODAY) == {notice.pk for notice in notices}


def _end(unit, *, before):
    unit.last_day = before - timedelta(days=1)
    unit.save(update_fields=["last_day"])


@pytest.mark.parametrize("days", [-7, -1, 1, 8])
def test_an_ended_unit_is_not_reminded_of_an_unsent_submission(entry, days):
    _end(entry.submission.unit, before=DUE + timedelta(days=days))

    _remind(days)

    assert _notices() == []


@pytest.mark.django_db
def test_an_ended_unit_is_not_reminded_of_a_returned_entry():
    entry = entry_at(EntryStatus.RETURNED)
    person(Role.OFFICER, entry.submission.unit)
    _end(entry.submission.unit, before=TODAY)

    reminding.remind(at=NOON)

    assert _notices() == []


def test_the_reminders_of_a_unit_that_ended_since_are_not_mailed(entry):
    other = entry_at(EntryStatus.RETURNED, assignment=AssignmentFactory(unit=entry.submission.unit))
    _remind(-1, 1)
    reminding.remind(at=NOON)
    notices = list(Notice.objects.all())
    kinds = {NoticeKind.DUE_SOON, NoticeKind.OVERDUE, NoticeKind.RETURNED}
    assert {notice.kind for notice in notices} == kinds
    assert {notice.entry_id for notice in notices} == {None, other.pk}

    _end(entry.submission.unit, before=TODAY)

    outdated = reminding.out_of_date(notices, today=TODAY)
    assert outdated == {notice.pk for notice in notices}


@pytest.mark.django_db(transaction=True)
def test_two_workers_remind_once():
    assignment = AssignmentFactory()
    ReportingPeriodFactory(plan=assignment.task.plan, due_on=DUE)
    person(Role.OFFICER, assignment.unit)

    run_together(*[lambda: _remind(-3)] * 3)

    assert Notice.objects.count() == 1


@pytest.mark.django_db
def test_reminding_takes_the_same_queries_for_three_units_as_for_one():
    counts = []
    for num_units in (1, 2):
        for _ in range(num_units):
            assignment = AssignmentFactory()
            ReportingPeriodFactory(plan=assignment.task.plan, due_on=DUE)
            person(Role.OFFICER, assignment.unit)
            returned = entry_at(EntryStatus.RETURNED, at=NOON)
            person(Role.OFFICER, returned.submission.unit)
        with CaptureQueriesContext(connection) as queries:
            reminding.remind(at=NOON)
        counts.append(len(queries))
        Notice.objects.all().delete()

    assert counts[0] == counts[1]
