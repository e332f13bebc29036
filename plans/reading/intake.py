"""The lines of a file or of pasted text. Raises Refused with a sentence for what has none."""

import io

from django.conf import settings

from plans.reading.lines import SourceLine, table
from tracker.lib.refusal import Refused
from tracker.lib.uploads import names, office

MAX_PAGES = 200
# A page in 14 points has about 2,500 letters; more than twice that is no page
MAX_CHARACTERS = MAX_PAGES * 5_500
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Fewer columns than these are the two sides of a head
_LEAST_TABS = 2
_LEAST_ROWS = 2


def lines_of(name: str, content: bytes) -> list[SourceLine]:
    """The lines of a .docx, a .pdf with text, or a .txt file, which is found by its content."""
    name = names.clean(name)
    if not content.strip():
        raise Refused(f"Tệp “{name}” rỗng. Hãy kiểm tra và chọn lại.")
    if len(content) > settings.MAX_UPLOAD_MB * 1024 * 1024:
        raise Refused(f"Tệp “{name}” lớn hơn {settings.MAX_UPLOAD_MB} MB. Hãy giảm dung lượng.")
    lines = _lines(name, content)
    if not any(line.text.strip() for line in lines):
        raise Refused(f"Tệp “{name}” không có chữ nào đọc được. Hãy chọn tệp có văn bản.")
    if sum(len(line.text) for line in lines) > MAX_CHARACTERS:
        raise too_long(name)
    return lines


def lines_of_text(text: str) -> list[SourceLine]:
    """The lines of pasted text; rows with tabs between their cells become tables."""
    if not text.strip():
        raise Refused("Chưa có nội dung nào. Hãy dán văn bản của kế hoạch.")
    if len(text) > MAX_CHARACTERS:
        raise Refused(f"Văn bản dán vào dài hơn {MAX_PAGES} trang. Hãy dán từng phần.")
    return _lines_of_text(text)


def _lines_of_text(text: str) -> list[SourceLine]:
    lines: list[SourceLine] = []
    rows: list[str] = []
    for raw in text.splitlines(keepends=True):
        if raw.strip("\r\n").count("\t") >= _LEAST_TABS:
            rows.append(raw)
            continue
        lines += _table_of(rows)
        rows = []
        lines.append(SourceLine(raw=raw, text=raw.rstrip("\r\n")))
    return lines + _table_of(rows)


def too_long(name: str) -> Refused:
    return Refused(f"Tệp “{name}” dài hơn {MAX_PAGES} trang. Hãy tách thành nhiều tệp.")


def _lines(name: str, content: bytes) -> list[SourceLine]:
    if content.startswith(office.OLD_CONTAINER):
        raise _ole(name, content)
    if b"%PDF-" in content[:1024]:
        from plans.reading.files import portable  # noqa: PLC0415 -- 5 MB that few processes need

        return portable.lines_of_pdf(name, content, max_pages=MAX_PAGES)
    if content.startswith(b"PK"):
        return _word_lines(name, content)
    if not name.lower().endswith(".txt"):
        raise Refused(
            f"Tệp “{name}” không phải là .docx, .pdf hoặc .txt, hoặc đã hỏng. "
            "Tệp Word kiểu cũ (.doc) cần mở ra và lưu lại thành .docx."
        )
    return _lines_of_text(_decoded(name, content))


def _word_lines(name: str, content: bytes) -> list[SourceLine]:
    stream = io.BytesIO(content)
    kind = office.extension_of(stream)
    if kind == "docx":
        from plans.reading.files import word  # noqa: PLC0415 -- the parser of few processes

        stream.seek(0)
        office.checked_text(stream, name=name)
        return word.lines_of_docx(name, content)
    if kind or not name.lower().endswith(".docx"):
        raise Refused(f"Tệp “{name}” không phải là tệp Word. Hãy chọn tệp .docx, .pdf hoặc .txt.")
    raise Refused(f"Tệp “{name}” không mở được, có thể đã hỏng hoặc đặt mật khẩu.")


def _ole(name: str, content: bytes) -> Refused:
    if office.is_locked(content):
        return names.locked(name)
    return Refused(f"Tệp “{name}” là Word kiểu cũ (.doc). Hãy mở ra, lưu lại thành .docx rồi gửi.")


def _decoded(name: str, content: bytes) -> str:
    """Text in UTF-8 or UTF-16; in the encodings before them each byte is one sign."""
    encoding = next((each for bom, each in _BOMS if content.startswith(bom)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    if "\0" in text:
        raise Refused(f"Tệp “{name}” không phải là văn bản. Hãy chọn tệp .docx, .pdf hoặc .txt.")
    return text


def _table_of(rows: list[str]) -> list[SourceLine]:
    """`rows` as a table; a single row is a line as any other."""
    if len(rows) < _LEAST_ROWS:
        return [SourceLine(raw=raw, text=raw.rstrip("\r\n")) for raw in rows]
    cells = [tuple(cell.strip() for cell in raw.strip("\r\n").split("\t")) for raw in rows]
    width = max(map(len, cells))
    padded = tuple(row + ("",) * (width - len(row)) for row in cells)
    made = table(padded)
    return [SourceLine(raw="".join(rows), text=made.text, is_whole=True, rows=padded)]
