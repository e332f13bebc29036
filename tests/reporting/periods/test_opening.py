"""Creating, opening, closing and reopening periods, and the refusals of the database."""

from datetime import date

import pytest

from reporting.entries import editing
from reporting.filing import filing
from reporting.models import EntryStatus, PeriodEventKind, ReportingPeriod
from reporting.periods import opening
from tests.factories import (
    FILED,
    NOON,
    PlanFactory,
    ReportingPeriodFactory,
    UserFactory,
    entry_at,
)
from tests.race import run_together
from tracker.lib.refusal import Refused

TYPED = {
    "name": "Quý 1/2026",
    "data_from": date(2026, 1, 1),
    "data_to": date(2026, 3, 31),
    "due_on": date(2026, 4, 10),
}


def _by():
    return {"by": UserFactory(), "at": NOON}


def _kinds(period):
    return list(period.events.order_by("pk").values_list("kind", flat=True))


@pytest.mark.django_db
def test_a_new_period_accepts_no_filings_until_it_is_opened():
    period = opening.create_period(plan=PlanFactory(), **TYPED, **_by())

    assert not period.is_open
    opening.open_period(period=period, **_by())
    period.refresh_from_db()
    assert period.is_open
    assert _kinds(period) == [PeriodEventKind.CREATED, PeriodEventKind.OPENED]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"data_to": date(2025, 12, 31)}, "phải sau ngày đầu"),
        ({"due_on": date(2025, 12, 31)}, "Hạn gửi phải sau"),
    ],
)
def test_impossible_days_are_refused_with_a_message(changes, words):
    with pytest.raises(Refused, match=words):
        opening.create_period(plan=PlanFactory(), **TYPED | changes, **_by())

    assert not ReportingPeriod.objects.exists()


@pytest.mark.django_db
def test_the_name_of_a_period_is_unique_in_its_plan():
    plan = PlanFactory()
    opening.create_period(plan=plan, **TYPED, **_by())

    with pytest.raises(Refused, match="mang tên này"):
        opening.create_period(plan=plan, **TYPED, **_by())

    assert opening.create_period(plan=PlanFactory(), **TYPED, **_by())


@pytest.mark.django_db
def test_the_data_days_of_an_opened_period_are_fixed():
    period = opening.create_period(plan=PlanFactory(), **TYPED, **_by())
    opening.open_period(period=period, **_by())

    opening.change_period(period=period, **TYPED | {"due_on": date(2026, 4, 20)}, **_by())
    with pytest.raises(Refused, match="Kỳ đã mở"):
        opening.change_period(period=period, **TYPED | {"data_to": date(2026, 4, 1)}, **_by())

    period.refresh_from_db()
    assert (period.due_on, period.data_to) == (date(2026, 4, 20), date(2026, 3, 31))
    assert "hạn 10/04/2026" in period.events.get(kind=PeriodEventKind.CHANGED).note


@pytest.mark.django_db
def test_steps_out_of_order_are_refused():
    period = opening.create_period(plan=PlanFactory(), **TYPED, **_by())

    with pytest.raises(Refused, match="không ở trạng thái đang mở"):
        opening.close_period(period=period, despite=period.due_on, **_by())
    with pytest.raises(Refused, match="chưa đóng"):
        opening.reopen_period(period=period, note="Bổ sung.", **_by())
    opening.open_period(period=period, **_by())
    with pytest.raises(Refused, match="đã được mở"):
        opening.open_period(period=period, **_by())


@pytest.mark.django_db
def test_reopening_needs_a_reason_and_accepts_filings_again():
    entry = entry_at(EntryStatus.DRAFT)
    period, submission = entry.submission.period, entry.submission
    opening.close_period(period=period, despite=period.due_on, **_by())
    with pytest.raises(editing.PeriodClosed):
        filing.send(submission=submission, **_by())

    with pytest.raises(Refused, match="lý do"):
        opening.reopen_period(period=period, note=" ", **_by())
    opening.reopen_period(period=period, note="Bổ sung xã sáp nhập.", **_by())

    assert filing.send(submission=submission, **_by()) == 1
    assert period.events.get(kind=PeriodEventKind.REOPENED).note == "Bổ sung xã sáp nhập."


@pytest.mark.django_db
def test_a_returned_entry_can_be_answered_after_its_period_closed():
    entry = entry_at(EntryStatus.RETURNED)
    opening.close_period(
        period=entry.submission.period, despite=entry.submission.period.due_on, **_by()
    )

    filing.save_entry(entry=entry, seen_version=entry.version, **_by(), **FILED)
    filing.answer(entry=entry, **_by())

    assert entry.status == EntryStatus.SENT


@pytest.mark.django_db
def test_a_period_is_opened_before_its_first_day_only_despite_that_day():
    period = opening.create_period(plan=PlanFactory(), **TYPED, **_by())
    by, eve = UserFactory(), NOON.replace(year=2025, month=12, day=31)

    for despite in (None, date(2026, 1, 2)):
        with pytest.raises(opening.Early, match="01/01/2026"):
            opening.open_period(period=period, despite=despite, by=by, at=eve)
    opening.open_period(period=period, despite=date(2026, 1, 1), by=by, at=eve)

    assert _kinds(period) == [PeriodEventKind.CREATED, PeriodEventKind.OPENED]


@pytest.mark.django_db
def test_a_period_is_closed_until_the_end_of_its_due_day_only_despite_that_day():
    period, by = ReportingPeriodFactory(), UserFactory()
    due_day = NOON.replace(month=4, day=10)

    for despite in (None, date(2026, 4, 11)):
        with pytest.raises(opening.Early, match="10/04/2026"):
            opening.close_period(period=period, despite=despite, by=by, at=due_day)
    opening.close_period(period=period, by=by, at=due_day.replace(day=11))

    assert _kinds(period) == [PeriodEventKind.CLOSED]


@pytest.mark.django_db(transaction=True)
def test_of_two_closings_one_is_refused():
    period, by = ReportingPeriodFactory(), UserFactory()

    outcomes = run_together(
        *(
            lambda: opening.close_period(period=period, despite=period.due_on, by=by, at=NOON)
            for _ in range(2)
        )
    )

    assert sorted(outcomes) == ["done", "refused"]
    assert _kinds(period) == [PeriodEventKind.CLOSED]
