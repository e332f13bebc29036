"""Evidence on the pages: several files at once, and described later."""

import pytest
from django.urls import reverse

from reporting.evidence import attaching, checking
from reporting.filing import filing
from tests.factories import UserFactory
from tests.reporting.evidence.scene import attach, names_of, post
from tests.reporting.evidence.uploads import docx, pdf, upload
from tests.reporting.filing.scene import HTMX

pytestmark = pytest.mark.django_db


# --- Several at once ---


def test_each_of_several_files_becomes_a_piece_of_evidence(client, entry):
    answer = post(client, entry, upload("a.pdf", pdf()), upload("b.docx", docx("x")))

    assert answer.status_code == 302
    assert names_of(entry) == ["a.pdf", "b.docx"]
    page = client.get(answer.url)
    assert "Đã thêm 2 minh chứng." in page.content.decode()


def test_a_plain_form_stores_the_good_files_and_names_each_bad_one(client, entry):
    files = [upload("a.pdf", pdf()), upload("b.pdf", b""), upload("c.docx", docx("MẬT"))]

    page = post(client, entry, *files)

    text = page.content.decode()
    assert page.status_code == 422
    assert "Đã thêm 1 minh chứng." in text
    assert "Tệp “b.pdf” rỗng (0 byte)." in text
    assert "c.docx" in text
    assert names_of(entry) == ["a.pdf"]


def test_one_declaration_covers_all_files_and_is_required(client, entry):
    answer = post(
        client,
        entry,
        upload("a.pdf", pdf()),
        upload("b.docx", docx("x")),
        is_declared_not_secret="",
    )

    assert answer.status_code == 422
    assert "không chứa bí mật nhà nước." in answer.content.decode()
    assert names_of(entry) == []


def test_the_input_beside_several_files_is_kept_with_a_message(client, entry):
    files = [upload("a.pdf", pdf()), upload("b.docx", docx("x"))]

    answer = post(client, entry, *files, number="15/KH-UBND", headers=HTMX)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "chỉ đi với một tệp nên chưa dùng" in text
    assert 'value="15/KH-UBND"' in text
    assert list(entry.evidence.values_list("number", flat=True)) == ["", ""]


def test_of_too_many_files_those_within_the_limit_are_stored(client, entry, monkeypatch):
    monkeypatch.setattr(checking, "MAX_PIECES", 2)
    files = [upload(f"{n}.docx", docx(str(n))) for n in range(4)]

    answer = post(client, entry, *files, headers=HTMX)

    assert answer.content.decode().count("nhận nhiều nhất 2 minh chứng") == 1
    assert names_of(entry) == ["0.docx", "1.docx"]


# --- Described afterwards ---


def test_a_file_is_described_in_place(client, entry, now):
    row = attach(entry, now, upload("a.pdf", pdf()))
    url = reverse("reporting:edit-evidence", args=[row.pk])

    form = client.get(url, headers=HTMX)
    sent = {"number": "15/KH-UBND", "issued_on": "12/01/2026", "issuer": "UBND xã", "seen": ""}
    answer = client.post(url, {**sent, "subject": "Kế hoạch năm"}, headers=HTMX)

    assert 'name="seen" value=""' in form.content.decode()
    assert "<html" not in form.content.decode()
    words = "15/KH-UBND ngày 12/01/2026 của UBND xã – Kế hoạch năm"
    assert words in answer.content.decode()
    row.refresh_from_db()
    assert row.reference == words
    assert row.file_name == "a.pdf"


def test_a_file_is_described_without_scripts(client, entry, now):
    row = attach(entry, now, number="1/BC")
    url = reverse("reporting:edit-evidence", args=[row.pk])

    page = client.get(url)
    answer = client.post(url, {"number": "2/BC", "seen": "1/BC"})

    assert 'value="1/BC"' in page.content.decode()
    assert "Sửa minh chứng" in page.content.decode()
    assert answer.url.endswith(f"#entry-{entry.pk}")
    row.refresh_from_db()
    assert row.number == "2/BC"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"number": "05-BC/HU (M)"}, "dấu hiệu mật"),
        ({"number": "1/BC", "issued_on": "31/12/2099"}, "không thể sau ngày hôm nay"),
        ({"number": "1/BC", "issued_on": "hôm qua"}, "ghi theo dạng 31/12/2026"),
        ({"number": "1/BC", "issued_on": "19/03/1924"}, "Có đúng là năm 1924 không?"),
        ({"number": "", "subject": "", "issuer": "UBND xã"}, "số ký hiệu, trích yếu"),
        ({"number": "1" * 61}, "Số, ký hiệu quá dài"),
    ],
)
def test_a_bad_description_is_refused_and_the_input_kept(client, entry, now, typed, words):
    row = attach(entry, now, number="7/TB")
    url = reverse("reporting:edit-evidence", args=[row.pk])
    sent = {"seen": "7/TB", **typed}

    fragment, page = client.post(url, sent, headers=HTMX), client.post(url, sent)

    assert (fragment.status_code, page.status_code) == (422, 422)
    assert fragment["HX-Retarget"] == f"#edit-{row.pk}"
    for text in (fragment.content.decode(), page.content.decode()):
        assert words in text
        assert all(f'value="{value}"' in text for value in typed.values() if value)
    row.refresh_from_db()
    assert row.reference == "7/TB"


def test_a_description_changed_by_another_person_is_shown_first(client, entry, now):
    row = attach(entry, now, upload("a.pdf", pdf()), number="1/BC")
    attaching.describe(
        evidence=row, seen="1/BC", by=UserFactory(), at=now, number="2/BC", issued_on=None,
        issuer="", subject="",
    )  # fmt: skip
    url = reverse("reporting:edit-evidence", args=[row.pk])

    first = client.post(url, {"number": "3/BC", "seen": "1/BC"}, headers=HTMX)
    client.post(url, {"number": "3/BC", "seen": "2/BC"}, headers=HTMX)

    text = first.content.decode()
    assert first.status_code == 422
    assert "vừa được người khác sửa thành: 2/BC" in text
    assert 'value="3/BC"' in text
    assert 'name="seen" value="2/BC"' in text
    row.refresh_from_db()
    assert row.number == "3/BC"


def test_sent_evidence_cannot_be_described(client, entry, now):
    row = attach(entry, now, number="1/BC")
    filing.send(submission=entry.submission, by=UserFactory(), at=now)

    answer = client.post(
        reverse("reporting:edit-evidence", args=[row.pk]), {"number": "2/BC", "seen": "1/BC"}
    )

    assert answer.status_code == 422
    assert "Kết quả đã gửi" in answer.content.decode()
    row.refresh_from_db()
    assert row.number == "1/BC"
