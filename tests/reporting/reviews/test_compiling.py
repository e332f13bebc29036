"""A worker and its claim: who may finish, and how failures end."""

import logging
from datetime import timedelta
from time import monotonic
from unittest.mock import Mock

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError

from reporting.models import Report, ReportStatus
from reporting.reviews import compiling, requesting, rescue
from reporting.reviews.heartbeat_thread import Heartbeat
from reporting.reviews.papers import pdf
from reporting.reviews.snapshots import snapshot
from reporting.reviews.transitions import SUCCESSORS, move
from tests.factories import NOON
from tests.race import run_together
from tests.reporting.reviews.scene import (
    FAKE_PDF,
    compiled,
    plan_at_work,
    request_review,
)
from tracker.lib import filestore
from tracker.lib.refusal import Refused

pytestmark = pytest.mark.usefixtures("no_printing")
LATER = NOON + timedelta(minutes=10)


@pytest.mark.django_db
def test_a_compiled_report_is_a_draft_with_its_paper_and_its_figures():
    report = compiled(request_review(plan_at_work()))

    assert (report.status, report.progress, report.claim) == (ReportStatus.DRAFT, 100, "")
    with filestore.open_stored(report.pdf_sha256) as paper:
        assert paper.read() == FAKE_PDF
    assert report.snapshot_sha256 == snapshot.sha256_of(report.snapshot)
    steps = report.events.order_by("pk").values_list("to_status", flat=True)
    assert list(steps) == ["queued", "compiling", "draft"]


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_exactly_one_gets_the_report():
    report = request_review(plan_at_work())
    tokens = []

    run_together(
        *(lambda: tokens.append(compiling.claim(report_id=report.pk, at=NOON)) for _ in range(4))
    )

    assert len([token for token in tokens if token]) == 1
    assert Report.objects.get(pk=report.pk).attempts == 1


@pytest.mark.django_db
def test_two_deliveries_compile_once(monkeypatch):
    report = request_review(plan_at_work())
    printing = Mock(return_value=FAKE_PDF)
    monkeypatch.setattr(pdf, "to_pdf", printing)

    first = compiling.compile_report(report_id=report.pk, clock=lambda: NOON)
    second = compiling.compile_report(report_id=report.pk, clock=lambda: NOON)

    assert (first, second) == (True, False)
    assert printing.call_count == 1


@pytest.mark.django_db
def test_a_worker_taken_for_dead_cannot_finish_over_a_newer_claim(monkeypatch):
    report = request_review(plan_at_work())

    def print_slowly(html):
        """While this worker prints, it is taken for dead and another one takes over."""
        rescue.rescue_reports(at=LATER)
        monkeypatch.setattr(pdf, "to_pdf", lambda html: b"%PDF of the newer claim")
        assert compiling.compile_report(report_id=report.pk, clock=lambda: LATER)
        return b"%PDF of the stale worker"

    monkeypatch.setattr(pdf, "to_pdf", print_slowly)

    is_ours = compiling.compile_report(report_id=report.pk, clock=lambda: NOON)

    report.refresh_from_db()
    assert not is_ours
    assert report.status == ReportStatus.DRAFT
    with filestore.open_stored(report.pdf_sha256) as paper:
        assert paper.read() == b"%PDF of the newer claim"
    assert report.events.filter(to_status=ReportStatus.DRAFT).count() == 1


@pytest.mark.django_db
def test_a_failure_of_a_worker_taken_for_dead_does_not_fail_the_newer_claim(monkeypatch):
    report = request_review(plan_at_work())

    def fail_late(html):
        rescue.rescue_reports(at=LATER)
        compiling.claim(report_id=report.pk, at=LATER)
        raise OSError("disk full")

    monkeypatch.setattr(pdf, "to_pdf", fail_late)

    compiling.compile_report(report_id=report.pk, clock=lambda: NOON)

    assert Report.objects.get(pk=report.pk).status == ReportStatus.COMPILING


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
def test_a_failure_is_a_state_with_a_sentence_and_can_be_tried_again(monkeypatch, error, words):
    work = plan_at_work()
    report = request_review(work)
    monkeypatch.setattr(pdf, "to_pdf", Mock(side_effect=error))

    failed = compiled(report)
    monkeypatch.setattr(pdf, "to_pdf", lambda html: FAKE_PDF)
    requesting.retry(report=failed, by=work.by, at=NOON)
    done = compiled(failed)

    assert failed.status == ReportStatus.FAILED
    assert words in failed.error
    assert words in failed.events.get(to_status=ReportStatus.FAILED).note
    assert (done.status, done.error) == (ReportStatus.DRAFT, "")


@pytest.mark.django_db
def test_an_unexpected_failure_is_logged_with_its_trace(monkeypatch, caplog):
    report = request_review(plan_at_work())
    monkeypatch.setattr(pdf, "to_pdf", Mock(side_effect=ZeroDivisionError("a defect")))

    with caplog.at_level(logging.ERROR):
        compiled(report)

    assert "a defect" in caplog.text


@pytest.mark.django_db
def test_a_database_out_of_reach_leaves_the_row_to_the_rescue(monkeypatch):
    report = request_review(plan_at_work())
    monkeypatch.setattr(pdf, "to_pdf", Mock(side_effect=DatabaseError("gone")))

    left = compiled(report)
    rescue.rescue_reports(at=LATER)

    assert left.status == ReportStatus.COMPILING
    assert Report.objects.get(pk=report.pk).status == ReportStatus.QUEUED


@pytest.mark.django_db
def test_the_rescue_sends_a_queued_report_again_after_a_minute(monkeypatch):
    sent = []
    monkeypatch.setattr(rescue, "send_on_commit", sent.append)
    report = request_review(plan_at_work())

    rescue.rescue_reports(at=NOON + timedelta(seconds=59))
    assert sent == []
    rescue.rescue_reports(at=NOON + timedelta(seconds=61))
    rescue.rescue_reports(at=NOON + timedelta(seconds=62))

    assert sent == [report.pk]


@pytest.mark.django_db
def test_the_rescue_takes_back_the_report_of_a_dead_worker(monkeypatch):
    sent = []
    monkeypatch.setattr(rescue, "send_on_commit", sent.append)
    report = request_review(plan_at_work())
    compiling.claim(report_id=report.pk, at=NOON)

    rescue.rescue_reports(at=NOON + timedelta(seconds=89))
    assert sent == []
    rescue.rescue_reports(at=NOON + timedelta(seconds=91))

    assert sent == [report.pk]
    assert compiled(report).status == ReportStatus.DRAFT


@pytest.mark.django_db
def test_after_five_dead_workers_the_report_has_failed():
    report = request_review(plan_at_work())
    at = NOON

    for _ in range(5):
        assert compiling.claim(report_id=report.pk, at=at)
        at += timedelta(minutes=2)
        rescue.rescue_reports(at=at)

    report.refresh_from_db()
    assert report.status == ReportStatus.FAILED
    assert "5 lần" in report.error


@pytest.mark.django_db
def test_only_the_listed_steps_can_be_taken():
    report = request_review(plan_at_work())

    for seen in ReportStatus:
        for to in set(ReportStatus) - SUCCESSORS[seen]:
            with pytest.raises(ValueError, match="cannot become"):
                move(report.pk, seen=seen, to=to, at=NOON)


def test_a_heart_beats_until_the_work_is_over_or_nothing_is_left_to_keep_alive():
    beats = []

    def beat():
        beats.append(monotonic())
        return len(beats) < 3

    with Heartbeat(beat, seconds=0.001) as heart:
        heart._thread.join(timeout=10)

    assert len(beats) == 3


@pytest.mark.django_db
def test_a_beat_keeps_alive_only_its_own_claim():
    report = request_review(plan_at_work())
    token = compiling.claim(report_id=report.pk, at=NOON)

    assert compiling._beat(report.pk, token, LATER)
    assert not compiling._beat(report.pk, "another", LATER)
    assert Report.objects.get(pk=report.pk).heartbeat_at == LATER
