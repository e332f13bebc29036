"""Evidence shown in its page or downloaded: neither can load or send data."""

import pytest
from django.urls import reverse

from reporting.filing import filing
from tests.factories import UserFactory
from tests.reporting.evidence.scene import attach
from tests.reporting.evidence.uploads import docx, image, pdf, upload, xlsx
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("Báo cáo.pdf", pdf(), "application/pdf"),
        ("ảnh.png", image("PNG"), "image/png"),
        ("ảnh.jpg", image("JPEG"), "image/jpeg"),
    ],
)
def test_a_preview_of_a_pdf_or_picture_cannot_load_or_send_data(
    client, entry, now, name, content, media_type
):
    row = attach(entry, now, upload(name, content))

    answer = client.get(reverse("reporting:view-evidence", args=[row.pk]))
    list(answer)

    assert answer["Content-Type"] == media_type
    assert answer["Content-Disposition"].startswith("inline; ")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )


@pytest.mark.parametrize(("name", "content"), [("a.docx", docx("x")), ("a.xlsx", xlsx("x"))])
def test_an_office_file_is_always_an_attachment(client, entry, now, name, content):
    row = attach(entry, now, upload(name, content))

    shown = client.get(reverse("reporting:view-evidence", args=[row.pk]))
    saved = client.get(reverse("reporting:download-evidence", args=[row.pk]))
    list(saved)
    page = client.get(reverse("reporting:file-submission", args=[entry.submission_id]))

    assert shown.status_code == 404
    assert saved["Content-Disposition"].startswith("attachment; ")
    assert saved["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert reverse("reporting:view-evidence", args=[row.pk]) not in page.content.decode()


def test_the_office_has_the_same_previews_on_the_page_of_the_entry(client, entry, now, log_in):
    paper = attach(entry, now, upload("a.pdf", pdf()))
    picture = attach(entry, now, upload("a.png", image("PNG")))
    filing.send(submission=entry.submission, by=UserFactory(), at=now)
    log_in(Role.REVIEWER)

    text = client.get(reverse("reporting:entry", args=[entry.pk])).content.decode()

    paper_url = reverse("reporting:view-evidence", args=[paper.pk])
    picture_url = reverse("reporting:view-evidence", args=[picture.pk])
    assert f'<iframe src="{paper_url}" title="Tệp a.pdf" loading="lazy">' in text
    assert f'<img src="{picture_url}" alt="Ảnh a.png" loading="lazy">' in text
    assert "Sửa minh chứng" not in text
