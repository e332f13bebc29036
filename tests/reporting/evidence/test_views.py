"""Evidence on the pages: several files at once, described later, previewed, and found again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reporting.evidence import attaching, checking
from reporting.filing import filing
from reporting.models import EntryStatus
from tests.factories import AssignmentFactory, UserFactory, entry_at, person
from tests.reporting.evidence.uploads import docx, image, pdf, pdf_saying, upload, xlsx
from tests.reporting.filing.scene import HTMX, entry_of, period_of
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def log_in(client):
    def as_one(role, unit=None):
        user = person(role, unit)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return user

    return as_one


@pytest.fixture
def entry(log_in, now):
    entry = entry_of(EntryStatus.DRAFT, now)
    log_in(Role.OFFICER, entry.submission.unit)
    return entry


def _attach(entry, now, file=None, **fields):
    return attaching.attach(
        entry=entry, by=UserFactory(), at=now, file=file, is_declared_not_secret=True, **fields
    )


def _post(client, entry, *files, headers=None, **fields):
    sent = {"file": list(files), "is_declared_not_secret": "on", **fields}
    return client.post(reverse("reporting:add-evidence", args=[entry.pk]), sent, headers=headers)


def _names(entry):
    return [row.file_name for row in entry.evidence.order_by("pk")]


# --- Several at once ---


def test_each_of_several_files_becomes_a_piece_of_evidence(client, entry):
    answer = _post(client, entry, upload("a.pdf", pdf()), upload("b.docx", docx("x")))

    assert answer.status_code == 302
    assert _names(entry) == ["a.pdf", "b.docx"]
    page = client.get(answer.url)
    assert "Đã thêm 2 minh chứng." in page.content.decode()


def test_a_plain_form_stores_the_good_files_and_names_each_bad_one(client, entry):
    files = [upload("a.pdf", pdf()), upload("b.pdf", b""), upload("c.docx", docx("MẬT"))]

    page = _post(client, entry, *files)

    text = page.content.decode()
    assert page.status_code == 422
    assert "Đã thêm 1 minh chứng." in text
    assert "Tệp “b.pdf” rỗng (0 byte)." in text
    assert "c.docx" in text
    assert _names(entry) == ["a.pdf"]


def test_one_declaration_covers_all_files_and_is_required(client, entry):
    answer = _post(
        client,
        entry,
        upload("a.pdf", pdf()),
        upload("b.docx", docx("x")),
        is_declared_not_secret="",
    )

    assert answer.status_code == 422
    assert "không chứa bí mật nhà nước." in answer.content.decode()
    assert _names(entry) == []


def test_the_input_beside_several_files_is_kept_with_a_message(client, entry):
    files = [upload("a.pdf", pdf()), upload("b.docx", docx("x"))]

    answer = _post(client, entry, *files, number="15/KH-UBND", headers=HTMX)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "chỉ đi với một tệp nên chưa dùng" in text
    assert 'value="15/KH-UBND"' in text
    assert list(entry.evidence.values_list("number", flat=True)) == ["", ""]


def test_of_too_many_files_those_within_the_limit_are_stored(client, entry, monkeypatch):
    monkeypatch.setattr(checking, "MAX_PIECES", 2)
    files = [upload(f"{n}.docx", docx(str(n))) for n in range(4)]

    answer = _post(client, entry, *files, headers=HTMX)

    assert answer.content.decode().count("nhận nhiều nhất 2 minh chứng") == 1
    assert _names(entry) == ["0.docx", "1.docx"]


# --- Described afterwards ---


def test_a_file_is_described_in_place(client, entry, now):
    row = _attach(entry, now, upload("a.pdf", pdf()))
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
    row = _attach(entry, now, number="1/BC")
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
    row = _attach(entry, now, number="7/TB")
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
    row = _attach(entry, now, upload("a.pdf", pdf()), number="1/BC")
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
    row = _attach(entry, now, number="1/BC")
    filing.send(submission=entry.submission, by=UserFactory(), at=now)

    answer = client.post(
        reverse("reporting:edit-evidence", args=[row.pk]), {"number": "2/BC", "seen": "1/BC"}
    )

    assert answer.status_code == 422
    assert "Kết quả đã gửi" in answer.content.decode()
    row.refresh_from_db()
    assert row.number == "1/BC"


# --- Shown in place ---


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
    row = _attach(entry, now, upload(name, content))

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
    row = _attach(entry, now, upload(name, content))

    shown = client.get(reverse("reporting:view-evidence", args=[row.pk]))
    saved = client.get(reverse("reporting:download-evidence", args=[row.pk]))
    list(saved)
    page = client.get(reverse("reporting:file-submission", args=[entry.submission_id]))

    assert shown.status_code == 404
    assert saved["Content-Disposition"].startswith("attachment; ")
    assert saved["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert reverse("reporting:view-evidence", args=[row.pk]) not in page.content.decode()


def test_the_office_has_the_same_previews_on_the_page_of_the_entry(client, entry, now, log_in):
    paper = _attach(entry, now, upload("a.pdf", pdf()))
    picture = _attach(entry, now, upload("a.png", image("PNG")))
    filing.send(submission=entry.submission, by=UserFactory(), at=now)
    log_in(Role.REVIEWER)

    text = client.get(reverse("reporting:entry", args=[entry.pk])).content.decode()

    paper_url = reverse("reporting:view-evidence", args=[paper.pk])
    picture_url = reverse("reporting:view-evidence", args=[picture.pk])
    assert f'<iframe src="{paper_url}" title="Tệp a.pdf" loading="lazy">' in text
    assert f'<img src="{picture_url}" alt="Ảnh a.png" loading="lazy">' in text
    assert "Sửa minh chứng" not in text


# --- The same file elsewhere ---


def test_the_same_file_in_the_same_entry_is_refused_with_a_message(client, entry):
    _post(client, entry, upload("a.pdf", content := pdf()))

    again = _post(client, entry, upload("bản sao.pdf", content), headers=HTMX)

    assert again.status_code == 422
    assert (
        "Tệp “bản sao.pdf” đã có trong minh chứng của nhiệm vụ này, không cần thêm lại."
        in again.content.decode()
    )
    assert _names(entry) == ["a.pdf"]


def test_a_file_filed_before_is_linked_to_its_earlier_entry(client, entry, now):
    today = timezone.localdate(now)
    before = period_of(
        entry.assignment.task.plan, now, name="Quý cũ", data_from=today, data_to=today
    )
    earlier = entry_at(EntryStatus.SENT, assignment=entry.assignment, period=before, at=now)
    filing.take_back(entry=earlier, by=UserFactory(), at=now, note="Bổ sung.")
    _attach(earlier, now, upload("a.pdf", content := pdf()))

    answer = _post(client, entry, upload("b.pdf", content), headers=HTMX)

    url = reverse("reporting:entry", args=[earlier.pk])
    code = entry.assignment.task.code
    words = f'Tệp này cũng đã nộp ở: <a href="{url}">nhiệm vụ {code}, Quý cũ</a>.'
    assert words in answer.content.decode()


def test_the_file_of_another_unit_is_shown_to_the_office_only(client, log_in, now):
    plan_task = AssignmentFactory().task
    mine, theirs = (
        entry_of(EntryStatus.DRAFT, now, AssignmentFactory(task__group=plan_task.group))
        for _ in range(2)
    )
    content = pdf()
    for entry in (mine, theirs):
        _attach(entry, now, upload("a.pdf", content))
        filing.send(submission=entry.submission, by=UserFactory(), at=now)

    log_in(Role.REVIEWER)
    for_office = client.get(reverse("reporting:entry", args=[mine.pk])).content.decode()
    log_in(Role.OFFICER, mine.submission.unit)
    for_unit = client.get(reverse("reporting:entry", args=[mine.pk])).content.decode()

    assert f"cũng do {theirs.submission.unit.short_name} nộp" in for_office
    assert "Tệp này cũng đã nộp" not in for_unit


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png")])
def test_a_photograph_is_recognised_although_it_is_re_encoded(client, entry, now, kind, name):
    content = image(kind, (300, 200))
    _attach(entry, now, upload(name, content))

    again = _post(client, entry, upload(name, content + b"duoi khac"), headers=HTMX)

    assert "đã có trong minh chứng" in again.content.decode()


def test_pages_take_the_same_queries_for_three_files_as_for_one(client, log_in, now):
    entry = entry_of(EntryStatus.DRAFT, now)
    other = entry_of(EntryStatus.DRAFT, now, AssignmentFactory(unit=entry.submission.unit))
    log_in(Role.OFFICER, entry.submission.unit)
    url = reverse("reporting:file-submission", args=[entry.submission_id])
    counts = []
    for number in range(3):
        content = pdf_saying(f"Tài liệu {number}")
        for row in (entry, other):
            _attach(row, now, upload(f"{number}.pdf", content))
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]
