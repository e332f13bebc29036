"""Reads an uploaded workbook, or says why it is not the one that this page waits for."""

import zipfile
import zlib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

from django.core import signing
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from reporting.models import Submission
from reporting.submissions.sheets import number_reading
from reporting.submissions.sheets.cells import (
    Cells,
    Problem,
    as_text,
    cells_of,
    is_empty,
    merged_in,
    shown,
    words_at,
)
from reporting.submissions.sheets.layout import (
    COLUMNS,
    FIELD_COLUMNS,
    FORM_SHEET,
    FORMAT,
    FORMAT_WITHOUT_NUMBERS,
    GUIDE_SHEET,
    HEADER_ROW,
    HIDDEN_SHEET,
    LAST_COLUMN,
    PERCENT_WORDS,
    STATES,
    Column,
    Manifest,
    SignedRow,
    from_cell,
    label_digest,
)
from reporting.submissions.sheets.number_layout import (
    LAST_NUMBER_COLUMN,
    NUMBER_COLUMNS,
    NUMBER_HEADER_ROW,
    NUMBER_SHEET,
    ReadNumber,
    in_sheet,
)
from tracker.lib.refusal import Refused
from tracker.lib.text import fold
from units.models import User

MAX_UNPACKED = 20 * 1024 * 1024
MOST_OUTSIDE = 20

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,  # what XML parsers raise
    TypeError,
    ValueError,
)


@dataclass
class ReadRow:
    """A row of the form: what it was when it left, and what stands in its cells now."""

    signed: SignedRow
    code: str
    title: str
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    numbers: list[ReadNumber] = field(default_factory=list)


@dataclass
class ReadSheet:
    rows: list[ReadRow]
    # Names of cells with words that belong to no row of the form
    outside: list[str]


def read(stream: BinaryIO, *, submission: Submission, by: User) -> ReadSheet:
    """The rows of the form of SUBMISSION in STREAM, a workbook that `uploads.check` let in.

    Raises Refused where it is another workbook, another unit's or period's form, of an old
    format, or where its structure was changed.
    """
    _refuse_swollen(stream)
    try:
        book = load_workbook(stream, read_only=True, keep_links=False)
        try:
            return _read(book, submission=submission, by=by)
        finally:
            book.close()
    except _BROKEN as error:
        raise Refused("Tệp không đọc được như một biểu Excel, có thể đã hỏng.") from error


def _read(book: Any, *, submission: Submission, by: User) -> ReadSheet:
    """What `read` gives. A damaged file shows itself as late as its last cell is looked at."""
    manifest = _manifest(book)
    _refuse_foreign(manifest, submission, by)
    last = max([HEADER_ROW, *(row.row for row in manifest.rows)])
    cells = cells_of(book[FORM_SHEET], last_row=last, last_column=LAST_COLUMN)
    _refuse_other_columns(cells, COLUMNS, HEADER_ROW)
    _refuse_merged(book[FORM_SHEET], {row.row for row in manifest.rows})
    rows = [_row(cells, signed) for signed in manifest.rows]
    outside = _outside(cells, last, LAST_COLUMN)
    if manifest.numbers:
        numbers = _number_cells(book, manifest)
        _refuse_merged(book[NUMBER_SHEET], {number.row for number in manifest.numbers})
        _add_numbers(rows, numbers, manifest)
        last = max(number.row for number in manifest.numbers)
        outside += [in_sheet(cell) for cell in _outside(numbers, last, LAST_NUMBER_COLUMN)]
    outside += _other_sheets(book)
    return ReadSheet(rows=rows, outside=outside[:MOST_OUTSIDE])


def _number_cells(book: Any, manifest: Manifest) -> Cells:
    """The cells of the sheet of indicators."""
    if NUMBER_SHEET not in book.sheetnames:
        raise _changed(f"không còn trang tính “{NUMBER_SHEET}”")
    last = max(number.row for number in manifest.numbers)
    return cells_of(book[NUMBER_SHEET], last_row=last, last_column=LAST_NUMBER_COLUMN)


def _add_numbers(rows: list[ReadRow], cells: Cells, manifest: Manifest) -> None:
    """Put each row of the sheet of indicators to the row of its task."""
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


def _outside(cells: Cells, last_row: int, last_column: int) -> list[str]:
    """The names of cells with words beside or below the table."""
    return [
        f"{get_column_letter(column)}{row}"
        for (row, column), cell in sorted(cells.items())
        if (row > last_row or column > last_column) and not is_empty(cell)
    ]


def _other_sheets(book: Any) -> list[str]:
    """The names of sheets that the form did not have and that hold words."""
    known = (FORM_SHEET, NUMBER_SHEET, GUIDE_SHEET, HIDDEN_SHEET)
    return [
        f"trang {sheet.title}"
        for sheet in book.worksheets
        if sheet.title not in known
        and not all(map(is_empty, cells_of(sheet, last_row=0, last_column=0).values()))
    ]


def _refuse_swollen(stream: BinaryIO) -> None:
    stream.seek(0)
    with zipfile.ZipFile(stream) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
    stream.seek(0)
    if unpacked > MAX_UNPACKED:
        raise Refused("Tệp quá lớn so với một biểu báo cáo. Hãy dùng biểu tải từ hệ thống.")


def _manifest(book: Any) -> Manifest:
    """What the hidden sheet says, once its signature holds."""
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
    told = [
        (str(key), str(value))
        for key, value in book[HIDDEN_SHEET].iter_rows(
            min_row=1, max_row=500, max_col=2, values_only=True
        )
        if key is not None and value is not None
    ]
    if not {("format", FORMAT), ("format", FORMAT_WITHOUT_NUMBERS)}.intersection(told):
        raise Refused(
            "Biểu này theo mẫu cũ, không còn nhận. Hãy tải biểu mới rồi chép nội dung sang."
        )
    try:
        return Manifest.from_signed([value for key, value in told if key == "signed"])
    except signing.BadSignature as error:
        raise _changed("phần nhận dạng ẩn đã bị sửa") from error


def _refuse_foreign(manifest: Manifest, submission: Submission, by: User) -> None:
    """Refuse another report's form; say whose it is to those who may know."""
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


def _refuse_merged(sheet: Any, rows: set[int]) -> None:
    """Of merged cells only the first tells something: the others would read as emptied."""
    for merged in merged_in(sheet):
        if not rows.isdisjoint(range(merged.min_row, merged.max_row + 1)):
            raise _changed(f"các ô {merged.coord} của trang “{sheet.title}” đã bị gộp")


def _row(cells: Cells, signed: SignedRow) -> ReadRow:
    code, title = words_at(cells, signed.row, 1), words_at(cells, signed.row, 2)
    if label_digest(code, title) != signed.label:
        raise _changed(f"dòng {signed.row} đã bị xóa, chèn, đổi chỗ hoặc sửa tên nhiệm vụ")
    row = ReadRow(signed=signed, code=code, title=title)
    for name, at in FIELD_COLUMNS.items():
        cell = cells.get((signed.row, at))
        try:
            row.values[name] = _value(name, cell)
        except ValueError as error:
            coordinate = f"{get_column_letter(at)}{signed.row}"
            row.problems.append(Problem(coordinate, shown(cell), str(error)))
    return row


def _value(name: str, cell: Any) -> Any:
    """The cell as the field's value. Raises ValueError, with the reason in words."""
    if is_empty(cell):
        return None if name == "percent" else ""
    if cell.data_type == "f":
        raise ValueError("Ô chứa công thức; hãy ghi trực tiếp nội dung.")
    if cell.data_type == "e":
        raise ValueError("Ô đang báo lỗi của Excel; hãy ghi lại nội dung.")
    if name == "percent":
        return _percent(cell)
    words = _text(cell.value)
    if name != "state":
        return words
    if fold(words) not in STATES:
        raise ValueError(
            "Không phải là một trong bốn mức độ: Chưa triển khai, Đang thực hiện, "
            "Đã hoàn thành, Không phát sinh."
        )
    return STATES[fold(words)]


def _text(value: Any) -> str:
    if isinstance(value, datetime | date | time | timedelta):
        raise ValueError("Excel đã đổi nội dung thành ngày giờ; hãy ghi lại dưới dạng chữ.")
    return as_text(value)


def _percent(cell: Any) -> int:
    value = cell.value
    if isinstance(value, str):
        words = from_cell(value).removesuffix("%").strip()
        if not (words.isascii() and words.isdecimal() and len(words) <= 3):
            raise ValueError(PERCENT_WORDS)
        value = int(words)
    elif isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(PERCENT_WORDS)
    elif "%" in (cell.number_format or ""):
        # Someone typed 95% and Excel keeps 0.95
        value = round(value * 100, 6)
    if not 0 <= value <= 100 or value != int(value):
        raise ValueError(PERCENT_WORDS)
    return int(value)
