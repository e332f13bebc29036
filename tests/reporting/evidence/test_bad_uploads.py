"""Every kind of bad file, posted to the real URL, with the message of its refusal.

The good file in the same request is stored, and the typed text is kept.
"""

import io
import random
import zipfile
import zlib
from time import process_time

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageFile

from reporting.models import EntryStatus, Evidence
from tests.factories import person
from tests.reporting.evidence.test_attaching import (
    ATTACHMENT,
    EXTERNAL_TEMPLATE,
    LAUNCH,
    MACRO_TYPES,
    SCRIPT,
)
from tests.reporting.evidence.uploads import docx, image, pdf, xlsx, zipped
from tests.reporting.filing.scene import HTMX, entry_of
from tracker.lib import filestore, uploads
from tracker.lib.uploads import office
from units.models import Role

pytestmark = pytest.mark.django_db

MB = 1024 * 1024
BOUNDARY = "----ranh-gioi"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
ELF = b"\x7fELF\x02\x01\x01" + b"\0" * 300
MZ = b"MZ\x90\x00" + b"\0" * 300
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 300
BOMB = b"\0" * 9_000_000


def _with_extra(content: bytes, parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def _nested(depth: int) -> bytes:
    inner = docx("trong cùng")
    for _ in range(depth):
        inner = docx("x", extra={"word/embeddings/b.docx": inner})
    return inner


def _lying_docx() -> bytes:
    """A part that unpacks to more than its header declares."""
    content = docx("x" * 5_000)
    size = (5_000).to_bytes(4, "little")
    real = zipfile.ZipFile(io.BytesIO(content)).getinfo("word/document.xml").file_size
    return content.replace(real.to_bytes(4, "little"), size)


def _encrypted_zip() -> bytes:
    content = bytearray(docx("x"))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            content[at + offset] |= 1
    return bytes(content)


def _swelling_pdf(num_mb: int, num_times: int = 1, num_streams: int = 1, **names: str) -> bytes:
    """Streams that unpack to `num_mb` each, though the file is small."""
    engine = zlib.compressobj(9)
    packed = b"".join(engine.compress(b" " * MB) for _ in range(num_mb)) + engine.flush()
    for _ in range(num_times - 1):
        packed = zlib.compress(packed)
    document = pikepdf.new()
    page = document.add_blank_page().obj
    page.Contents = pikepdf.Array()
    for _ in range(num_streams):
        stream = document.make_stream(b"")
        filters = pikepdf.Array([pikepdf.Name.FlateDecode] * num_times)
        stream.write(packed, filter=filters)
        for key, name in names.items():
            stream[f"/{key}"] = pikepdf.Name(name)
        page.Contents.append(stream)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _far_down(action: pikepdf.Dictionary) -> pikepdf.Dictionary:
    for _ in range(9):
        action = pikepdf.Dictionary(S=pikepdf.Name.GoTo, Next=action)
    return action


NOT_TAKEN = "Tệp “{name}” không thuộc loại được nhận: pdf, docx, xlsx, png, jpg."
NOT_VALID = (
    "Nội dung tệp “{name}” không phải là tệp {kind} hợp lệ "
    "(có thể đã đổi đuôi tệp, đặt mật khẩu hoặc tệp bị hỏng)."
)
MACRO = "Tệp “{name}” chứa macro. Hãy lưu lại thành docx hoặc xlsx không có macro."
PROGRAM = "Tệp “{name}” có tệp chạy được bên trong, không được nhận."
ARCHIVE = "Tệp “{name}” có tệp nén bên trong. Hãy gửi riêng từng tệp."
SWOLLEN = "Tệp “{name}” nén bất thường (khi mở ra quá lớn), không được nhận."
NO_PATHS = "Tệp “{name}” có đường dẫn bất thường bên trong, không được nhận."
TWO_ENDINGS = "Tên tệp “{name}” có hai đuôi tệp. Hãy đặt lại tên rồi tải lên."
RESERVED = "Tên tệp “{name}” là tên riêng của Windows. Hãy đặt lại tên rồi tải lên."
EMPTY = "Tệp “{name}” rỗng (0 byte). Hãy kiểm tra và chọn lại."
TOO_LARGE = "Tệp “{name}” lớn hơn 1 MB. Hãy giảm dung lượng hoặc chỉ ghi số, ký hiệu văn bản."
BROKEN = "Tệp “{name}” không mở được, có thể đã hỏng."
BROKEN_OFFICE = "Tệp “{name}” không mở được, có thể đã hỏng hoặc đặt mật khẩu."
BROKEN_IMAGE = "Ảnh “{name}” không mở được, có thể đã hỏng."
LOCKED = "Tệp “{name}” có đặt mật khẩu. Hãy bỏ mật khẩu rồi gửi."
ACTS = "Tệp “{name}” chứa mã lệnh tự chạy. Hãy in lại thành PDF thường."
HOLDS_FILES = "Tệp “{name}” có tệp khác bên trong. Hãy gửi riêng từng tệp."
FOLLOWED = "Tệp “{name}” có dữ liệu lạ gắn thêm ở cuối. Hãy in lại thành PDF thường."
DEEP = "Tệp “{name}” có tệp lồng nhau nhiều lớp. Hãy gửi riêng từng tệp."
OLD_OFFICE = (
    "Tệp “{name}” là Word hoặc Excel kiểu cũ. Hãy mở ra, lưu lại thành docx hoặc xlsx rồi tải lên."
)
IPHONE = (
    "Ảnh “{name}” ở dạng HEIC của iPhone, chưa nhận được. Hãy chụp bằng nút “Chụp ảnh”, hoặc "
    "đổi sang jpg (Cài đặt › Camera › Định dạng › Tương thích nhất) rồi tải lên."
)
FAR_TEMPLATE = "Tệp “{name}” dùng mẫu tải từ nơi khác. Hãy lưu lại với mẫu thường."

# case: (name as sent, content, message, name as shown if it differs)
BAD = {
    # macros
    "docm": ("a.docm", lambda: docx("x"), NOT_TAKEN),
    "docm renamed docx": (
        "a.docx",
        lambda: zipped({"[Content_Types].xml": MACRO_TYPES, "word/document.xml": "<w/>"}),
        MACRO,
    ),
    "VBA in a docx": ("a.docx", lambda: docx("x", extra={"word/vbaProject.bin": OLE}), MACRO),
    "VBA in an xlsx": ("a.xlsx", lambda: _with_extra(xlsx("x"), {"xl/VbaProject.BIN": OLE}), MACRO),
    "macro sheet": (
        "a.xlsx",
        lambda: _with_extra(xlsx("x"), {"xl/macrosheets/sheet1.xml": "<x/>"}),
        MACRO,
    ),
    "VBA in an inner file": (
        "a.docx",
        lambda: docx(
            "x",
            extra={
                "word/embeddings/b.xlsx": _with_extra(xlsx("x"), {"xl/vbaProject.bin": OLE}),
            },
        ),
        MACRO,
    ),
    "old Word file": ("a.doc", lambda: OLE, OLD_OFFICE),
    "old Excel file": ("Biểu.XLS", lambda: OLE, OLD_OFFICE),
    "old Word file renamed": ("a.docx", lambda: OLE, NOT_VALID),
    # executables
    "program": ("a.exe", lambda: MZ, NOT_TAKEN),
    "program as pdf": ("a.pdf", lambda: MZ, NOT_VALID),
    "ELF as jpg": ("a.jpg", lambda: ELF, NOT_VALID),
    "ELF as docx": ("a.docx", lambda: ELF, NOT_VALID),
    "shell script as pdf": ("a.pdf", lambda: b"#!/bin/sh\necho\n", NOT_VALID),
    "program in a docx": ("a.docx", lambda: docx("x", extra={"word/media/a.exe": MZ}), PROGRAM),
    "packed program": (
        "a.docx",
        lambda: docx("x", extra={"word/embeddings/o.bin": "Ole10Native".encode("utf-16-le")}),
        PROGRAM,
    ),
    "program before a docx": ("a.docx", lambda: MZ + docx("x"), NOT_VALID),
    # HTML, SVG and the like under another name
    "HTML as pdf": ("a.pdf", lambda: b"<!doctype html><script>alert(1)</script>", NOT_VALID),
    "HTML before a pdf": ("a.pdf", lambda: b"<html><script>1</script>" + pdf(), NOT_VALID),
    "HTML as docx": ("a.docx", lambda: b"<html></html>" * 90, NOT_VALID),
    "HTML": ("a.html", lambda: b"<html></html>", NOT_TAKEN),
    "SVG": ("a.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", NOT_TAKEN),
    "SVG as png": ("a.png", lambda: b"<svg xmlns='x' onload='alert(1)'/>", NOT_VALID),
    "XML as jpg": ("a.jpg", lambda: b"<?xml version='1.0'?><svg/>", NOT_VALID),
    # one file of two types
    "junk before a pdf": ("a.pdf", lambda: b"\n" * 40 + pdf(), NOT_VALID),
    "GIF and script as png": ("a.png", lambda: b"GIF89a/*" + b"\0" * 90 + b"*/=1;", NOT_VALID),
    "zip after a pdf": ("a.pdf", lambda: pdf() + zipped({"a.exe": MZ}), FOLLOWED),
    "zip after a pdf, ended again": (
        "a.pdf",
        lambda: pdf() + zipped({"a.exe": MZ})[:-2] + b"\x06\0%%EOF\n",
        FOLLOWED,
    ),
    "script after a pdf": ("a.pdf", lambda: pdf() + b"<script>alert(1)</script>" * 99, FOLLOWED),
    "pdf as png": ("a.png", lambda: pdf(), NOT_VALID),
    "png as jpg": ("a.jpg", lambda: image("PNG"), NOT_VALID),
    # bombs
    "zip bomb": ("a.docx", lambda: docx("x", extra={"word/b.xml": BOMB}), SWOLLEN),
    "zip bomb in an inner file": (
        "a.docx",
        lambda: docx("x", extra={"word/embeddings/b.docx": docx("x", extra={"word/b.xml": BOMB})}),
        SWOLLEN,
    ),
    "archive in a docx": (
        "a.docx",
        lambda: docx("x", extra={"word/embeddings/b.zip": zipped({"b": BOMB})}),
        ARCHIVE,
    ),
    "files in files in files": ("a.docx", lambda: _nested(4), DEEP),
    "too many parts": (
        "a.docx",
        lambda: docx("x", extra={f"word/{n}.xml": "" for n in range(office.MAX_PARTS)}),
        SWOLLEN,
    ),
    "more inside than declared": ("a.docx", _lying_docx, BROKEN_OFFICE),
    "pdf that swells": ("a.pdf", lambda: _swelling_pdf(3), SWOLLEN),
    "pdf that swells, as a picture": ("a.pdf", lambda: _swelling_pdf(4, Subtype="/Image"), SWOLLEN),
    "pdf that swells twice": ("a.pdf", lambda: _swelling_pdf(65, num_times=2), SWOLLEN),
    "pdf of many that swell": ("a.pdf", lambda: _swelling_pdf(1, num_streams=5), SWOLLEN),
    "zip as docx": ("a.docx", lambda: zipped({"a.txt": "x"}), NOT_VALID),
    "Excel as Word": ("a.docx", lambda: xlsx("x"), NOT_VALID),
    "locked docx": ("a.docx", _encrypted_zip, BROKEN_OFFICE),
    "path in a zip": ("a.docx", lambda: docx("x", extra={"../../a.xml": "x"}), NO_PATHS),
    "far template": (
        "a.docx",
        lambda: docx("x", extra={"word/_rels/settings.xml.rels": EXTERNAL_TEMPLATE}),
        FAR_TEMPLATE,
    ),
    # size
    "0 byte": ("Báo cáo rỗng.pdf", lambda: b"", EMPTY),
    "over size": ("Báo cáo to.pdf", lambda: pdf() + b" " * 1_100_000, TOO_LARGE),
    "over size of no kind": ("phim.mp4", lambda: b"\0" * 1_100_000, TOO_LARGE),
    # active or broken PDF
    "locked pdf": ("a.pdf", lambda: pdf(password="mat-khau"), LOCKED),
    "script": ("a.pdf", lambda: pdf(root={"/OpenAction": SCRIPT}), ACTS),
    "launch": ("a.pdf", lambda: pdf(root={"/OpenAction": LAUNCH}), ACTS),
    "script on closing": (
        "a.pdf",
        lambda: pdf(root={"/AA": pikepdf.Dictionary(WC=SCRIPT)}),
        ACTS,
    ),
    "script far down": ("a.pdf", lambda: pdf(root={"/OpenAction": _far_down(SCRIPT)}), ACTS),
    "script in a list": ("a.pdf", lambda: pdf(root={"/A": pikepdf.Array([[[SCRIPT]]])}), ACTS),
    "files inside": ("a.pdf", lambda: pdf(root={"/Names": ATTACHMENT}), HOLDS_FILES),
    "broken pdf": ("a.pdf", lambda: b"%PDF-1.7\n" + b"x" * 300, BROKEN),
    "page that does not load": (
        "a.pdf",
        lambda: pdf().replace(b"/Type /Page ", b"/Type /Pagf "),
        BROKEN,
    ),
    "broken png": ("a.png", lambda: image("PNG")[:60], BROKEN_IMAGE),
    "photograph of an iPhone": ("IMG_0001.HEIC", lambda: HEIC, IPHONE),
    "photograph of an iPhone as jpg": ("IMG_0001.jpg", lambda: HEIC, IPHONE),
    "broken docx": ("a.docx", lambda: docx("x")[:-30], NOT_VALID),
    # names
    "no extension": ("baocao", lambda: pdf(), NOT_TAKEN),
    "dots only": ("...", lambda: pdf(), NOT_TAKEN, "tệp"),
    "an extension alone": (".pdf", lambda: pdf(), NOT_TAKEN, "pdf"),
    "reserved": ("CON.pdf", lambda: pdf(), RESERVED),
    "reserved with more": ("lpt1 .bản ký.docx", lambda: docx("x"), RESERVED),
    "double extension": ("giấy mời.exe.pdf", lambda: pdf(), TWO_ENDINGS),
    "double extension, spaced": ("thư.exe .pdf", lambda: pdf(), TWO_ENDINGS, "thư.exe.pdf"),
    "turned around": ("giấy mời\u202efdp.exe", lambda: pdf(), NOT_TAKEN, "giấy mờifdp.exe"),
    "NUL hides the end": ("a.exe\0.pdf", lambda: pdf(), TWO_ENDINGS, "a.exe.pdf"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def media(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MAX_UPLOAD_MB = 1
    monkeypatch.setattr(uploads.pdf, "MAX_STREAM", 2 * MB)
    monkeypatch.setattr(uploads.pdf, "MAX_PICTURE", 3 * MB)
    monkeypatch.setattr(uploads.pdf, "MAX_UNPACKED", 4 * MB)
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
