"""PDF files: opened and looked through before they are kept."""

import io
import threading
import zipfile
from typing import BinaryIO

import pikepdf
import pypdfium2

from tracker.lib.refusal import Refused

MAX_OBJECTS = 300_000
MAX_PAGES = 1_000
MAX_TEXT = 5_000_000
MAX_AFTER_END = 1_024

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
            _refuse_what_acts(pdf, name=name)
    except pikepdf.PasswordError as error:
        raise Refused(f"Tệp “{name}” có đặt mật khẩu. Hãy bỏ mật khẩu rồi gửi.") from error
    except pikepdf.PdfError as error:
        raise Refused(f"Tệp “{name}” không mở được, có thể đã hỏng.") from error
    stream.seek(0)
    content = stream.read()
    _refuse_what_follows(content, name=name)
    return _text(content, name=name)


def _refuse_what_acts(pdf: pikepdf.Pdf, *, name: str) -> None:
    """Refuse scripts, programs to launch, and files within the file (nobody could scan them)."""
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            continue
        for one in _with_direct_children(item):
            if "/JS" in one or str(one.get("/S", "")) in _ACTIONS:
                raise Refused(f"Tệp “{name}” chứa mã lệnh tự chạy. Hãy in lại thành PDF thường.")
            if str(one.get("/Type", "")) == "/EmbeddedFile" or "/EF" in one:
                raise Refused(f"Tệp “{name}” có tệp khác bên trong. Hãy gửi riêng từng tệp.")


def _refuse_what_follows(content: bytes, *, name: str) -> None:
    """Refuse a PDF that is something else as well: more than a few bytes after its last end."""
    end = content.rfind(_END)
    follows = content[end + len(_END) :].strip(b"\0\t\n\r ") if end >= 0 else b""
    if len(follows) > MAX_AFTER_END or zipfile.is_zipfile(io.BytesIO(content)):
        raise Refused(f"Tệp “{name}” có dữ liệu lạ gắn thêm ở cuối. Hãy in lại thành PDF thường.")


def _with_direct_children(
    item: pikepdf.Dictionary | pikepdf.Stream, depth: int = 4
) -> list[pikepdf.Dictionary | pikepdf.Stream]:
    """ITEM and the dictionaries written inside it (an action may stand inside its page)."""
    found = [item]
    if depth:
        for value in item.values():
            inner = list(value) if isinstance(value, pikepdf.Array) else [value]
            for one in inner:
                if isinstance(one, pikepdf.Dictionary) and not one.is_indirect:
                    found += _with_direct_children(one, depth - 1)
    return found


def _text(content: bytes, *, name: str) -> str:
    parts: list[str] = []
    length = 0
    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise Refused(f"Tệp “{name}” không mở được, có thể đã hỏng.") from error
        try:
            for page in document:
                text_page = page.get_textpage()
                text = text_page.get_text_bounded()
                text_page.close()
                page.close()
                parts.append(text)
                length += len(text)
                if length > MAX_TEXT:
                    break
        finally:
            document.close()
    return "\n".join(parts).replace("\r", "\n")
