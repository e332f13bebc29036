"""Checks of Word and Excel files (OOXML), which are zip files of XML parts."""

import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import BinaryIO

from tracker.lib import legacy, zips
from tracker.lib.refusal import Refused
from tracker.lib.uploads import links, runs

MAX_PARTS = 5_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_TEXT_UNPACKED = 60 * 1024 * 1024
# A sheet embedded in a document, and another one embedded in that sheet
MAX_DEPTH = 2
# Parts of office documents are not compressed by more than this ratio
MAX_RATIO = 200
SMALL = 1024 * 1024

_MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_PROGRAM = re.compile(
    r"\.(exe|dll|js|jse|vbs|vbe|bat|cmd|com|scr|ps1|jar|lnk|hta|msi|html?)$", re.IGNORECASE
)
_ARCHIVE = re.compile(r"\.(zip|rar|7z|gz|bz2|xz|tar|cab|iso)$", re.IGNORECASE)
_EMBEDDED = re.compile(r"^(?:word|xl)/embeddings/.*\.(?:docx|xlsx)$", re.IGNORECASE)
OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_PACKAGER = "Ole10Native".encode("utf-16-le")
# A tag must not contain "<": otherwise a million of them would take quadratic time
_LINE_END = re.compile(r"</(?:w:p|w:tc|a:p|si|is|c|text|row)>|<(?:w:br|w:cr|w:tab)\b[^<>]*>")
_NAMES = re.compile(r'\sname="([^"]*)"')
_TAG = re.compile(r"<[^<>]*>")


def is_locked(content: bytes) -> bool:
    """Whether a password closes the file: it is packed in the container of the old Word."""
    return content.startswith(OLD_CONTAINER) and _LOCKED in content


def extension_of(stream: BinaryIO) -> str:
    """docx or xlsx by the main part; empty for any other zip file."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            present = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return ""
    if "[Content_Types].xml" not in present:
        return ""
    return next((kind for kind, part in _MAIN_PART.items() if part in present), "")


def checked_text(stream: BinaryIO, *, name: str) -> tuple[str, str]:
    """The text of the document as it looks, and the old encoding that it is written in, if any.

    Raises Refused for macros, programs, bombs and broken files.
    """
    reading = _Reading(name)
    try:
        return "\n\f\n".join(_texts(stream, reading=reading, depth=0)), reading.old_encoding
    except zips.BROKEN as error:
        raise Refused(f"Tệp “{name}” không mở được, có thể đã hỏng hoặc đặt mật khẩu.") from error


class _Reading:
    """Limit of the total unpacked size, and what is found, including embedded documents."""

    def __init__(self, name: str) -> None:
        self.name, self.remaining, self.old_encoding = name, MAX_TEXT_UNPACKED, ""

    def xml_of(self, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> str:
        return _decoded(self.content_of(archive, part))

    def content_of(self, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
        self.remaining -= part.file_size
        if self.remaining < 0:
            raise _bomb(self.name)
        return archive.read(part)

    def note_encoding(self, text: str) -> None:
        if not self.old_encoding and (found := legacy.found_in(text)):
            self.old_encoding = found.name


def _texts(stream: BinaryIO, *, reading: _Reading, depth: int) -> Iterator[str]:
    """Text of every part, including embedded documents."""
    name = reading.name
    with zipfile.ZipFile(stream) as archive:
        parts = archive.infolist()
        _refuse_bombs(parts, name=name)
        _refuse_active_content(archive, parts, name=name)
        styles = runs.styles_of(_styles("word/styles.xml", archive, parts, reading))
        fonts = _styles("xl/styles.xml", archive, parts, reading)
        for part in _readable(parts):
            xml = reading.xml_of(archive, part)
            links.refuse_in_text(xml, part=part.filename, name=name)
            written = _text(xml, part.filename)
            reading.note_encoding(written)
            looks = runs.word_as_it_looks(xml, styles)
            shown = written if looks is xml else _text(looks, part.filename)
            yield shown.strip()
            if stamps := runs.stamps_of_capital_fonts(written, fonts):
                yield stamps
        for part in parts:
            if not _EMBEDDED.match(part.filename):
                continue
            if depth == MAX_DEPTH:
                raise Refused(f"Tệp “{name}” có tệp lồng nhau nhiều lớp. Hãy gửi riêng từng tệp.")
            inner = io.BytesIO(reading.content_of(archive, part))
            yield from _texts(inner, reading=reading, depth=depth + 1)


def _styles(
    path: str, archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], reading: _Reading
) -> str:
    found = next((part for part in parts if part.filename == path), None)
    return reading.xml_of(archive, found) if found else ""


def _bomb(name: str) -> Refused:
    return Refused(f"Tệp “{name}” nén bất thường (khi mở ra quá lớn), không được nhận.")


def _refuse_bombs(parts: list[zipfile.ZipInfo], *, name: str) -> None:
    unpacked = sum(part.file_size for part in parts)
    swollen = any(
        part.file_size > SMALL and part.file_size > MAX_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or swollen:
        raise _bomb(name)
    for part in parts:
        if part.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", part.filename):
            raise Refused(f"Tệp “{name}” có đường dẫn bất thường bên trong, không được nhận.")


def _refuse_active_content(
    archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], *, name: str
) -> None:
    if _has_macros(archive, parts):
        raise Refused(f"Tệp “{name}” chứa macro. Hãy lưu lại thành docx hoặc xlsx không có macro.")
    for part in parts:
        if _PROGRAM.search(part.filename) or _is_packaged_program(archive, part):
            raise Refused(f"Tệp “{name}” có tệp chạy được bên trong, không được nhận.")
        if _ARCHIVE.search(part.filename):
            raise Refused(f"Tệp “{name}” có tệp nén bên trong. Hãy gửi riêng từng tệp.")
    links.refuse(archive, parts, name=name)


def _has_macros(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> bool:
    if b"macroEnabled" in archive.read("[Content_Types].xml"):
        return True
    names = [part.filename.lower() for part in parts]
    return any(
        name.endswith("vbaproject.bin") or "/activex/" in name or "/macrosheets/" in name
        for name in names
    )


def _is_packaged_program(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    name = part.filename.lower()
    is_ole = name.endswith(".bin") and "embeddings/" in name
    return is_ole and _PACKAGER in archive.read(part)


def _readable(parts: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """XML parts with text."""
    return [
        part
        for part in parts
        if part.filename.endswith(".xml")
        and part.filename.startswith(("word/", "xl/", "docProps/"))
        and "/theme/" not in part.filename
        and not part.filename.endswith("styles.xml")
    ]


def _decoded(xml: bytes) -> str:
    """The part as text, with CDATA as ordinary text and without comments.

    Raises ValueError for a document type, which OOXML forbids.
    """
    encoding = "utf-8"
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif b"\0" in xml[:2]:
        encoding = "utf-16-be" if xml[:1] == b"\0" else "utf-16-le"
    text = xml.decode(encoding, "replace")
    if "<!" not in text:
        return text
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("a document type")
    text = "".join(_without(text, "<!--", "-->", lambda _inner: ""))
    return "".join(_without(text, "<![CDATA[", "]]>", html.escape))


def _without(text: str, start: str, end: str, change: Callable[[str], str]) -> Iterator[str]:
    """Pieces of `text` with everything between `start` and `end` changed."""
    at = 0
    while (begin := text.find(start, at)) >= 0 and (close := text.find(end, begin)) >= 0:
        yield text[at:begin]
        yield change(text[begin + len(start) : close])
        at = close + len(end)
    yield text[at:]


def _text(text: str, part: str) -> str:
    """Text of a part, one line per paragraph or cell, without an XML parser and its entities."""
    titles = "\n".join(_NAMES.findall(text)) if part == "xl/workbook.xml" else ""
    lines = _TAG.sub("", _LINE_END.sub("\n", text))
    return html.unescape(f"{titles}\n{lines}")
