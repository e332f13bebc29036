"""Files that no product should take, each with the message of its refusal."""

import io
import zipfile
import zlib

import pikepdf

from tests.reporting.evidence.test_attaching import (
    ATTACHMENT,
    EXTERNAL_TEMPLATE,
    LAUNCH,
    MACRO_TYPES,
    SCRIPT,
)
from tests.reporting.evidence.uploads import docx, image, pdf, xlsx, zipped
from tracker.lib.uploads import office

MB = 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
ELF = b"\x7fELF\x02\x01\x01" + b"\0" * 300
MZ = b"MZ\x90\x00" + b"\0" * 300
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 300
BOMB = b"\0" * 9_000_000


def with_extra(content: bytes, parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def nested(depth: int) -> bytes:
    inner = docx("trong cùng")
    for _ in range(depth):
        inner = docx("x", extra={"word/embeddings/b.docx": inner})
    return inner


def lying_docx() -> bytes:
    """A part that unpacks to more than its header declares."""
    content = docx("x" * 5_000)
    size = (5_000).to_bytes(4, "little")
    real = zipfile.ZipFile(io.BytesIO(content)).getinfo("word/document.xml").file_size
    return content.replace(real.to_bytes(4, "little"), size)


def encrypted_zip() -> bytes:
    content = bytearray(docx("x"))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            content[at + offset] |= 1
    return bytes(content)


def swelling_pdf(num_mb: int, num_times: int = 1, num_streams: int = 1, **names: str) -> bytes:
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


def far_down(action: pikepdf.Dictionary) -> pikepdf.Dictionary:
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
    "docx closed by Word": ("a.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), LOCKED),
    # macros
    "docm": ("a.docm", lambda: docx("x"), NOT_TAKEN),
    "docm renamed docx": (
        "a.docx",
        lambda: zipped({"[Content_Types].xml": MACRO_TYPES, "word/document.xml": "<w/>"}),
        MACRO,
    ),
    "VBA in a docx": ("a.docx", lambda: docx("x", extra={"word/vbaProject.bin": OLE}), MACRO),
    "VBA in an xlsx": ("a.xlsx", lambda: with_extra(xlsx("x"), {"xl/VbaProject.BIN": OLE}), MACRO),
    "macro sheet": (
        "a.xlsx",
        lambda: with_extra(xlsx("x"), {"xl/macrosheets/sheet1.xml": "<x/>"}),
        MACRO,
    ),
    "VBA in an inner file": (
        "a.docx",
        lambda: docx(
            "x",
            extra={
                "word/embeddings/b.xlsx": with_extra(xlsx("x"), {"xl/vbaProject.bin": OLE}),
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
    "files in files in files": ("a.docx", lambda: nested(4), DEEP),
    "too many parts": (
        "a.docx",
        lambda: docx("x", extra={f"word/{n}.xml": "" for n in range(office.MAX_PARTS)}),
        SWOLLEN,
    ),
    "more inside than declared": ("a.docx", lying_docx, BROKEN_OFFICE),
    "pdf that swells": ("a.pdf", lambda: swelling_pdf(3), SWOLLEN),
    "pdf that swells, as a picture": ("a.pdf", lambda: swelling_pdf(4, Subtype="/Image"), SWOLLEN),
    "pdf that swells twice": ("a.pdf", lambda: swelling_pdf(65, num_times=2), SWOLLEN),
    "pdf of many that swell": ("a.pdf", lambda: swelling_pdf(1, num_streams=5), SWOLLEN),
    "zip as docx": ("a.docx", lambda: zipped({"a.txt": "x"}), NOT_VALID),
    "Excel as Word": ("a.docx", lambda: xlsx("x"), NOT_VALID),
    "locked docx": ("a.docx", encrypted_zip, BROKEN_OFFICE),
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
    "script far down": ("a.pdf", lambda: pdf(root={"/OpenAction": far_down(SCRIPT)}), ACTS),
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
