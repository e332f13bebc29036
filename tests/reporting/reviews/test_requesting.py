"""Requesting a review."""

from datetime import timedelta

import pytest

from reporting.models import ReportingPeriod, Review, ReviewEvent, ReviewStatus
from reporting.reviews import requesting
from reporting.reviews.forms import ReviewRequestForm
from tests.factories import NOON, TODAY, PlanFactory, ReportingPeriodFactory
from tests.race import run_together
from tests.reporting.reviews.scene import compiled, plan_at_work, request_review
from tracker.lib.refusal import Refused


@pytest.mark.django_db
def test_a_request_is_a_queued_row_with_its_event():
    work = plan_at_work()

    review = request_review(work)

    assert (review.status, review.attempts, review.progress) == (ReviewStatus.QUEUED, 0, 0)
    event = ReviewEvent.objects.get(review=review)
    assert (event.to_status, event.by, event.at) == (ReviewStatus.QUEUED, work.by, NOON)


@pytest.mark.django_db
def test_a_worker_is_notified_on_commit(django_capture_on_commit_callbacks, monkeypatch):
    sent = []
    monkeypatch.setattr(requesting, "send_on_commit", sent.append)

    review = request_review(plan_at_work())

    assert sent == [review.pk]


@pytest.mark.django_db
def test_an_unreachable_broker_does_not_fail_the_request(
    django_capture_on_commit_callbacks, monkeypatch, caplog
):
    def unreachable(*args, **kwargs):
        raise ConnectionError("no broker")

    monkeypatch.setattr("tracker.lib.queueing.send", unreachable)

    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        review = request_review(plan_at_work())

    with pytest.raises(ConnectionError):
        callbacks[0]()
    assert Review.objects.get(pk=review.pk).status == ReviewStatus.QUEUED


@pytest.mark.django_db
def test_a_second_request_while_in_progress_returns_the_same_review():
    work = plan_at_work()

    first, second = request_review(work), request_review(work)

    assert first.pk == second.pk
    assert Review.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_create_one_review():
    work = plan_at_work()

    run_together(lambda: request_review(work), lambda: request_review(work))

    assert Review.objects.count() == 1


@pytest.mark.django_db
def test_a_request_after_the_draft_creates_another_review(no_printing):
    work = plan_at_work()
    first = compiled(request_review(work))

    second = request_review(work)

    assert first.status == ReviewStatus.DRAFT
    assert second.pk != first.pk


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"cutoff_on": TODAY + timedelta(days=1)}, "không được sau hôm nay"),
        ({"cutoff_on": TODAY - timedelta(days=400)}, "phải sau ngày đầu"),
        ({"title": "  "}, "trích yếu"),
    ],
)
def test_invalid_requests_are_refused(changes, words):
    with pytest.raises(Refused, match=words):
        request_review(plan_at_work(), **changes)


@pytest.mark.django_db
def test_another_period_is_asked_for_where_the_only_one_has_not_begun():
    work = plan_at_work()
    begins = TODAY + timedelta(days=30)
    ReportingPeriod.objects.update(data_from=begins, data_to=begins, due_on=begins)
    work.period.refresh_from_db()

    with pytest.raises(Refused, match="Hãy chọn kỳ cuối đã bắt đầu"):
        request_review(work)


@pytest.mark.django_db
def test_the_first_period_comes_first():
    work = plan_at_work()
    later = ReportingPeriodFactory(
        plan=work.plan,
        data_from=work.period.data_to + timedelta(days=1),
        data_to=work.period.data_to + timedelta(days=90),
        due_on=work.period.data_to + timedelta(days=99),
    )

    with pytest.raises(Refused, match="Kỳ đầu không được sau kỳ cuối"):
        request_review(work, period_from=later)


@pytest.mark.django_db
def test_a_period_that_has_not_begun_is_no_last_one():
    work = plan_at_work()
    later = ReportingPeriodFactory(
        plan=work.plan,
        name="Quý sau",
        data_from=TODAY + timedelta(days=1),
        data_to=TODAY + timedelta(days=90),
        due_on=TODAY + timedelta(days=99),
    )

    with pytest.raises(Refused, match="Quý sau bắt đầu ngày 17/03/2026, sau ngày chốt số liệu"):
        request_review(work, period_to=later)

    form = ReviewRequestForm(plan=work.plan, periods=[work.period, later], today=TODAY)
    assert form.initial["period_to"] == work.period.pk


@pytest.mark.django_db
def test_periods_of_another_plan_and_unopened_ones_are_refused():
    work = plan_at_work()
    foreign = ReportingPeriodFactory(plan=PlanFactory())
    ReportingPeriod.objects.filter(pk=work.period.pk).update(opened_at=None)

    with pytest.raises(Refused, match="không thuộc kế hoạch"):
        request_review(work, period_from=foreign)
    work.period.refresh_from_db()
    with pytest.raises(Refused, match="chưa mở"):
        request_review(work)


@pytest.mark.django_db
def test_the_next_draft_keeps_the_frozen_figures_unless_refrozen(no_printing):
    work = plan_at_work()
    first = compiled(request_review(work))

    requesting.compile_again(review=first, refreeze=False, by=work.by, at=NOON)
    second = compiled(first, at=NOON + timedelta(hours=1))
    requesting.compile_again(review=second, refreeze=True, by=work.by, at=NOON)
    third = compiled(second, at=NOON + timedelta(hours=2))

    assert [x.draft_number for x in (first, second, third)] == [1, 2, 3]
    assert second.snapshot_at == first.snapshot_at
    assert third.snapshot_at == NOON + timedelta(hours=2)


@pytest.mark.django_db
def test_only_a_draft_is_compiled_again_and_only_a_failed_review_retried(no_printing):
    work = plan_at_work()
    queued = request_review(work)

    with pytest.raises(Refused, match="tải lại"):
        requesting.compile_again(review=queued, refreeze=False, by=work.by, at=NOON)
    with pytest.raises(Refused, match="tải lại"):
        requesting.retry(review=queued, by=work.by, at=NOON)


@pytest.mark.django_db
def test_the_title_of_a_periodic_or_interim_report_names_its_periods():
    plan = PlanFactory()
    first, last = (ReportingPeriodFactory(plan=plan, name=name) for name in ("Quý 1", "Quý 2"))

    def title(kind, *periods):
        return requesting.suggest_title(
            plan=plan, kind=kind, period_from=periods[0], period_to=periods[-1]
        )

    assert title("periodic", last).startswith("kết quả Quý 2 thực hiện")
    assert title("periodic", first, last).startswith("kết quả từ Quý 1 đến Quý 2 thực hiện")
    assert title("interim", first, last).startswith("sơ kết từ Quý 1 đến Quý 2 thực hiện")
    assert title("final", first, last).startswith("tổng kết thực hiện")
