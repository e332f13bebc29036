"""Issuing a review, after which it never changes."""

from datetime import timedelta
from unittest.mock import Mock

import pytest

from reporting.models import EntryStatus, ProgressEntry, Review, ReviewStatus
from reporting.papers import drawing
from reporting.reviews import compiling, issuing, requesting, rescue, retitling
from reporting.reviews.papers import pdf
from reporting.verification import verifying
from tests.factories import NOON, TODAY, UserFactory
from tests.reporting.reviews.scene import SIGNED, compiled, plan_at_work, request_review, write
from tracker.lib.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_printing")]
LATER = NOON + timedelta(days=1)


@pytest.fixture
def work():
    return plan_at_work()


@pytest.fixture
def issued(work):
    draft = compiled(request_review(work))
    issuing.issue(review=draft, by=work.by, at=NOON, **SIGNED)
    return compiled(draft)


def test_issuing_prints_once_more_from_the_frozen_figures(work, monkeypatch):
    draft = compiled(request_review(work))
    pages = Mock(return_value=b"%PDF issued")
    monkeypatch.setattr(pdf, "to_pdf", pages)

    issuing.issue(review=draft, by=work.by, at=NOON, **SIGNED)
    review = compiled(draft)

    assert (review.status, review.number) == (ReviewStatus.ISSUED, "05-BC/HU")
    assert review.snapshot_sha256 == draft.snapshot_sha256
    html = drawing.to_html(pages.call_args[0][0])
    assert "Số 05-BC/HU" in html
    assert "Người Ký Thử" in html
    assert "Dự thảo" not in html


def _content(review):
    found = Review.objects.filter(pk=review.pk).values().get()
    return found, list(review.blocks.order_by("pk").values()), list(review.events.values_list("pk"))


def test_an_issued_review_cannot_change(work, issued):
    before = _content(issued)
    writers = [
        lambda: requesting.compile_again(review=issued, refreeze=True, by=work.by, at=LATER),
        lambda: requesting.retry(review=issued, by=work.by, at=LATER),
        lambda: issuing.issue(review=issued, by=work.by, at=LATER, **{**SIGNED, "number": "6"}),
        lambda: write(issued, {"IV.1": "Khác"}, by=work.by, at=LATER),
        lambda: retitling.retitle(review=issued, title="khác"),
    ]

    for attempt in writers:
        with pytest.raises(Refused):
            attempt()
    compiling.compile_review(review_id=issued.pk, clock=lambda: LATER)
    compiling.give_up(review_id=issued.pk, token="", at=LATER, error="x")
    rescue.rescue_reviews(at=LATER)

    assert _content(issued) == before


def test_later_filings_change_neither_figures_nor_paper(work, issued):
    waiting = ProgressEntry.objects.select_related("submission__period").get(
        status=EntryStatus.SENT
    )

    verifying.accept(entry=waiting, by=UserFactory(), at=LATER)

    after = Review.objects.get(pk=issued.pk)
    assert (after.snapshot_sha256, after.pdf_sha256) == (issued.snapshot_sha256, issued.pdf_sha256)


def test_a_correction_is_a_new_version_that_names_the_old_one(work, issued, monkeypatch):
    pages = Mock(return_value=b"%PDF corrected")
    monkeypatch.setattr(pdf, "to_pdf", pages)

    draft = compiled(issuing.correct(review=issued, by=work.by, at=LATER), at=LATER)

    assert (draft.version, draft.replaces_id, draft.number) == (2, issued.pk, "")
    assert "thay thế Báo cáo số 05-BC/HU, ngày 16/3/2026" in drawing.to_html(pages.call_args[0][0])
    with pytest.raises(Refused, match="đã có bản thay thế"):
        issuing.correct(review=issued, by=work.by, at=LATER)


def test_a_correction_starts_with_the_texts_of_the_old_one(work):
    draft = compiled(request_review(work))
    write(draft, {"IV.1": "Ưu điểm."}, by=work.by)
    issuing.issue(review=draft, by=work.by, at=NOON, **SIGNED)
    issued = compiled(draft)

    new = issuing.correct(review=issued, by=work.by, at=LATER)

    [copied] = new.blocks.all()
    assert (copied.runs, copied.saved_by) == ([{"text": "Ưu điểm."}], work.by)
    assert copied.versions.count() == 1
    assert issued.blocks.count() == 1


def test_only_an_issued_review_is_corrected(work):
    with pytest.raises(Refused, match="đã ban hành"):
        issuing.correct(review=compiled(request_review(work)), by=work.by, at=LATER)


def test_a_review_whose_printing_fails_is_a_draft_again(work, monkeypatch):
    draft = compiled(request_review(work))
    issuing.issue(review=draft, by=work.by, at=NOON, **SIGNED)
    monkeypatch.setattr(pdf, "to_pdf", Mock(side_effect=OSError))

    review = compiled(draft)

    assert (review.status, review.number, review.issued_on) == (ReviewStatus.DRAFT, "", None)
    assert review.pdf_sha256 == draft.pdf_sha256
    assert "Không ghi được" in review.error


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"number": "năm"}, "bằng chữ số"),
        ({"signer_name": " "}, "người ký"),
        ({"issued_on": TODAY + timedelta(days=1)}, "sau hôm nay"),
        ({"issued_on": TODAY - timedelta(days=1)}, "trước ngày chốt"),
    ],
)
def test_invalid_details_of_issue_are_refused(work, changes, words):
    draft = compiled(request_review(work))

    with pytest.raises(Refused, match=words):
        issuing.issue(review=draft, by=work.by, at=NOON, **{**SIGNED, **changes})


def test_a_number_is_used_once_in_a_term(work, issued):
    other = compiled(request_review(work))

    with pytest.raises(Refused, match="Số 05-BC/HU đã dùng trong nhiệm kỳ 2025-2030"):
        issuing.issue(review=other, by=work.by, at=LATER, **{**SIGNED, "issued_on": LATER.date()})


def test_a_number_begins_anew_with_a_term(work, issued):
    other = compiled(request_review(work))
    issued.term.last_day = TODAY
    issued.term.save(update_fields=["last_day"])

    issuing.issue(review=other, by=work.by, at=LATER, **{**SIGNED, "issued_on": LATER.date()})

    review = compiled(other)
    assert (review.number, review.term.first_day) == ("05-BC/HU", LATER.date())


def test_a_number_is_free_again_where_printing_failed(work, monkeypatch):
    draft, other = compiled(request_review(work)), compiled(request_review(work))
    issuing.issue(review=draft, by=work.by, at=NOON, **SIGNED)
    with monkeypatch.context() as broken:
        broken.setattr(pdf, "to_pdf", Mock(side_effect=OSError))
        compiled(draft)

    issuing.issue(review=other, by=work.by, at=NOON, **SIGNED)

    assert compiled(other).number == "05-BC/HU"
