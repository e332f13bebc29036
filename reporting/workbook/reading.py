"""Read an uploaded workbook, or refuse one that is not the form of its page."""

from dataclasses import dataclass
from typing import BinaryIO

from django.core import signing
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from reporting.models import Submission
from reporting.workbook import number_reading, part_reading, row_reading
from reporting.workbook.layout import (
    COLUMNS,
    FORM_SHEET,
    FORMAT,
    FORMAT_WITHOUT_NUMBERS,
    GUIDE_SHEET,
    HEADER_ROW,
    HIDDEN_SHEET,
    LAST_COLUMN,
    Column,
    Manifest,
)
from reporting.workbook.number_layout import (
    LAST_NUMBER_COLUMN,
    NUMBER_COLUMNS,
    NUMBER_HEADER_ROW,
    NUMBER_SHEET,
    in_sheet,
)
from reporting.workbook.part_layout import (
    LAST_PART_COLUMN,
    PART_COLUMNS,
    PART_HEADER_ROW,
    PART_SHEET,
    ReadPart,
    in_part_sheet,
)
from reporting.workbook.row_reading import ReadRow
from tracker.lib import workbooks
from tracker.lib.cells import from_cell
from tracker.lib.refusal import Refused
from tracker.lib.workbooks import Cells, cells_of, is_empty, merged_in, words_at
from units.models import User

MOST_OUTSIDE = 20


@dataclass
class ReadSheet:
    rows: list[ReadRow]
    parts: list[ReadPart]
    # Names of cells with text that belong to no row of the form
    outside: list[str]


def read(stream: BinaryIO, *, submission: Submission, by: User) -> ReadSheet:
    """The rows of the form of a submission, from a workbook that `uploads.check` accepted.

    Raises Refused for another workbook, another unit's or period's form, an old format, or a
    changed structure.
    """
    with workbooks.opened(
        stream,
        too_large="Tệp quá lớn so với một biểu báo cáo. Hãy dùng biểu tải từ hệ thống.",
        broken="Tệp không đọc được như một biểu Excel, có thể đã hỏng.",
    ) as book:
        return _read(book, submission=submission, by=by)


def _read(book: Workbook, *, submission: Submission, by: User) -> ReadSheet:
    """The sheet, read to its last cell: only then is it sure that the file is not damaged."""
    manifest = _manifest(book)
    _refuse_foreign(manifest, submission, by)
    last = max([HEADER_ROW, *(row.row for row in manifest.rows)])
    cells = cells_of(book[FORM_SHEET], last_row=last, last_column=LAST_COLUMN)
    _refuse_other_columns(cells, COLUMNS, HEADER_ROW)
    _refuse_merged(book[FORM_SHEET], {row.row for row in manifest.rows})
    rows = _rows(cells, manifest)
    outside = _outside(cells, last, LAST_COLUMN)
    if manifest.numbers:
        numbers = _number_cells(book, manifest)
        _refuse_merged(book[NUMBER_SHEET], {number.row for number in manifest.numbers})
        _add_numbers(rows, numbers, manifest)
        last = max(number.row for number in manifest.numbers)
        outside += [in_sheet(cell) for cell in _outside(numbers, last, LAST_NUMBER_COLUMN)]
    parts: list[ReadPart] = []
    if manifest.parts:
        part_cells = _part_cells(book, manifest)
        parts = _parts(part_cells, manifest)
        last = max(part.row for part in manifest.parts)
        outside += [in_part_sheet(cell) for cell in _outside(part_cells, last, LAST_PART_COLUMN)]
    outside += _other_sheets(book)
    return ReadSheet(rows=rows, parts=parts, outside=outside[:MOST_OUTSIDE])


def _rows(cells: Cells, manifest: Manifest) -> list[ReadRow]:
    rows = []
    for signed in manifest.rows:
        row = row_reading.read_row(cells, signed)
        if row is None:
            raise _changed(f"dòng {signed.row} đã bị xóa, chèn, đổi chỗ hoặc sửa tên nhiệm vụ")
        rows.append(row)
    return rows


def _number_cells(book: Workbook, manifest: Manifest) -> Cells:
    """The cells of the sheet of indicators."""
    if NUMBER_SHEET not in book.sheetnames:
        raise _changed(f"không còn trang tính “{NUMBER_SHEET}”")
    last = max(number.row for number in manifest.numbers)
    return cells_of(book[NUMBER_SHEET], last_row=last, last_column=LAST_NUMBER_COLUMN)


def _add_numbers(rows: list[ReadRow], cells: Cells, manifest: Manifest) -> None:
    """Add each row of the sheet of indicators to the row of its task."""
    _refuse_other_columns(cells, NUMBER_COLUMNS, NUMBER_HEADER_ROW, sheet=NUMBER_SHEET)
    by_entry = {row.signed.entry: row for row in rows}
    for signed in manifest.numbers:
        number = number_reading.read_row(cells, signed)
        if number is None:
            raise _changed(
                f"dòng {signed.row} của trang “{NUMBER_SHEET}” đã bị xóa, chèn, đổi chỗ hoặc sửa "
                "tên chỉ tiêu"
            )
        by_entry[signed.entry].numbers.append(number)


def _part_cells(book: Workbook, manifest: Manifest) -> Cells:
    """The cells of the sheet of contributions."""
    if PART_SHEET not in book.sheetnames:
        raise _changed(f"không còn trang tính “{PART_SHEET}”")
    last = max(part.row for part in manifest.parts)
    _refuse_merged(book[PART_SHEET], {part.row for part in manifest.parts})
    return cells_of(book[PART_SHEET], last_row=last, last_column=LAST_PART_COLUMN)


def _parts(cells: Cells, manifest: Manifest) -> list[ReadPart]:
    _refuse_other_columns(cells, PART_COLUMNS, PART_HEADER_ROW, sheet=PART_SHEET)
    parts = []
    for signed in manifest.parts:
        part = part_reading.read_row(cells, signed)
        if part is None:
            raise _changed(
                f"dòng {signed.row} của trang “{PART_SHEET}” đã bị xóa, chèn, đổi chỗ hoặc sửa tên "
                "nhiệm vụ"
            )
        parts.append(part)
    return parts


def _outside(cells: Cells, last_row: int, last_column: int) -> list[str]:
    """The names of cells with text beside or below the table."""
    return [
        f"{get_column_letter(column)}{row}"
        for (row, column), cell in sorted(cells.items())
        if (row > last_row or column > last_column) and not is_empty(cell)
    ]


def _other_sheets(book: Workbook) -> list[str]:
    """The names of added sheets with text."""
    known = (FORM_SHEET, NUMBER_SHEET, PART_SHEET, GUIDE_SHEET, HIDDEN_SHEET)
    return [
        f"trang {sheet.title}"
        for sheet in book.worksheets
        if sheet.title not in known
        and not all(map(is_empty, cells_of(sheet, last_row=0, last_column=0).values()))
    ]


def _manifest(book: Workbook) -> Manifest:
    """The content of the hidden sheet, with its signature checked."""
    has_form, has_hidden = FORM_SHEET in book.sheetnames, HIDDEN_SHEET in book.sheetnames
    if not has_form and not has_hidden:
        raise Refused(
            "Tệp này không phải là biểu báo cáo tải từ hệ thống. Hãy chọn “Tải biểu Excel”, "
            "ghi vào biểu đó rồi nộp lại."
        )
    if not has_hidden:
        raise _changed("phần nhận dạng ẩn đã bị xóa")
    if not has_form:
        raise _changed(f"không còn trang tính “{FORM_SHEET}”")
    content = [
        (str(key), from_cell(str(value)))
        for key, value in book[HIDDEN_SHEET].iter_rows(
            min_row=1, max_row=500, max_col=2, values_only=True
        )
        if key is not None and value is not None
    ]
    if not {("format", FORMAT), ("format", FORMAT_WITHOUT_NUMBERS)}.intersection(content):
        raise Refused(
            "Biểu này theo mẫu cũ, không còn nhận. Hãy tải biểu mới rồi chép nội dung sang."
        )
    try:
        return Manifest.from_signed([value for key, value in content if key == "signed"])
    except signing.BadSignature as error:
        raise _changed("phần nhận dạng ẩn đã bị sửa") from error


def _refuse_foreign(manifest: Manifest, submission: Submission, by: User) -> None:
    """Refuse another submission's form, and name it to those who may read it."""
    if manifest.submission == submission.pk:
        return
    here = f"Trang này nhận biểu của {submission.unit.name}, {submission.period.name}."
    other = Submission.objects.readable_by(by).for_row().filter(pk=manifest.submission).first()
    if other is None:
        raise Refused(f"Tệp này là biểu của một đơn vị khác. {here}")
    if other.unit_id == submission.unit_id:
        raise Refused(f"Tệp này là biểu của kỳ khác ({other.period.name}). {here}")
    raise Refused(f"Tệp này là biểu của {other.unit.name}, {other.period.name}. {here}")


def _changed(how: str) -> Refused:
    return Refused(
        f"Cấu trúc biểu đã thay đổi ({how}), nên không thể biết ô nào thuộc nhiệm vụ nào. "
        "Hãy tải biểu mới và chép nội dung sang."
    )


def _refuse_other_columns(
    cells: Cells, columns: tuple[Column, ...], header: int, *, sheet: str = ""
) -> None:
    for at, column in enumerate(columns, 1):
        if words_at(cells, header, at) != column.title:
            where = f" của trang “{sheet}”" if sheet else ""
            name = f"{get_column_letter(at)}{header}"
            raise _changed(f"ô {name}{where} phải là cột “{column.title}”")


def _refuse_merged(sheet: ReadOnlyWorksheet, rows: set[int]) -> None:
    """Refuse merged cells: all but the first would be read as emptied."""
    for merged in merged_in(sheet):
        if not rows.isdisjoint(range(merged.min_row, merged.max_row + 1)):
            raise _changed(f"các ô {merged.coord} của trang “{sheet.title}” đã bị gộp")
