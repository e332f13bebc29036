"""One piece of evidence on the pages: added, refused, downloaded, removed."""

import pytest
from django.urls import reverse

from reporting.models import Evidence
from tests.factories import UserFactory
from tests.reporting.evidence.uploads import docx, pdf, upload
from tests.reporting.filing.scene import HTMX

pytestmark = pytest.mark.django_db


def test_a_file_is_added_and_downloaded_as_an_attachment_with_its_name(client, entry):
    client.post(
        reverse("reporting:add-evidence", args=[entry.pk]),
        {"file": upload("Báo cáo quý.pdf", pdf()), "is_declared_not_secret": "on"},
    )
    answer = client.get(reverse("reporting:download-evidence", args=[Evidence.objects.get().pk]))

    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''B%C3%A1o%20c%C3%A1o%20qu%C3%BD.pdf"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")


def test_a_refused_file_keeps_the_typed_reference(client, entry):
    sent = {
        "number": "15/KH-UBND",
        "issued_on": "12/01/2026",
        "subject": "Kế hoạch năm",
        "is_declared_not_secret": "on",
    }
    url = reverse("reporting:add-evidence", args=[entry.pk])

    fragment = client.post(
        url, {**sent, "file": upload("tài liệu.docx", docx("MẬT"))}, headers=HTMX
    )
    page = client.post(url, {**sent, "file": upload("tài liệu.docx", docx("MẬT"))})

    assert (fragment.status_code, page.status_code) == (422, 422)
    for text in (fragment.content.decode(), page.content.decode()):
        assert "tài liệu.docx" in text
        assert "dấu hiệu mật" in text
        assert 'value="15/KH-UBND"' in text
        assert 'value="12/01/2026"' in text
    assert not Evidence.objects.exists()


def test_evidence_is_removed_with_and_without_javascript(client, entry, now):
    user = UserFactory()
    for number in ("1/BC", "2/BC"):
        Evidence.objects.create(
            entry=entry, number=number, is_declared_not_secret=True, added_at=now, added_by=user
        )
    first, second = Evidence.objects.order_by("pk")

    client.post(reverse("reporting:remove-evidence", args=[first.pk]))
    fragment = client.post(reverse("reporting:remove-evidence", args=[second.pk]), headers=HTMX)

    assert "Chưa có minh chứng" in fragment.content.decode()
    assert not Evidence.objects.exists()
