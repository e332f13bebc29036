"""A worker and its claim: which worker may finish, and how failures end."""

import logging
from datetime import timedelta
from time import monotonic
from unittest.mock import Mock

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError

from reporting.models import Review, ReviewStatus
from reporting.reviews import compiling, requesting, rescue
from reporting.reviews.papers import pdf
from reporting.reviews.snapshots import snapshot
from reporting.reviews.transitions import SUCCESSORS, move
from tests.factories import NOON, TODAY
from tests.race import run_together
from tests.reporting.reviews.scene import (
    FAKE_DOCX,
    FAKE_PDF,
    compiled,
    plan_at_work,
    request_review,
)
from tracker.lib import filestore
from tracker.lib.heartbeat_thread import HeartbeatThread
from tracker.lib.refusal import Refused

pytestmark = pytest.mark.usefixtures("no_printing")
LATER = NOON + timedelta(minutes=10)


@pytest.mark.django_db
def test_a_compiled_review_is_a_draft_with_its_paper_and_its_figures():
    review = compiled(request_review(plan_at_work()))

    assert (review.status, review.progress, review.claim) == (ReviewStatus.DRAFT, 100, "")
    with filestore.open_stored(review.pdf_sha256) as paper:
        assert paper.read() == FAKE_PDF
    with filestore.open_stored(review.docx_sha256) as paper:
        assert paper.read() == FAKE_DOCX
    assert (review.pdf_size, review.docx_size) == (len(FAKE_PDF), len(FAKE_DOCX))
    assert review.snapshot_sha256 == snapshot.sha256_of(review.snapshot)
    steps = review.events.order_by("pk").values_list("to_status", flat=True)
    assert list(steps) == ["queued", "compiling", "draft"]


@pytest.mark.django_db
def test_a_short_paper_is_compiled_before_longer_ones_that_wait():
    work = plan_at_work()
    first = request_review(work)
    long = request_review(work, kind="periodic", cutoff_on=TODAY - timedelta(days=1))
    Review.objects.filter(pk=long.pk).update(pdf_pages=90)
    short = request_review(work, kind="periodic", at=LATER)

    told = []
    while compiling.compile_next(clock=lambda: LATER):
        done = Review.objects.exclude(pk__in=told).filter(status=ReviewStatus.DRAFT)
        told += done.values_list("pk", flat=True)

    assert told == [short.pk, first.pk, long.pk]


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_exactly_one_gets_the_review():
    review = request_review(plan_at_work())
    tokens = []

    run_together(
        *(lambda: tokens.append(compiling.claim(review_id=review.pk, at=NOON)) for _ in range(4))
    )

    assert len([token for token in tokens if token]) == 1
    assert Review.objects.get(pk=review.pk).attempts == 1


@pytest.mark.django_db
def test_two_deliveries_compile_once(monkeypatch):
    review = request_review(plan_at_work())
    printing = Mock(return_value=FAKE_PDF)
    monkeypatch.setattr(pdf, "to_pdf", printing)

    first = compiling.compile_review(review_id=review.pk, clock=lambda: NOON)
    second = compiling.compile_review(review_id=review.pk, clock=lambda: NOON)

    assert (first, second) == (True, False)
    assert printing.call_count == 1


@pytest.mark.django_db
def test_a_worker_considered_dead_cannot_finish_over_a_newer_claim(monkeypatch):
    review = request_review(plan_at_work())

    def print_slowly(html, **_):
        """While this worker prints, it is considered dead and another claims the review."""
        rescue.rescue_reviews(at=LATER)
        monkeypatch.setattr(pdf, "to_pdf", lambda html, **_: b"%PDF of the newer claim")
        assert compiling.compile_review(review_id=review.pk, clock=lambda: LATER)
        return b"%PDF of the stale worker"

    monkeypatch.setattr(pdf, "to_pdf", print_slowly)

    is_ours = compiling.compile_review(review_id=review.pk, clock=lambda: NOON)

    review.refresh_from_db()
    assert not is_ours
    assert review.status == ReviewStatus.DRAFT
    with filestore.open_stored(review.pdf_sha256) as paper:
        assert paper.read() == b"%PDF of the newer claim"
    assert review.events.filter(to_status=ReviewStatus.DRAFT).count() == 1


@pytest.mark.django_db
def test_a_failure_of_a_worker_considered_dead_does_not_fail_the_newer_claim(monkeypatch):
    review = request_review(plan_at_work())

    def fail_late(html, **_):
        rescue.rescue_reviews(at=LATER)
        compiling.claim(review_id=review.pk, at=LATER)
        raise OSError("disk full")

    monkeypatch.setattr(pdf, "to_pdf", fail_late)

    compiling.compile_review(review_id=review.pk, clock=lambda: NOON)

    assert Review.objects.get(pk=review.pk).status == ReviewStatus.COMPILING


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "words"),
    [
        (SoftTimeLimitExceeded(), "quá nhiều thời gian"),
        (OSError("disk full"), "Không ghi được tệp PDF"),
        (Refused("Chưa có số liệu."), "Chưa có số liệu."),
        (ZeroDivisionError(), "Có lỗi khi lập báo cáo"),
    ],
)
def test_a_failure_is_a_state_with_a_message_and_can_be_retried(monkeypatch, error, words):
    work = plan_at_work()
    review = request_review(work)
    monkeypatch.setattr(pdf, "to_pdf", Mock(side_effect=error))

    failed = compiled(review)
    monkeypatch.setattr(pdf, "to_pdf", lambda html, **_: FAKE_PDF)
    requesting.retry(review=failed, by=work.by, at=NOON)
    done = compiled(failed)

    assert failed.status == ReviewStatus.FAILED
    assert words in failed.error
    assert words in failed.events.get(to_status=ReviewStatus.FAILED).note
    assert (done.status, done.error) == (ReviewStatus.DRAFT, "")


@pytest.mark.django_db
def test_an_unexpected_failure_is_logged_with_its_trace(monkeypatch, caplog):
    review = request_review(plan_at_work())
    monkeypatch.setattr(pdf, "to_pdf", Mock(side_effect=ZeroDivisionError("a defect")))

    with caplog.at_level(logging.ERROR):
        compiled(review)

    assert "a defect" in caplog.text


@pytest.mark.django_db
def test_a_row_is_rescued_when_the_database_is_unreachable(monkeypatch):
    review = request_review(plan_at_work())
    monkeypatch.setattr(pdf, "to_pdf", Mock(side_effect=DatabaseError("gone")))

    unfinished = compiled(review)
    rescue.rescue_reviews(at=LATER)

    assert unfinished.status == ReviewStatus.COMPILING
    assert Review.objects.get(pk=review.pk).status == ReviewStatus.QUEUED


@pytest.mark.django_db
def test_the_rescue_resends_a_queued_review_after_a_minute(monkeypatch):
    sent = []
    monkeypatch.setattr(rescue, "send_on_commit", sent.append)
    review = request_review(plan_at_work())

    rescue.rescue_reviews(at=NOON + timedelta(seconds=59))
    assert sent == []
    rescue.rescue_reviews(at=NOON + timedelta(seconds=61))
    rescue.rescue_reviews(at=NOON + timedelta(seconds=62))

    assert sent == [review.pk]


@pytest.mark.django_db
def test_the_rescue_requeues_the_review_of_a_dead_worker(monkeypatch):
    sent = []
    monkeypatch.setattr(rescue, "send_on_commit", sent.append)
    review = request_review(plan_at_work())
    compiling.claim(review_id=review.pk, at=NOON)

    rescue.rescue_reviews(at=NOON + timedelta(seconds=89))
    assert sent == []
    rescue.rescue_reviews(at=NOON + timedelta(seconds=91))

    assert sent == [review.pk]
    assert compiled(review).status == ReviewStatus.DRAFT


@pytest.mark.django_db
def test_after_five_dead_workers_the_review_has_failed():
    review = request_review(plan_at_work())
    at = NOON

    for _ in range(5):
        assert compiling.claim(review_id=review.pk, at=at)
        at += timedelta(minutes=2)
        rescue.rescue_reviews(at=at)

    review.refresh_from_db()
    assert review.status == ReviewStatus.FAILED
    assert "5 lần" in review.error


@pytest.mark.django_db
def test_only_the_listed_transitions_are_allowed():
    review = request_review(plan_at_work())

    for seen in ReviewStatus:
        for to in set(ReviewStatus) - SUCCESSORS[seen]:
            with pytest.raises(ValueError, match="cannot become"):
                move(review.pk, seen=seen, to=to, at=NOON)


def test_the_heartbeat_stops_with_the_work_or_the_claim():
    beats = []

    def beat():
        beats.append(monotonic())
        return len(beats) < 3

    with HeartbeatThread(beat, seconds=0.001) as heart:
        heart._thread.join(timeout=10)

    assert len(beats) == 3


@pytest.mark.django_db
def test_a_heartbeat_renews_only_its_own_claim():
    review = request_review(plan_at_work())
    token = compiling.claim(review_id=review.pk, at=NOON)

    assert compiling._beat(review.pk, token, LATER)
    assert not compiling._beat(review.pk, "another", LATER)
    assert Review.objects.get(pk=review.pk).heartbeat_at == LATER
