"""Work on a review is cancelled, and two who issue at once get one paper."""

from unittest.mock import Mock

import pytest

from reporting.models import Review, ReviewStatus
from reporting.operations import integrity
from reporting.reviews import compiling, dropping, issuing, requesting
from reporting.reviews.papers import pdf
from tests.factories import NOON, UserFactory
from tests.race import run_together
from tests.reporting.reviews import scene
from tests.reporting.reviews.scene import FAKE_PDF, compiled, plan_at_work, request_review, write
from tracker.lib.refusal import Refused

SIGNED = {**scene.SIGNED, "at": NOON}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_printing")]


@pytest.fixture
def work():
    return plan_at_work()


def _cancel(review, work):
    requesting.cancel(review=review, by=work.by, at=NOON)


def _now(review):
    return Review.objects.get(pk=review.pk)


def test_a_first_draft_that_waits_is_cancelled_and_can_be_tried_again(work):
    review = request_review(work)

    _cancel(review, work)

    assert _now(review).status == ReviewStatus.FAILED
    assert _now(review).error == f"{work.by.full_name} đã hủy việc lập báo cáo."
    requesting.retry(review=_now(review), by=work.by, at=NOON)
    assert compiled(review).status == ReviewStatus.DRAFT


def test_a_worker_whose_review_is_cancelled_stores_nothing(work, monkeypatch):
    review = request_review(work)
    printing = Mock(side_effect=lambda html, **_: _cancel(review, work) or FAKE_PDF)
    monkeypatch.setattr(pdf, "to_pdf", printing)

    assert not compiling.compile_review(review_id=review.pk, clock=lambda: NOON)

    assert printing.called
    assert (_now(review).status, _now(review).pdf_sha256) == (ReviewStatus.FAILED, "")


def test_no_section_is_printed_after_the_review_is_cancelled(work, monkeypatch):
    review = request_review(work)
    after = Mock()

    def print_sections(document, *, on_section):
        on_section()
        _cancel(review, work)
        on_section()
        after()

    monkeypatch.setattr(pdf, "to_pdf", print_sections)

    assert not compiling.compile_review(review_id=review.pk, clock=lambda: NOON)
    assert not after.called


def test_the_next_draft_that_is_cancelled_leaves_the_one_before(work):
    draft = compiled(request_review(work))
    requesting.compile_again(review=draft, refreeze=False, by=work.by, at=NOON)

    _cancel(draft, work)

    after = _now(draft)
    assert (after.status, after.draft_number) == (ReviewStatus.DRAFT, 1)
    assert after.pdf_sha256 == draft.pdf_sha256


def test_without_the_figures_of_its_draft_a_cancelled_review_is_tried_again(work):
    draft = compiled(request_review(work))
    requesting.compile_again(review=draft, refreeze=True, by=work.by, at=NOON)

    _cancel(draft, work)

    assert _now(draft).status == ReviewStatus.FAILED


def test_an_issue_that_is_cancelled_frees_its_number(work):
    draft = compiled(request_review(work))
    issuing.issue(review=draft, by=work.by, **SIGNED)

    _cancel(draft, work)

    after = _now(draft)
    assert (after.status, after.number, after.serial) == (ReviewStatus.DRAFT, "", None)
    issuing.issue(review=after, by=work.by, **SIGNED)
    assert compiled(after).number == "05-BC/HU"


def test_a_correction_that_was_cancelled_before_its_first_draft_is_dropped(work):
    draft = compiled(request_review(work))
    write(draft, {"IV.1": "Ưu điểm."}, by=work.by)
    issuing.issue(review=draft, by=work.by, **SIGNED)
    issued = compiled(draft)
    correction = issuing.correct(review=issued, by=work.by, at=NOON)
    _cancel(correction, work)

    dropping.drop(review=correction, by=work.by, at=NOON)

    assert Review.objects.get() == issued
    assert issued.events.latest("pk").note == (
        f"Bỏ bản thay thế chưa lập được. {work.by.full_name} đã hủy việc lập báo cáo."
    )
    assert issuing.correct(review=issued, by=work.by, at=NOON).version == 2
    assert list(integrity.findings()) == []


def test_a_correction_with_a_draft_is_dropped_with_a_reason_and_stays_to_be_read(work):
    draft = compiled(request_review(work))
    write(draft, {"IV.1": "Ưu điểm."}, by=work.by)
    issuing.issue(review=draft, by=work.by, **SIGNED)
    issued = compiled(draft)
    correction = compiled(issuing.correct(review=issued, by=work.by, at=NOON))
    with pytest.raises(Refused, match="cần nêu lý do"):
        dropping.drop(review=correction, by=work.by, at=NOON, reason=" ")

    dropping.drop(review=correction, by=work.by, at=NOON, reason="Số liệu không sai.")

    dropped, after = _now(correction), _now(issued)
    assert (dropped.status, dropped.replaces) == (ReviewStatus.DROPPED, None)
    assert (dropped.pdf_sha256, dropped.blocks.count()) == (correction.pdf_sha256, 1)
    assert dropped.events.latest("pk").note == (
        "Bỏ dự thảo lần 1, bản thay thế báo cáo số 05-BC/HU. Lý do: Số liệu không sai."
    )
    assert (after.status, after.content_sha256) == (ReviewStatus.ISSUED, issued.content_sha256)
    assert after.events.latest("pk").note == (
        "Bỏ bản thay thế (dự thảo lần 1). Lý do: Số liệu không sai."
    )
    assert issuing.correct(review=after, by=work.by, at=NOON).version == 2
    assert list(integrity.findings()) == []


def test_a_review_under_way_issued_or_dropped_is_not_dropped(work):
    review = request_review(work)
    with pytest.raises(Refused, match="vừa chuyển trạng thái"):
        dropping.drop(review=review, by=work.by, at=NOON)
    draft = compiled(review)
    requesting.compile_again(review=draft, refreeze=True, by=work.by, at=NOON)
    _cancel(draft, work)

    dropping.drop(review=draft, by=work.by, at=NOON, reason="Lập nhầm kỳ.")

    with pytest.raises(Refused, match="vừa chuyển trạng thái"):
        dropping.drop(review=draft, by=work.by, at=NOON, reason="Lập nhầm kỳ.")
    with pytest.raises(Refused, match="vừa chuyển trạng thái"):
        requesting.retry(review=draft, by=work.by, at=NOON)


def test_a_draft_and_an_issued_review_are_not_cancelled(work):
    draft = compiled(request_review(work))
    with pytest.raises(Refused):
        _cancel(draft, work)
    issuing.issue(review=draft, by=work.by, **SIGNED)
    issued = compiled(draft)
    with pytest.raises(Refused):
        _cancel(issued, work)


@pytest.mark.django_db(transaction=True)
def test_of_who_drops_and_who_tries_again_at_once_one_is_refused(work):
    review = request_review(work)
    _cancel(review, work)

    outcomes = run_together(
        lambda: dropping.drop(review=review, by=work.by, at=NOON),
        lambda: dropping.drop(review=review, by=work.by, at=NOON),
        lambda: requesting.retry(review=review, by=work.by, at=NOON),
    )

    assert sorted(outcomes) == ["done", "refused", "refused"]


@pytest.mark.django_db(transaction=True)
def test_two_who_issue_at_once_get_one_paper(work):
    draft = compiled(request_review(work))
    people = [UserFactory(), UserFactory()]

    outcomes = run_together(
        *[
            lambda by=by, number=number: issuing.issue(
                review=_now(draft), by=by, **{**SIGNED, "number": number}
            )
            for by, number in zip(people, ("5", "6"), strict=True)
        ]
    )

    assert sorted(outcomes) == ["done", "refused"]
    assert compiled(draft).status == ReviewStatus.ISSUED
    assert draft.events.filter(to_status=ReviewStatus.ISSUED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_who_drops_a_draft_and_who_issues_it_at_once_one_is_refused(work):
    draft = compiled(request_review(work))

    outcomes = run_together(
        lambda: dropping.drop(review=draft, by=work.by, at=NOON, reason="Lập nhầm kỳ."),
        lambda: issuing.issue(review=_now(draft), by=work.by, **SIGNED),
    )

    assert sorted(outcomes) == ["done", "refused"]
    assert _now(draft).status in (ReviewStatus.DROPPED, ReviewStatus.QUEUED)
