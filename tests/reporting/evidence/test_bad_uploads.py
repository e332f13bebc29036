"""Every kind of bad file, posted to the real URL, with the message of its refusal.

The good file in the same request is stored, and the typed text is kept.
"""

import random
from time import process_time

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageFile

from reporting.models import EntryStatus, Evidence
from tests.factories import person
from tests.reporting.evidence.bad_files import (
    BAD,
    BROKEN_IMAGE,
    EMPTY,
    MB,
    MZ,
    NOT_TAKEN,
    SWOLLEN,
    TOO_LARGE,
)
from tests.reporting.evidence.uploads import docx, image, pdf, zipped
from tests.reporting.filing.scene import HTMX, entry_of
from tracker.lib import filestore
from tracker.lib.uploads import office
from tracker.lib.uploads import pdf as checks_of_pdf
from units.models import Role

pytestmark = pytest.mark.django_db
BOUNDARY = "----ranh-gioi"


@pytest.fixture(autouse=True)
def media(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MAX_UPLOAD_MB = 1
    monkeypatch.setattr(checks_of_pdf, "MAX_STREAM", 2 * MB)
    monkeypatch.setattr(checks_of_pdf, "MAX_PICTURE", 3 * MB)
    monkeypatch.setattr(checks_of_pdf, "MAX_UNPACKED", 4 * MB)
    return settings.MEDIA_ROOT


@pytest.fixture
def entry(client):
    entry = entry_of(EntryStatus.DRAFT, timezone.now())
    officer = person(Role.OFFICER, entry.submission.unit)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return entry


def _body(fields: dict[str, str], files: list[tuple[str, bytes]]) -> bytes:
    """The form as sent by a browser; file names are written verbatim."""
    body = b""
    for name, value in fields.items():
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        body += head.encode() + value.encode() + b"\r\n"
    for name, content in files:
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: application/pdf\r\n\r\n"
        )
        body += head.encode() + content + b"\r\n"
    return body + f"--{BOUNDARY}--\r\n".encode()


def _post(client, entry, files, headers=None, **fields):
    return client.post(
        reverse("reporting:add-evidence", args=[entry.pk]),
        _body({"is_declared_not_secret": "on", **fields}, files),
        content_type=f"multipart/form-data; boundary={BOUNDARY}",
        headers=headers,
    )


def _sentence(case: str) -> str:
    name, _, sentence, *shown = BAD[case]
    shown_name = shown[0] if shown else name
    return sentence.format(name=shown_name, kind=name.rpartition(".")[2])


def _refusals(response) -> list[str]:
    from html import unescape

    found = response.content.decode().split("<p data-refusal>")[1:]
    return [unescape(part.partition("</p>")[0]) for part in found]


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_has_its_message_and_does_not_block_a_good_one(client, entry, case):
    name, make, *_ = BAD[case]

    answer = _post(client, entry, [(name, make()), ("Kế hoạch.docx", docx("Kế hoạch"))], HTMX)

    assert answer.status_code == 422
    assert _refusals(answer) == [_sentence(case)]
    assert [row.file_name for row in entry.evidence.all()] == ["Kế hoạch.docx"]


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_alone_stores_nothing_and_keeps_the_input(client, entry, media, case):
    name, make, *_ = BAD[case]

    answer = _post(client, entry, [(name, make())], number="15/KH-UBND", subject="Kế hoạch năm")

    assert answer.status_code == 422
    assert _refusals(answer) == [_sentence(case)]
    assert 'value="15/KH-UBND"' in answer.content.decode()
    assert 'value="Kế hoạch năm"' in answer.content.decode()
    assert not Evidence.objects.exists()
    assert [path for path in media.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/báo cáo.pdf", "báo cáo.pdf"),
        ("..\\..\\windows\\báo cáo.pdf", "báo cáo.pdf"),
        ("/etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\An\\Báo cáo.pdf", "Báo cáo.pdf"),
        ("báo\0 cáo.pdf", "báo cáo.pdf"),
        ("báo cáo\u202e.pdf", "báo cáo.pdf"),
        ("Báo   cáo  quý I .pdf", "Báo cáo quý I.pdf"),
        ("Đề án Đổi mới, giai đoạn 2.pdf", "Đề án Đổi mới, giai đoạn 2.pdf"),
        ("Đe\u0302\u0300 a\u0301n tha\u0301ng 3.pdf", "Đề án tháng 3.pdf"),
        ("Ư" * 300 + ".pdf", "Ư" * 146 + ".pdf"),
        ("Quyết định số 05.QĐ-UBND.v2.PDF", "Quyết định số 05.QĐ-UBND.v2.PDF"),
    ],
)
def test_a_good_file_keeps_its_name(client, entry, sent, kept):
    _post(client, entry, [(sent, pdf())])

    row = Evidence.objects.get()
    answer = client.get(reverse("reporting:download-evidence", args=[row.pk]))
    list(answer)
    assert row.file_name == kept
    assert _offered_name(answer) == kept


def _offered_name(response) -> str:
    """The name under which a browser saves the file."""
    from urllib.parse import unquote

    disposition = response["Content-Disposition"]
    if "filename*=utf-8''" in disposition:
        return unquote(disposition.partition("filename*=utf-8''")[2])
    return disposition.partition('filename="')[2].rstrip('"')


def test_data_hidden_behind_a_photograph_is_not_stored(client, entry):
    _post(client, entry, [("ảnh.jpg", image("JPEG") + zipped({"a.exe": MZ}))])

    kept = filestore.path_of(Evidence.objects.get().file_sha256).read_bytes()
    assert b"a.exe" not in kept
    assert b"PK\x03\x04" not in kept


@pytest.mark.parametrize(("kind", "name"), [("PNG", "a.png"), ("JPEG", "a.jpg")])
def test_a_truncated_picture_is_refused_even_if_a_library_allows_it(
    client, entry, monkeypatch, kind, name
):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    content = image(kind, (900, 700))

    answer = _post(client, entry, [(name, content[: len(content) // 2])], HTMX)

    assert _refusals(answer) == [BROKEN_IMAGE.format(name=name)]
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


def test_text_of_inner_files_is_counted_with_the_outer_one(client, entry, monkeypatch):
    monkeypatch.setattr(office, "MAX_TEXT_UNPACKED", 30_000)
    words = " ".join(random.Random(3).choices("abcdefgh", k=4_000))
    inner = {f"word/embeddings/{n}.docx": docx(words) for n in range(5)}

    alone = _post(client, entry, [("một.docx", docx(words))])
    together = _post(client, entry, [("nhiều.docx", docx("x", extra=inner))], HTMX)

    assert alone.status_code == 302
    assert _refusals(together) == [SWOLLEN.format(name="nhiều.docx")]


SLOW = {
    "tags": "<" * 60_000,
    "line ends": "<w:br " * 20_000,
    "digits": "1" * 20_000,
    "numbers": "1-A-" * 20_000,
    "stamps": "MẬT MẬT số " * 8_000,
    "marks": "a" + "\u0316\u0301" * 60_000,
}


@pytest.mark.parametrize("words", SLOW.values(), ids=SLOW)
def test_text_crafted_to_be_slow_is_read_fast(client, entry, words):
    """Each of these took up to minutes, in time quadratic in the length."""
    started = process_time()

    _post(client, entry, [("a.docx", docx("x", extra={"word/b.xml": words}))])

    assert process_time() - started < 3


def test_a_pdf_with_names_of_an_old_vietnamese_font_is_accepted(client, entry):
    content = pdf(root={"/Font": pikepdf.Dictionary(S=pikepdf.Name("/VNITimes"))})

    _post(client, entry, [("a.pdf", content.replace(b"VNITimes", b"VNI\xe8mes"))])

    assert Evidence.objects.get().file_name == "a.pdf"


def test_a_photograph_is_stored_upright_and_without_its_place(client, entry):
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the phone held upright
    exif.get_ifd(0x8825).update({1: "N", 2: (16.0, 45.0, 12.0)})

    _post(client, entry, [("ảnh.jpg", image("JPEG", (60, 40), exif=exif))])

    with Image.open(filestore.path_of(Evidence.objects.get().file_sha256)) as kept:
        assert kept.size == (40, 60)
        assert dict(kept.getexif()) == {}


def test_each_of_several_bad_files_is_named(client, entry):
    answer = _post(
        client,
        entry,
        [("rỗng.pdf", b""), ("a.exe", MZ), ("Kế hoạch.docx", docx("x")), ("to.pdf", b"1" * 2**21)],
        HTMX,
    )

    assert _refusals(answer) == [
        EMPTY.format(name="rỗng.pdf"),
        NOT_TAKEN.format(name="a.exe"),
        TOO_LARGE.format(name="to.pdf"),
    ]
    assert Evidence.objects.get().file_name == "Kế hoạch.docx"
