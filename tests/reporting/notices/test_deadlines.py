"""Units are told of the deadlines of their tasks: before, on the day, and after it."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from plans import deadlines as ledger
from reporting.models import DeclaredState, EntryStatus, Notice, NoticeKind
from reporting.notices import reminding
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    LegalDocumentFactory,
    ReportingPeriodFactory,
    UnitFactory,
    UserFactory,
    entry_at,
    person,
)
from units.models import Role

DEADLINE = TODAY + timedelta(days=20)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def week(settings):
    settings.DUE_SOON_DAYS = 7


@pytest.fixture
def unit(db):
    unit = UnitFactory(short_name="X. Thử")
    person(Role.OFFICER, unit)
    return unit


def _assigned(unit, deadline=DEADLINE, **fields):
    assignment = AssignmentFactory(unit=unit, **fields)
    ledger.set_deadline(
        assignment=assignment,
        deadline=deadline,
        words="trước ngày đã định",
        document=LegalDocumentFactory(),
        by=UserFactory(),
        at=NOON,
    )
    return assignment


def _remind(*days_from_deadline):
    for days in days_from_deadline:
        day = DEADLINE + timedelta(days=days)
        reminding.remind(at=timezone.make_aware(datetime.combine(day, time(8))))


def _texts():
    return list(Notice.objects.order_by("pk").values_list("text", flat=True))


def test_a_unit_is_told_before_on_and_after_the_deadline(unit):
    first = _assigned(unit, task__code="2.1", task__group__plan__number="126-KH/HU")
    _assigned(unit, task__code="2.2", task__group=first.task.group)

    _remind(*range(-20, 10))

    tasks = "nhiệm vụ 2.1, 2.2 của 126-KH/HU"
    assert _texts() == [
        f"X. Thử chưa hoàn thành {tasks}, còn 7 ngày (thời hạn 05/04/2026).",
        f"X. Thử chưa hoàn thành {tasks}, hôm nay là ngày cuối (thời hạn 05/04/2026).",
        f"X. Thử chưa hoàn thành {tasks}, quá hạn 1 ngày (thời hạn 05/04/2026).",
        f"X. Thử chưa hoàn thành {tasks}, quá hạn 8 ngày (thời hạn 05/04/2026).",
    ]
    assert {row.kind for row in Notice.objects.all()} == {"task_due", "task_overdue"}
    assert Notice.objects.first().url == f"/units/{unit.pk}/"


def test_what_is_overdue_for_weeks_is_one_line_a_month(unit):
    first = _assigned(unit, task__code="1.1")
    for num in range(2, 9):
        _assigned(
            unit,
            DEADLINE + timedelta(days=num),
            task__code=f"1.{num}",
            task__group=first.task.group,
        )

    _remind(*range(40, 80))

    monthly = Notice.objects.filter(turn=100)
    assert [str(row.day) for row in monthly] == ["2026-05-01", "2026-06-01"]
    assert "1.6 của" in monthly[1].text
    assert "và 2 nhiệm vụ khác, quá hạn hơn 4 tuần (lâu nhất từ 05/04/2026)" in monthly[1].text
    assert Notice.objects.count() == 2


def test_nothing_is_told_of_completed_ended_or_undated_work(unit):
    done = _assigned(unit)
    period = ReportingPeriodFactory(plan=done.task.plan, due_on=TODAY + timedelta(days=300))
    entry_at(EntryStatus.SENT, assignment=done, period=period, state=DeclaredState.DONE)
    ended = UnitFactory(last_day=DEADLINE - timedelta(days=10))
    person(Role.OFFICER, ended)
    _assigned(ended)
    AssignmentFactory(unit=unit)

    _remind(-7, 0, 1)

    assert _texts() == []


def test_a_notice_that_was_settled_meanwhile_is_not_mailed(unit):
    assignment = _assigned(unit)
    _remind(-7, 1)
    due, overdue = Notice.objects.order_by("pk")

    def settled_on(days):
        return reminding.out_of_date([due, overdue], today=DEADLINE + timedelta(days=days))

    assert settled_on(-6) == set()
    assert settled_on(1) == {due.pk}
    period = ReportingPeriodFactory(plan=assignment.task.plan)
    entry_at(EntryStatus.SENT, assignment=assignment, period=period, state=DeclaredState.DONE)
    assert settled_on(1) == {due.pk, overdue.pk}


def test_the_line_of_a_month_is_of_use_while_anything_is_overdue(unit):
    assignment = _assigned(unit)
    _remind(40)
    [notice] = Notice.objects.filter(kind=NoticeKind.TASK_OVERDUE)
    today = DEADLINE + timedelta(days=41)

    assert reminding.out_of_date([notice], today=today) == set()
    period = ReportingPeriodFactory(plan=assignment.task.plan)
    entry_at(EntryStatus.SENT, assignment=assignment, period=period, state=DeclaredState.DONE)
    assert reminding.out_of_date([notice], today=today) == {notice.pk}


def test_the_number_of_queries_does_not_grow_with_tasks(unit):
    counts = []
    for _ in range(2):
        for num in range(3):
            _assigned(unit, DEADLINE + timedelta(days=num))
        with CaptureQueriesContext(connection) as queries:
            _remind(-3)
        counts.append(len(queries))
        Notice.objects.all().delete()

    assert counts[0] == counts[1]
