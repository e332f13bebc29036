"""Issued files on the page of their review."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reporting.models import IssuedFile, Review, ReviewDownload, ReviewStatus
from tests.factories import NOON, UserFactory, person
from tests.reporting.evidence.uploads import docx, pdf
from tests.reporting.reviews.scene import FAKE_PDF, compiled, plan_at_work, request_review
from units.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_printing")]


@pytest.fixture
def issued():
    review = compiled(request_review(plan_at_work()))
    changes = {"number": "05-BC/HU", "issued_on": NOON.date(), "issued_by": UserFactory()}
    Review.objects.filter(pk=review.pk).update(status=ReviewStatus.ISSUED, **changes)
    return review


def _signed_in(client, role):
    client.force_login(person(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _add(client, review, content, name="đã ký.pdf", **typed):
    data = {"file": SimpleUploadedFile(name, content), "is_declared_not_secret": "on", **typed}
    address = reverse("reporting:add-issued-file", args=[review.pk])
    return client.post(address, data, follow=True).content.decode()


def test_the_office_hands_in_a_file_and_readers_get_the_same_bytes(client, issued):
    content = docx("Đã sửa một câu.")

    page = _add(_signed_in(client, Role.REVIEWER), issued, content, "đã sửa.docx")

    assert "Đã lưu nguyên vẹn tệp “đã sửa.docx”" in page
    assert hashlib.sha256(content).hexdigest() in page
    assert "Bản Word đã sửa" in page
    address = reverse("reporting:download-issued-file", args=[IssuedFile.objects.get().pk])
    response = _signed_in(client, Role.LEADER).get(address)
    assert b"".join(response.streaming_content) == content
    assert response["Content-Type"].endswith("wordprocessingml.document")
    assert response["Content-Disposition"].startswith("attachment")


def test_a_refusal_is_shown_on_the_page_and_nothing_is_kept(client, issued):
    page = _add(_signed_in(client, Role.REVIEWER), issued, b"", "rỗng.pdf")

    assert "Tệp “rỗng.pdf” rỗng" in page
    assert "Chưa có gì được lưu." in page
    assert "<details open>" in page
    assert not IssuedFile.objects.exists()
    again = client.get(reverse("reporting:add-issued-file", args=[issued.pk]))
    assert again["Location"] == reverse("reporting:review", args=[issued.pk])


def test_lists_lead_to_the_signed_paper_where_there_is_one(client, issued):
    leader = person(Role.LEADER)
    address = reverse("reporting:download-paper", args=[issued.pk])

    def downloaded():
        client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
        return b"".join(client.get(address).streaming_content)

    assert downloaded() == FAKE_PDF
    _add(_signed_in(client, Role.REVIEWER), issued, docx("Đã sửa một câu."), "đã sửa.docx")
    _add(client, issued, pdf())
    assert downloaded() == pdf()

    taken = ReviewDownload.objects.order_by("pk").values_list("file_name", flat=True)
    assert list(taken)[-1] == "đã ký.pdf"
    page = client.get(reverse("reporting:list-reviews", args=[issued.plan_id])).content.decode()
    assert address in page


def test_who_may_not_compile_reads_and_cannot_add(client, issued):
    _add(_signed_in(client, Role.REVIEWER), issued, pdf())
    leader = _signed_in(client, Role.LEADER)

    page = leader.get(reverse("reporting:review", args=[issued.pk])).content.decode()

    assert "đã ký.pdf" in page
    assert reverse("reporting:add-issued-file", args=[issued.pk]) not in page


def test_a_draft_has_no_place_for_issued_files(client):
    draft = compiled(request_review(plan_at_work()))

    page = _signed_in(client, Role.REVIEWER).get(reverse("reporting:review", args=[draft.pk]))

    assert "Bản đã phát hành" not in page.content.decode()
