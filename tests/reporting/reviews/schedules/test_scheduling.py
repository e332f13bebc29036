"""Reviews requested by schedules."""

from datetime import date, timedelta

import pytest

from reporting.models import (
    ByUnits,
    Recurrence,
    ReportingPeriod,
    Review,
    ReviewKind,
    ReviewSchedule,
    ReviewStatus,
)
from reporting.reviews import scheduling
from tests.factories import NOON, TODAY, UserFactory
from tests.race import run_together
from tests.reporting.reviews.scene import compiled, plan_at_work
from tracker.lib.refusal import Refused


def _schedule(work, **changes):
    fields = {
        "plan": work.plan,
        "kind": ReviewKind.INTERIM,
        "recurrence": Recurrence.QUARTERLY,
        "next_on": TODAY,
        "num_periods": 2,
        "saved_by": work.by,
    }
    return ReviewSchedule.objects.create(**{**fields, **changes})


@pytest.mark.django_db
def test_a_due_schedule_requests_its_review_and_advances():
    work = plan_at_work()
    schedule = _schedule(work)

    reviews = scheduling.start_due_reviews(at=NOON)

    schedule.refresh_from_db()
    assert [(review.cutoff_on, review.period_to) for review in reviews] == [
        (TODAY - timedelta(days=1), work.period)
    ]
    assert reviews[0].requested_by is None
    assert (schedule.next_on, schedule.last_run_at) == (date(2026, 6, 16), NOON)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "words"), [("periodic", "kết quả Quý 1/2026"), ("interim", "sơ kết Quý 1/2026")]
)
def test_a_schedule_makes_a_draft_with_the_period_in_its_title(no_printing, kind, words):
    work = plan_at_work()
    ReportingPeriod.objects.update(name="Quý 1/2026")
    _schedule(work, kind=kind, num_periods=1)

    (review,) = scheduling.start_due_reviews(at=NOON)

    draft = compiled(review)
    assert draft.status == ReviewStatus.DRAFT
    assert draft.title.startswith(f"{words} thực hiện Kế hoạch")
    assert draft.events.order_by("pk").first().by is None


@pytest.mark.django_db
def test_the_review_counts_by_the_units_of_its_schedule():
    work = plan_at_work()
    for by_units in ByUnits:
        _schedule(work, by_units=by_units)

    reviews = scheduling.start_due_reviews(at=NOON)

    assert [review.by_units for review in reviews] == ["then", "now"]


@pytest.mark.django_db(transaction=True)
def test_two_deliveries_at_once_create_one_review():
    _schedule(plan_at_work())

    run_together(*[lambda: scheduling.start_due_reviews(at=NOON)] * 3)

    assert Review.objects.count() == 1


@pytest.mark.django_db
def test_schedules_not_due_or_inactive_wait():
    work = plan_at_work()
    _schedule(work, next_on=TODAY + timedelta(days=1))
    _schedule(work, is_active=False)

    assert scheduling.start_due_reviews(at=NOON) == []


@pytest.mark.django_db
def test_a_schedule_for_one_time_is_then_inactive():
    schedule = _schedule(plan_at_work(), recurrence=Recurrence.ONCE)

    scheduling.start_due_reviews(at=NOON)

    schedule.refresh_from_db()
    assert (schedule.is_active, schedule.next_on) == (False, None)


@pytest.mark.django_db
def test_after_an_outage_one_review_is_created_and_the_next_day_is_in_the_future():
    schedule = _schedule(plan_at_work(), next_on=date(2026, 1, 31), recurrence=Recurrence.QUARTERLY)

    reviews = scheduling.start_due_reviews(at=NOON + timedelta(days=365))

    schedule.refresh_from_db()
    assert len(reviews) == 1
    assert schedule.next_on == date(2027, 4, 30)


@pytest.mark.django_db
def test_without_an_opened_period_the_schedule_stays_due():
    work = plan_at_work()
    schedule = _schedule(work)
    ReportingPeriod.objects.update(opened_at=None)

    reviews = scheduling.start_due_reviews(at=NOON)

    schedule.refresh_from_db()
    assert reviews == []
    assert (schedule.next_on, schedule.last_run_at) == (TODAY, None)


@pytest.mark.parametrize(
    ("day", "recurrence", "following"),
    [
        (date(2026, 12, 20), Recurrence.MONTHLY, date(2027, 1, 20)),
        (date(2026, 1, 31), Recurrence.MONTHLY, date(2026, 2, 28)),
        (date(2026, 1, 15), Recurrence.QUARTERLY, date(2026, 4, 15)),
        (date(2025, 11, 30), Recurrence.QUARTERLY, date(2026, 2, 28)),
        (date(2026, 2, 28), Recurrence.QUARTERLY, date(2026, 5, 31)),
        (date(2026, 6, 30), Recurrence.HALF_YEARLY, date(2026, 12, 31)),
        (date(2024, 2, 29), Recurrence.YEARLY, date(2025, 2, 28)),
        (date(2025, 8, 30), Recurrence.HALF_YEARLY, date(2026, 2, 28)),
        (date(2026, 1, 15), Recurrence.ONCE, None),
    ],
)
def test_the_next_day_stays_within_the_month(day, recurrence, following):
    assert scheduling.next_after(day, recurrence) == following


@pytest.mark.django_db
def test_an_active_schedule_needs_a_day():
    work = plan_at_work()

    with pytest.raises(Refused, match="ngày lập"):
        scheduling.save_schedule(
            schedule=ReviewSchedule(plan=work.plan, kind="interim", recurrence="once"),
            by=UserFactory(),
        )
