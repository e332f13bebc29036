"""A table of successions from an Excel file, as the text that people type or paste."""

from django.core.files.uploadedfile import UploadedFile
from openpyxl import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from reporting.reorganisation.table import MOST_ROWS, as_text, has_heads
from tracker.lib import secrecy, uploads, workbooks
from tracker.lib.refusal import Refused
from tracker.lib.uploads import names

MOST_COLUMNS = 12
MOST_LINES = MOST_ROWS + 30
BROKEN = "Tệp không đọc được như một tệp Excel, có thể đã hỏng."
TOO_LARGE = "Tệp quá lớn so với một bảng sắp xếp. Hãy dán bảng vào ô bên dưới."


def table_in(file: "UploadedFile[bytes]") -> str:
    """The first table of a file. A merged cell counts for each of its rows. Raises Refused."""
    name = names.clean(file.name or "")
    if not name.lower().endswith(".xlsx"):
        raise Refused(f"Tệp “{name}” không phải là tệp Excel .xlsx. Hãy lưu lại thành .xlsx.")
    checked = uploads.check(file, name=name, size=file.size or 0)  # type: ignore[arg-type]
    secrecy.refuse_marks({f"Tệp “{checked.name}”": f"{checked.name}\n\f\n{checked.text}"})
    with workbooks.opened(checked.stream, too_large=TOO_LARGE, broken=BROKEN) as book:
        rows = _first_rows(book)
    if not rows:
        raise Refused(f"Tệp “{checked.name}” không có bảng nào.")
    start = next((at for at, row in enumerate(rows[:10]) if has_heads(row)), 0)
    return as_text(rows[start:])


def _first_rows(book: Workbook) -> list[list[str]]:
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible" and (rows := _rows(sheet)):
            return rows
    return []


def _rows(sheet: ReadOnlyWorksheet) -> list[list[str]]:
    cells = workbooks.cells_of(sheet, last_row=MOST_LINES, last_column=MOST_COLUMNS)
    words = {place: workbooks.words_at(cells, *place) for place in cells}
    for merged in workbooks.merged_in(sheet):
        whole = words.get((merged.min_row, merged.min_col), "")
        if merged.min_col == merged.max_col and merged.max_row - merged.min_row < MOST_LINES:
            for row in range(merged.min_row, merged.max_row + 1):
                words[row, merged.min_col] = whole
    last = max((row for (row, _), text in words.items() if text), default=0)
    rows = [
        [words.get((row, column), "") for column in range(1, MOST_COLUMNS + 1)]
        for row in range(1, last + 1)
    ]
    return [row for row in rows if any(row)]
