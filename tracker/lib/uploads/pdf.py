"""PDF files: opened and looked through before they are kept."""

import io
import threading
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

import pikepdf
import pypdfium2
from pikepdf.settings import set_qpdf_limits

from tracker.lib.refusal import Refused

MAX_OBJECTS = 300_000
MAX_PAGES = 1_000
MAX_TEXT = 5_000_000
MAX_AFTER_END = 1_024
# What one stream may unpack to, and all together; pictures, which are not kept unpacked, apart
MAX_STREAM = 64 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PICTURE = 256 * 1024 * 1024
MAX_PICTURES = 2 * 1024 * 1024 * 1024
MAX_LZW = 64 * 1024  # unpacks to 2,700 times its size
set_qpdf_limits(flate_max_memory=MAX_STREAM, run_length_max_memory=MAX_STREAM)

_CHUNK = 1024 * 1024
_END = b"%%EOF"
_ACTIONS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/GoToE", "/RichMediaExecute"})
# PDFium is one machine for the whole process
_pdfium = threading.Lock()


def checked_text(stream: BinaryIO, *, name: str) -> str:
    """The text of the PDF. Raises Refused where it is broken, locked, or does things."""
    try:
        with pikepdf.open(stream) as pdf:
            if pdf.is_encrypted:
                raise Refused(f"Tệp “{name}” có đặt mật khẩu hoặc hạn chế. Hãy bỏ khóa rồi gửi.")
            if len(pdf.pages) == 0 or len(pdf.pages) > MAX_PAGES or len(pdf.objects) > MAX_OBJECTS:
                raise Refused(
                    f"Tệp “{name}” không có trang nào hoặc quá dài (trên {MAX_PAGES} trang)."
                )
            _refuse_bombs(pdf, name=name)
            _refuse_what_acts(pdf, name=name)
    except pikepdf.PasswordError as error:
        raise Refused(f"Tệp “{name}” có đặt mật khẩu. Hãy bỏ mật khẩu rồi gửi.") from error
    except pikepdf.PdfError as error:
        raise Refused(f"Tệp “{name}” không mở được, có thể đã hỏng.") from error
    stream.seek(0)
    content = stream.read()
    _refuse_what_follows(content, name=name)
    return _text(content, name=name)


def _refuse_bombs(pdf: pikepdf.Pdf, *, name: str) -> None:
    """Refuse what unpacks to far more than a paper is."""
    texts = pictures = 0
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Stream):
            continue
        # Whether it is used as one is for the reader to find out: hence a limit for each
        is_picture = item.get("/Subtype") == "/Image"
        size = _unpacked_size(item, MAX_PICTURE if is_picture else MAX_STREAM)
        if size is None:
            raise _bomb(name)
        texts, pictures = (texts, pictures + size) if is_picture else (texts + size, pictures)
        if texts > MAX_UNPACKED or pictures > MAX_PICTURES:
            raise _bomb(name)


def _unpacked_size(stream: pikepdf.Stream, limit: int) -> int | None:
    """How many bytes STREAM unpacks to, or None where that is more than LIMIT."""
    said = stream.get("/Filter", pikepdf.Array())
    filters = [_name(one) for one in (said if isinstance(said, pikepdf.Array) else [said])]
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
        return 0  # a photograph or a fax: nothing to unpack


def _inflated_size(raw: bytes, limit: int) -> int:
    """Counted piece by piece, no further than LIMIT and without keeping anything."""
    engine, size = zlib.decompressobj(), 0
    try:
        while raw and size <= limit:
            size += len(engine.decompress(raw, _CHUNK))
            raw = engine.unconsumed_tail
    except zlib.error:
        pass  # broken from here on
    return size


def _bomb(name: str) -> Refused:
    return Refused(f"Tệp “{name}” nén bất thường (khi mở ra quá lớn), không được nhận.")


def _refuse_what_acts(pdf: pikepdf.Pdf, *, name: str) -> None:
    """Refuse scripts, programs to launch, and files within the file (nobody could scan them)."""
    for one in _dictionaries(pdf):
        if "/JS" in one or _name(one.get("/S")) in _ACTIONS:
            raise Refused(f"Tệp “{name}” chứa mã lệnh tự chạy. Hãy in lại thành PDF thường.")
        if _name(one.get("/Type")) == "/EmbeddedFile" or "/EF" in one:
            raise Refused(f"Tệp “{name}” có tệp khác bên trong. Hãy gửi riêng từng tệp.")


def _name(value: object) -> str:
    """In letters; nothing for one that is no UTF-8, as old Vietnamese programs wrote them."""
    try:
        return str(value)
    except UnicodeDecodeError:
        return ""


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary | pikepdf.Stream]:
    """Every dictionary, also those written inside others, however deep."""
    waiting: list[pikepdf.Object] = list(pdf.objects)
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            yield item
            inner = list(item.values())
        else:
            inner = list(item) if isinstance(item, pikepdf.Array) else []
        waiting += [
            one
            for one in inner
            if isinstance(one, pikepdf.Dictionary | pikepdf.Array) and not one.is_indirect
        ]


def _refuse_what_follows(content: bytes, *, name: str) -> None:
    """Refuse a PDF that is something else as well: more than a few bytes after its last end."""
    end = content.rfind(_END)
    follows = content[end + len(_END) :].strip(b"\0\t\n\r ") if end >= 0 else b""
    if len(follows) > MAX_AFTER_END or zipfile.is_zipfile(io.BytesIO(content)):
        raise Refused(f"Tệp “{name}” có dữ liệu lạ gắn thêm ở cuối. Hãy in lại thành PDF thường.")


def _text(content: bytes, *, name: str) -> str:
    try:
        with _pdfium:
            return "\n".join(_texts(content)).replace("\r", "\n")
    except pypdfium2.PdfiumError as error:
        raise Refused(f"Tệp “{name}” không mở được, có thể đã hỏng.") from error


def _texts(content: bytes) -> Iterator[str]:
    """Page by page, until it is enough."""
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
