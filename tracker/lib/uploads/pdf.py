"""Checks of PDF files."""

import io
import threading
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

import pikepdf
import pypdfium2
from pikepdf.settings import set_qpdf_limits

from tracker.lib import legacy
from tracker.lib.refusal import Refused
from tracker.lib.uploads import pdf_actions, runs
from tracker.lib.uploads.names import locked

MAX_OBJECTS = 300_000
MAX_PAGES = 1_000
MAX_TEXT = 5_000_000
MAX_AFTER_END = 1_024
# Limits of the unpacked size: one stream, all streams; separate ones for pictures
MAX_STREAM = 64 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PICTURE = 256 * 1024 * 1024
MAX_PICTURES = 2 * 1024 * 1024 * 1024
MAX_LZW = 64 * 1024  # can expand 2,700 times
set_qpdf_limits(flate_max_memory=MAX_STREAM, run_length_max_memory=MAX_STREAM)

_CHUNK = 1024 * 1024
_END = b"%%EOF"
# PDFium is not thread-safe
_pdfium = threading.Lock()


def checked_text(stream: BinaryIO, *, name: str) -> tuple[str, str]:
    """Text of the PDF, and the old encoding that it is written in, if any.

    Raises Refused if it is broken, locked or has active content.
    """
    try:
        with pikepdf.open(stream) as pdf:
            if pdf.is_encrypted:
                raise Refused(f"Tệp “{name}” có đặt mật khẩu hoặc hạn chế. Hãy bỏ khóa rồi gửi.")
            if len(pdf.pages) == 0 or len(pdf.pages) > MAX_PAGES or len(pdf.objects) > MAX_OBJECTS:
                raise Refused(
                    f"Tệp “{name}” không có trang nào hoặc quá dài (trên {MAX_PAGES} trang)."
                )
            _refuse_bombs(pdf, name=name)
            pdf_actions.refuse(pdf, name=name)
            fonts = _fonts(pdf)
    except pikepdf.PasswordError as error:
        raise locked(name) from error
    except pikepdf.PdfError as error:
        raise Refused(f"Tệp “{name}” không mở được, có thể đã hỏng.") from error
    stream.seek(0)
    content = stream.read()
    _refuse_trailing_data(content, name=name)
    text = _text(content, name=name)
    found = legacy.found_in(text)
    return f"{text}\n\f\n{runs.stamps_of_capital_fonts(text, fonts)}", found.name if found else ""


def _fonts(pdf: pikepdf.Pdf) -> str:
    """The names of the fonts in quotes, without the mark of a subset ("ABCDEF+")."""
    names = (
        pdf_actions.name_of(item["/BaseFont"]).lstrip("/").rpartition("+")[2]
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item
    )
    return " ".join(f'"{name}"' for name in names)


def _refuse_bombs(pdf: pikepdf.Pdf, *, name: str) -> None:
    """Refuse a file that unpacks to far more than a document."""
    texts = pictures = 0
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Stream):
            continue
        # A stream may only claim to be a picture, so both kinds have a limit
        is_picture = item.get("/Subtype") == "/Image"
        size = _unpacked_size(item, MAX_PICTURE if is_picture else MAX_STREAM)
        if size is None:
            raise _bomb(name)
        texts, pictures = (texts, pictures + size) if is_picture else (texts + size, pictures)
        if texts > MAX_UNPACKED or pictures > MAX_PICTURES:
            raise _bomb(name)


def _unpacked_size(stream: pikepdf.Stream, limit: int) -> int | None:
    """Unpacked size of `stream` in bytes; None if it exceeds `limit`."""
    declared = stream.get("/Filter", pikepdf.Array())
    names = declared if isinstance(declared, pikepdf.Array) else [declared]
    filters = [pdf_actions.name_of(one) for one in names]
    raw = stream.read_raw_bytes()
    if filters and filters[0] in ("/FlateDecode", "/Fl"):
        size = _inflated_size(raw, limit)
        if size > limit:
            return None
        if len(filters) == 1:
            return size
    if {"/LZWDecode", "/LZW"}.intersection(filters) and len(raw) > MAX_LZW:
        return None
    try:
        return len(stream.read_bytes())
    except pikepdf.DataDecodingError as error:
        return None if "limit" in str(error) else 0
    except pikepdf.PdfError:
        return 0  # a JPEG or fax image, which is not unpacked


def _inflated_size(raw: bytes, limit: int) -> int:
    """Size counted in chunks up to `limit`, without storing the data."""
    engine, size = zlib.decompressobj(), 0
    try:
        while raw and size <= limit:
            size += len(engine.decompress(raw, _CHUNK))
            raw = engine.unconsumed_tail
    except zlib.error:
        pass  # the rest is broken
    return size


def _bomb(name: str) -> Refused:
    return Refused(f"Tệp “{name}” nén bất thường (khi mở ra quá lớn), không được nhận.")


def _refuse_trailing_data(content: bytes, *, name: str) -> None:
    """Refuse a PDF with data after its end, which may be another file."""
    end = content.rfind(_END)
    follows = content[end + len(_END) :].strip(b"\0\t\n\r ") if end >= 0 else b""
    if len(follows) > MAX_AFTER_END or zipfile.is_zipfile(io.BytesIO(content)):
        raise Refused(f"Tệp “{name}” có dữ liệu lạ gắn thêm ở cuối. Hãy in lại thành PDF thường.")


def _text(content: bytes, *, name: str) -> str:
    try:
        with _pdfium:
            return "\n\f\n".join(_texts(content)).replace("\r", "\n")
    except pypdfium2.PdfiumError as error:
        raise Refused(f"Tệp “{name}” không mở được, có thể đã hỏng.") from error


def _texts(content: bytes) -> Iterator[str]:
    """Text of each page, up to MAX_TEXT characters."""
    length = 0
    document = pypdfium2.PdfDocument(content)
    try:
        for page in document:
            text_page = page.get_textpage()
            text = text_page.get_text_bounded()
            text_page.close()
            page.close()
            yield text
            length += len(text)
            if length > MAX_TEXT:
                break
    finally:
        document.close()
