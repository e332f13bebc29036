import io
from datetime import date, timedelta

import pikepdf
import pytest
from PIL import Image

from reporting.evidence import attaching
from reporting.filing import filing
from reporting.models import EntryStatus, Evidence, ProgressEntry
from tests.factories import NOON, TODAY, UserFactory, entry_at
from tests.reporting.evidence.uploads import docx, image, pdf, pdf_saying, upload, xlsx, zipped
from tracker.lib import filestore
from tracker.lib.refusal import Refused
from tracker.lib.uploads import images

pytestmark = pytest.mark.django_db

SCRIPT = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
LAUNCH = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
ATTACHMENT = pikepdf.Dictionary(
    EmbeddedFiles=pikepdf.Dictionary(
        Names=["a.exe", pikepdf.Dictionary(Type=pikepdf.Name.Filespec, EF=pikepdf.Dictionary())]
    )
)
EXTERNAL_TEMPLATE = (
    '<Relationships><Relationship Type="http://x/attachedTemplate" TargetMode="External" '
    'Target="http://evil.invalid/t.dotm"/></Relationships>'
)
MACRO_TYPES = (
    '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled"/></Types>'
)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MAX_UPLOAD_MB = 1
    return settings.MEDIA_ROOT


@pytest.fixture
def entry():
    return entry_at(EntryStatus.DRAFT)


def _attach(entry, file=None, **fields):
    declared = {"is_declared_not_secret": True, **fields}
    return attaching.attach(entry=entry, by=UserFactory(), at=NOON, file=file, **declared)


def _kept(media):
    return [path for path in media.rglob("*") if path.is_file()]


GOOD = {
    "Báo cáo quý I.pdf": lambda: pdf(),
    "Kế hoạch CCHC.docx": lambda: docx("Kế hoạch cải cách hành chính năm 2026"),
    "Biểu tổng hợp.xlsx": lambda: xlsx("Tổng số thủ tục", "34"),
    "ảnh hội nghị.png": lambda: image("PNG"),
    "ảnh niêm yết.JPG": lambda: image("JPEG"),
    "giấy mời (bản ký).docx.pdf": lambda: pdf(),
}


@pytest.mark.parametrize("name", GOOD)
def test_common_office_files_are_accepted_with_their_vietnamese_names(entry, media, name):
    row = _attach(entry, upload(name, GOOD[name]()))

    assert row.file_name == name
    assert filestore.is_intact(row.file_sha256)
    assert row.file_size == filestore.path_of(row.file_sha256).stat().st_size
    assert len(_kept(media)) == 1


BAD = {
    "0 byte": ("rỗng.pdf", lambda: b"", "rỗng"),
    "over size": ("to.pdf", lambda: pdf() + b" " * 1_100_000, "lớn hơn 1 MB"),
    "no extension": ("baocao", lambda: pdf(), "không thuộc loại"),
    "other kind": ("a.exe", lambda: b"MZ" * 99, "không thuộc loại"),
    "double extension": ("giấy mời.exe.pdf", lambda: pdf(), "hai đuôi"),
    "program as pdf": ("a.pdf", lambda: b"MZ\x90\x00" * 99, "không phải là tệp pdf"),
    "html as pdf": ("a.pdf", lambda: b"<html><script>1</script>%PDF-1.7", "không phải là tệp pdf"),
    "svg as png": ("a.png", lambda: b"<svg xmlns='x' onload='1'/>", "không phải là tệp png"),
    "png as jpg": ("a.jpg", lambda: image("PNG"), "không phải là tệp jpg"),
    "gif as png": ("a.png", lambda: image("GIF"), "không phải là tệp png"),
    "broken png": ("a.png", lambda: image("PNG")[:60], "không mở được"),
    "broken pdf": ("a.pdf", lambda: b"%PDF-1.7\n" + b"x" * 300, "không mở được"),
    "locked pdf": ("a.pdf", lambda: pdf(password="mat-khau"), "mật khẩu"),
    "pdf with script": ("a.pdf", lambda: pdf(root={"/OpenAction": SCRIPT}), "mã lệnh"),
    "pdf that launches": ("a.pdf", lambda: pdf(root={"/OpenAction": LAUNCH}), "mã lệnh"),
    "pdf with a file": ("a.pdf", lambda: pdf(root={"/Names": ATTACHMENT}), "tệp khác bên trong"),
    "zip as docx": ("a.docx", lambda: zipped({"a.txt": "x"}), "không phải là tệp docx"),
    "xlsx as docx": ("a.docx", lambda: xlsx("x"), "không phải là tệp docx"),
    "docm renamed": (
        "a.docx",
        lambda: docx("x", extra={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
        "macro",
    ),
    "macro type": (
        "a.docx",
        lambda: zipped({"[Content_Types].xml": MACRO_TYPES, "word/document.xml": "<w/>"}),
        "macro",
    ),
    "zip bomb": ("a.docx", lambda: docx("x", extra={"word/b.xml": b"\0" * 9_000_000}), "nén"),
    "path in zip": ("a.docx", lambda: docx("x", extra={"../../a.xml": "x"}), "đường dẫn"),
    "program in zip": ("a.docx", lambda: docx("x", extra={"word/media/a.exe": b"MZ"}), "chạy được"),
    "packed program": (
        "a.docx",
        lambda: docx("x", extra={"word/embeddings/o.bin": "Ole10Native".encode("utf-16-le")}),
        "chạy được",
    ),
    "far template": (
        "a.docx",
        lambda: docx("x", extra={"word/_rels/settings.xml.rels": EXTERNAL_TEMPLATE}),
        "mẫu tải từ nơi khác",
    ),
    "mark in name": ("Báo cáo_MẬT.pdf", lambda: pdf(), "dấu hiệu mật"),
    "mark in docx": ("a.docx", lambda: docx("TỈNH ỦY", "TUYỆT |MẬT", "Báo cáo"), "dấu hiệu mật"),
    "mark in docx header": (
        "a.docx",
        lambda: docx("x", extra={"word/header1.xml": "<w:p><w:t>MẬT</w:t></w:p>"}),
        "dấu hiệu mật",
    ),
    "mark in an inner file": (
        "a.docx",
        lambda: docx("x", extra={"word/embeddings/b.xlsx": xlsx("MẬT")}),
        "dấu hiệu mật",
    ),
    "mark in xlsx": ("a.xlsx", lambda: xlsx("Số liệu", "Độ mật: Tối mật"), "dấu hiệu mật"),
    "mark in sheet name": ("a.xlsx", lambda: xlsx("x", sheet="MẬT"), "dấu hiệu mật"),
    "mark in pdf": ("a.pdf", lambda: pdf_saying("<p>MẬT</p><p>Báo cáo</p>"), "dấu hiệu mật"),
    "secret number in pdf": ("a.pdf", lambda: pdf_saying("Số 05-BC/HU (M)"), "dấu hiệu mật"),
}


@pytest.mark.parametrize("case", BAD)
def test_the_refusal_of_a_bad_file_names_it_and_nothing_is_stored(entry, media, case):
    name, make, words = BAD[case]

    with pytest.raises(Refused, match=words) as refusal:
        _attach(entry, upload(name, make()))

    assert name in str(refusal.value)
    assert not Evidence.objects.exists()
    assert _kept(media) == []


@pytest.mark.parametrize(
    "words",
    ["BẢO VỆ BÍ MẬT NHÀ NƯỚC", "bí mật kinh doanh", "mật độ dân số", "ỦY BAN MẶT TRẬN", "mật khẩu"],
)
def test_ordinary_words_are_accepted_in_text_and_in_reference(entry, words):
    row = _attach(entry, upload("a.docx", docx(words)), subject=words)

    assert row.subject == words


@pytest.mark.parametrize(
    "fields",
    [
        {"number": "05-BC/HU (M)"},
        {"number": "05-BC/HU-M"},
        {"subject": "Báo cáo (MẬT) về nhân sự"},
        {"issuer": "Tỉnh ủy, độ mật: Mật", "number": "1"},
    ],
)
def test_a_reference_to_a_secret_document_is_refused(entry, fields):
    with pytest.raises(Refused, match="dấu hiệu mật"):
        _attach(entry, **fields)

    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("..\\..\\windows\\báo cáo.pdf", "báo cáo.pdf"),
        ("../../etc/báo cáo.pdf", "báo cáo.pdf"),
        ("báo\u202ecáo\x07.pdf", "báocáo.pdf"),
        ("ba\u0301o.pdf", "báo.pdf"),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
    ],
)
def test_folders_and_control_characters_are_removed_from_a_name(entry, raw, kept):
    file = upload("x.pdf", pdf())
    file._name = raw

    assert _attach(entry, file).file_name == kept


def test_the_same_file_twice_is_stored_once(entry, media):
    content = pdf()

    first = _attach(entry, upload("a.pdf", content))
    second = _attach(entry_at(EntryStatus.DRAFT), upload("b.pdf", content))

    assert first.file_sha256 == second.file_sha256
    assert len(_kept(media)) == 1


def test_place_camera_and_payload_are_removed_from_a_picture(entry):
    exif = Image.Exif()
    exif[0x010E] = "toa do nha rieng"
    content = image("JPEG", exif=exif) + b"<?php payload"

    row = _attach(entry, upload("a.jpg", content))

    kept = filestore.path_of(row.file_sha256).read_bytes()
    assert b"toa do" not in kept
    assert b"payload" not in kept
    assert Image.open(io.BytesIO(kept)).size == (40, 30)


def test_a_picture_of_too_many_pixels_is_refused(entry, media, monkeypatch):
    monkeypatch.setattr(images, "MAX_PIXELS", 1_000)

    with pytest.raises(Refused, match="kích thước quá lớn"):
        _attach(entry, upload("a.png", image("PNG")))

    assert _kept(media) == []


def test_a_reference_alone_is_enough(entry):
    row = _attach(entry, number="15/KH-UBND", issued_on=date(2026, 1, 12), subject="Kế hoạch")

    assert (row.number, row.file_sha256) == ("15/KH-UBND", "")


def test_evidence_without_file_and_reference_is_refused(entry):
    with pytest.raises(Refused, match="số ký hiệu, trích yếu hoặc tệp"):
        _attach(entry, issuer="UBND xã")


def test_evidence_without_the_declaration_is_refused(entry, media):
    with pytest.raises(Refused, match="không chứa bí mật nhà nước"):
        _attach(entry, upload("a.pdf", pdf()), is_declared_not_secret=False)

    assert _kept(media) == []


def test_a_document_dated_tomorrow_is_refused(entry):
    with pytest.raises(Refused, match="sau ngày hôm nay"):
        _attach(entry, number="1/BC", issued_on=TODAY + timedelta(days=1))


def test_evidence_of_a_sent_entry_cannot_change(media):
    entry = entry_at(EntryStatus.DRAFT)
    row = _attach(entry, number="1/BC")
    filing.send(submission=entry.submission, by=UserFactory(), at=NOON)

    with pytest.raises(Refused, match="Sửa lại"):
        _attach(entry, upload("a.pdf", pdf()))
    with pytest.raises(Refused, match="Sửa lại"):
        attaching.remove(evidence=row, by=UserFactory(), at=NOON)

    assert list(Evidence.objects.all()) == [row]
    assert _kept(media) == []


def test_a_sending_records_its_evidence(entry):
    facts = {"number": "1/BC", "issued_on": TODAY, "issuer": "UBND xã Thử"}
    row = _attach(entry, upload("a.pdf", pdf()), **facts)
    filing.send(submission=entry.submission, by=UserFactory(), at=NOON)

    sent = ProgressEntry.objects.get(pk=entry.pk).sent_content
    assert sent["evidence"] == [f"1/BC · 16/03/2026 · UBND xã Thử · a.pdf · {row.file_sha256}"]


def test_evidence_is_removed_from_a_draft(entry):
    row = _attach(entry, number="1/BC")

    attaching.remove(evidence=row, by=UserFactory(), at=NOON)

    assert not Evidence.objects.exists()
