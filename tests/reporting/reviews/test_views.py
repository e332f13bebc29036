"""The pages of reviews."""

import re
from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from plans.models import Plan
from reporting.models import Review, ReviewKind, ReviewStatus
from reporting.reviews import compiling, issuing
from reporting.reviews.file_names import file_name
from reporting.reviews.papers import pdf
from tests.factories import NOON, TODAY, person
from tests.reporting.reviews.scene import (
    FAKE_DOCX,
    FAKE_PDF,
    OBSTACLE,
    compiled,
    plan_at_work,
    request_review,
)
from units.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_printing")]


@pytest.fixture
def work():
    # Django caches content types; the number of queries must not depend on other tests
    ContentType.objects.get_for_model(Plan)
    return plan_at_work()


@pytest.fixture
def office(client):
    """The office's browser."""
    client.force_login(person(Role.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def leader(client):
    client.force_login(person(Role.LEADER), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _get(client, name, *args):
    response = client.get(reverse(f"reporting:{name}", args=args))
    return response.content.decode()


def _post(client, name, pk, **data):
    return client.post(reverse(f"reporting:{name}", args=[pk]), data)


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_runs_the_same_queries_for_any_number_of_reviews(
    office, work, n, django_assert_num_queries
):
    for day in range(n):
        compiled(request_review(work, cutoff_on=TODAY - timedelta(days=day)))

    with django_assert_num_queries(5):
        page = _get(office, "list-reviews", work.plan.pk)

    assert page.count("chốt hết ngày") == n


def test_an_empty_list_offers_the_next_step(office, work):
    page = _get(office, "list-reviews", work.plan.pk)

    assert "Chưa có báo cáo nào" in page
    assert reverse("reporting:request-review", args=[work.plan.pk]) in page


def test_the_office_requests_a_review_with_the_suggested_subject(office, work):
    response = _post(
        office,
        "request-review",
        work.plan.pk,
        kind="final",
        period_from=work.period.pk,
        period_to=work.period.pk,
        cutoff_on="16/03/2026",
        title="",
    )

    review = Review.objects.get()
    assert response.url == reverse("reporting:review", args=[review.pk])
    assert (review.kind, review.cutoff_on) == (ReviewKind.FINAL, TODAY)
    assert review.title.startswith(f"tổng kết thực hiện Kế hoạch số {work.plan.number}, ngày 19/3")


def test_a_refused_request_keeps_the_input(office, work):
    tomorrow = timezone.localdate() + timedelta(days=1)

    response = _post(
        office,
        "request-review",
        work.plan.pk,
        kind="interim",
        period_from=work.period.pk,
        period_to=work.period.pk,
        cutoff_on=f"{tomorrow:%d/%m/%Y}",
        title="trích yếu gõ dở",
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "không được sau hôm nay" in page
    assert "trích yếu gõ dở" in page


def test_the_progress_polls_while_a_worker_compiles_and_then_stops(office, work):
    review = request_review(work)
    compiling.claim(review_id=review.pk, at=NOON)
    during = office.get(reverse("reporting:review-status", args=[review.pk]))
    token = Review.objects.get(pk=review.pk).claim
    compiling.compile_claimed(review_id=review.pk, token=token, clock=lambda: NOON)

    after = office.get(reverse("reporting:review-status", args=[review.pk]))

    assert "hx-get" in during.content.decode()
    assert '<progress max="100" value="5"' in during.content.decode()
    assert "HX-Refresh" not in during
    assert "hx-get" not in after.content.decode()
    assert after["HX-Refresh"] == "true"


def test_a_failure_shows_its_reason_and_offers_a_retry(office, work, monkeypatch):
    monkeypatch.setattr(pdf, "to_pdf", Mock(side_effect=OSError))
    review = compiled(request_review(work))

    page = _get(office, "review", review.pk)
    _post(office, "retry-review", review.pk)

    assert "Không ghi được tệp PDF" in page
    assert "Thử lại" in page
    assert Review.objects.get(pk=review.pk).status == ReviewStatus.QUEUED


def test_feedback_of_units_links_to_its_entry(office, work):
    review = compiled(request_review(work))

    page = _get(office, "review", review.pk)

    entry = next(row["entry"] for row in review.snapshot["voices"] if row["obstacle"] == OBSTACLE)
    assert OBSTACLE in page
    assert reverse("reporting:entry", args=[entry]) in page


def test_the_subject_of_a_draft_is_changed(office, work):
    review = compiled(request_review(work))

    assert _post(office, "retitle-review", review.pk, title=" sơ kết  mới ").status_code == 302
    refused = _post(office, "retitle-review", review.pk, title="sơ kết TUYỆT MẬT")

    assert Review.objects.get(pk=review.pk).title == "sơ kết mới"
    assert refused.status_code == 422
    assert "sơ kết TUYỆT MẬT</textarea>" in refused.content.decode()
    assert "dấu hiệu mật" in refused.content.decode()
    assert _post(office, "retitle-review", review.pk, title=" ").status_code == 422


def test_a_leader_downloads_the_paper_under_a_descriptive_name(leader, work):
    review = compiled(request_review(work))

    response = leader.get(reverse("reporting:download-review", args=[review.pk]))

    assert b"".join(response.streaming_content) == FAKE_PDF
    assert response["Content-Type"] == "application/pdf"
    number = work.plan.number.replace("/", "-")
    assert response["Content-Disposition"] == (
        f'attachment; filename="bao-cao-so-ket-{number}-2026-03-16-du-thao-1.pdf"'
    )


def test_a_leader_downloads_the_word_file_under_the_same_name(leader, work):
    review = compiled(request_review(work))
    address = reverse("reporting:download-review-word", args=[review.pk])

    page = _get(leader, "review", review.pk)
    response = leader.get(address)

    assert address in page
    assert review.docx_sha256 in page
    assert b"".join(response.streaming_content) == FAKE_DOCX
    assert response["Content-Type"].endswith("wordprocessingml.document")
    assert response["Content-Disposition"].endswith('-2026-03-16-du-thao-1.docx"')


def test_a_review_from_before_word_offers_its_pdf_alone(leader, work):
    review = compiled(request_review(work))
    Review.objects.filter(pk=review.pk).update(docx_sha256="", docx_size=None)
    address = reverse("reporting:download-review-word", args=[review.pk])

    assert address not in _get(leader, "review", review.pk)
    assert leader.get(address).status_code == 404


def test_a_leader_sees_figures_and_hash_without_controls(leader, work):
    review = compiled(request_review(work))

    page = _get(leader, "review", review.pk)

    assert review.pdf_sha256 in page
    assert "<textarea" not in page
    assert not re.search(r'method="post" action="/reviews/', page)


def test_an_issued_paper_is_named_by_its_number(work):
    review = compiled(request_review(work))
    issuing.issue(
        review=review,
        number="5",
        issued_on=TODAY,
        signer_capacity="T/M",
        signer_post="BÍ THƯ",
        signer_name="Người Ký",
        reason="Thường trực đồng ý.",
        by=work.by,
        at=NOON,
    )

    name = file_name(compiled(review))

    assert name.endswith("2026-03-16-so-05-BC-HU.pdf")


def test_a_missing_file_is_reported(office, work):
    review = compiled(request_review(work))
    Review.objects.filter(pk=review.pk).update(pdf_sha256="0" * 64)

    response = office.get(reverse("reporting:download-review", args=[review.pk]), follow=True)

    assert "Không tìm thấy tệp “bao-cao-so-ket-" in response.content.decode()


def test_a_correction_leads_to_the_new_version(office, work):
    review = compiled(request_review(work))
    Review.objects.filter(pk=review.pk).update(
        status=ReviewStatus.ISSUED, number="1-BC/HU", issued_on=TODAY, issued_by=work.by
    )

    response = _post(office, "correct-review", review.pk)

    new = Review.objects.get(replaces=review)
    assert response.url == reverse("reporting:review", args=[new.pk])
    assert "bản thay thế chưa ban hành" in _get(office, "review", review.pk)


def test_a_draft_is_dropped_with_a_reason_and_stays_to_be_read(office, work):
    review = compiled(request_review(work))
    address = reverse("reporting:drop-review", args=[review.pk])
    assert address in _get(office, "review", review.pk)
    assert "Bỏ dự thảo cần nêu lý do." in _post(office, "drop-review", review.pk).content.decode()

    response = _post(office, "drop-review", review.pk, reason="Lập nhầm kỳ.")

    page = _get(office, "review", review.pk)
    assert response.url == reverse("reporting:review", args=[review.pk])
    assert "đã bỏ, chỉ còn để đọc" in page
    assert "Bỏ dự thảo lần 1. Lý do: Lập nhầm kỳ." in page
    assert address not in page
    assert reverse("reporting:issue-review", args=[review.pk]) not in page
