"""Each draft keeps its files and words; two of them are compared on a page."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from plans.models import Plan
from reporting.models import Review, ReviewPrint
from reporting.reviews import issuing, requesting
from reporting.reviews.papers import pdf
from tests.factories import NOON, person
from tests.reporting.reviews.scene import (
    FAKE_DOCX,
    FAKE_PDF,
    SIGNED,
    compiled,
    plan_at_work,
    request_review,
    write,
)
from units.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_printing")]


@pytest.fixture
def work():
    ContentType.objects.get_for_model(Plan)
    return plan_at_work()


@pytest.fixture
def draft(work):
    return compiled(request_review(work))


@pytest.fixture
def leader(client):
    client.force_login(person(Role.LEADER), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _next(review, work, monkeypatch, content):
    monkeypatch.setattr(pdf, "to_pdf", lambda html, **_: content)
    requesting.compile_again(review=review, refreeze=False, by=work.by, at=NOON)
    return compiled(review)


def _get(client, review, name, **query):
    return client.get(reverse(f"reporting:{name}", args=[review.pk]), query)


def test_each_draft_keeps_its_files_and_words(leader, work, draft, monkeypatch):
    write(draft, {"IV.1": "Ưu điểm rõ."}, by=work.by)
    _next(draft, work, monkeypatch, b"%PDF second")

    first, second = draft.prints.order_by("number")
    assert (first.number, second.number) == (1, 2)
    assert (second.printed_by, second.printed_at) == (work.by, NOON)
    said = [line[0]["text"] for block in second.blocks for line in block["lines"]]
    assert "Ưu điểm rõ." in said
    assert "Ưu điểm rõ." not in str(first.blocks)
    page = _get(leader, draft, "list-drafts").content.decode()
    assert "Dự thảo lần 1" in page
    assert work.by.full_name in page
    for chosen in (second.pk, "now"):  # the last draft with what is being written
        assert page.count(f'value="{chosen}" selected') == 1
    answer = leader.get(reverse("reporting:download-draft", args=[first.pk]))
    assert b"".join(answer.streaming_content) == FAKE_PDF
    assert answer["Content-Disposition"].endswith('-du-thao-1.pdf"')
    word = leader.get(reverse("reporting:download-draft-word", args=[second.pk]))
    assert word["Content-Disposition"].endswith('-du-thao-2.docx"')
    assert b"".join(word.streaming_content) == FAKE_DOCX


def test_any_two_drafts_and_what_is_being_written_are_compared(leader, work, draft, monkeypatch):
    write(draft, {"IV.1": "Ưu điểm rõ."}, by=work.by)
    _next(draft, work, monkeypatch, b"%PDF second")
    write(draft, {"IV.2": "Còn hạn chế."}, by=work.by)
    first, second = draft.prints.order_by("number")

    now = _get(leader, draft, "compare-drafts").content.decode()
    both = _get(leader, draft, "compare-drafts", before=first.pk, after=second.pk).content.decode()
    same = _get(leader, draft, "compare-drafts", before=first.pk, after=first.pk).content.decode()

    assert "<ins>Còn hạn chế.</ins>" in now
    assert "Ưu điểm" not in now.partition("<main")[2]
    assert "<ins>Ưu điểm rõ.</ins>" in both
    assert "Hai bản giống nhau" in same


def test_the_issued_paper_is_compared_with_the_last_draft(leader, work, draft):
    issuing.issue(review=draft, by=work.by, at=NOON, **SIGNED)
    issued = compiled(draft)

    page = _get(leader, issued, "compare-drafts").content.decode()

    assert ReviewPrint.objects.get(is_final=True).number == 1
    assert "05-BC/HU" in page
    assert "<ins>Người Ký Thử</ins>" in page


def test_a_draft_without_kept_words_or_of_another_review_is_told(leader, draft):
    row = draft.prints.get()
    ReviewPrint.objects.update(blocks=None)
    old = _get(leader, draft, "compare-drafts", before=row.pk, after="now").content.decode()
    strange = _get(leader, draft, "compare-drafts", before="x", after="now").content.decode()
    assert "Dự thảo lần 1 lập trước khi hệ thống giữ nội dung" in old
    assert "Không tìm thấy bản cần so sánh" in strange


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_runs_the_same_queries_for_any_number_of_drafts(
    leader, draft, n, django_assert_num_queries
):
    for number in range(2, n + 1):
        ReviewPrint.objects.create(
            review=draft, number=number, printed_at=NOON, pdf_sha256="0" * 64
        )
    with django_assert_num_queries(5):
        page = _get(leader, draft, "list-drafts").content.decode()
    assert page.count("Tải PDF: ") == n
    assert Review.objects.count() == 1
