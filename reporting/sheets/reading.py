"""Reads an uploaded workbook, or says why it is not the one that this page waits for."""

import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

from django.core import signing
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from reporting.models import Submission
from reporting.sheets.layout import (
    COLUMNS,
    FIELD_COLUMNS,
    FORM_SHEET,
    FORMAT,
    HEADER_ROW,
    HIDDEN_SHEET,
    LAST_COLUMN,
    PERCENT_WORDS,
    STATES,
    Manifest,
    SignedRow,
    from_cell,
    label_digest,
)
from tracker.lib.refusal import Refused
from tracker.lib.text import fold
from units.models import User

MAX_UNPACKED = 20 * 1024 * 1024
# How far around the form is looked for words that stand in no cell of it
ROWS_BELOW, COLUMNS_BESIDE = 50, 5
MOST_OUTSIDE = 20
SHOWN = 200

_BROKEN = (
    zipfile.BadZipFile,
    InvalidFileException,
    AttributeError,
    IndexError,
    KeyError,
    OSError,
    SyntaxError,  # what XML parsers raise
    TypeError,
    ValueError,
)


@dataclass(frozen=True)
class Problem:
    """A cell that is not understood: its name, what stands there, why it cannot be taken."""

    cell: str
    text: str
    why: str


@dataclass
class ReadRow:
    """A row of the form: what it was when it left, and what stands in its cells now."""

    signed: SignedRow
    code: str
    title: str
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


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
    except _BROKEN as error:
        raise Refused("Tệp không mở được như một biểu Excel, có thể đã hỏng.") from error
    try:
        manifest = _manifest(book)
        _refuse_foreign(manifest, submission, by)
        last = max([HEADER_ROW, *(row.row for row in manifest.rows)])
        cells = _cells(book[FORM_SHEET], last + ROWS_BELOW)
    except _BROKEN as error:
        raise Refused("Tệp không đọc được như một biểu Excel, có thể đã hỏng.") from error
    finally:
        book.close()
    _refuse_other_columns(cells)
    rows = [_row(cells, signed) for signed in manifest.rows]
    outside = [
        f"{get_column_letter(column)}{row}"
        for (row, column), cell in sorted(cells.items())
        if (row > last or column > LAST_COLUMN) and not _is_empty(cell)
    ]
    return ReadSheet(rows=rows, outside=outside[:MOST_OUTSIDE])


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
    if ("format", FORMAT) not in told:
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


def _cells(sheet: Any, last_row: int) -> dict[tuple[int, int], Any]:
    sheet.reset_dimensions()
    rows = sheet.iter_rows(min_row=1, max_row=last_row, max_col=LAST_COLUMN + COLUMNS_BESIDE)
    return {
        (number, at): cell for number, row in enumerate(rows, 1) for at, cell in enumerate(row, 1)
    }


def _is_empty(cell: Any) -> bool:
    return cell is None or cell.value is None or str(cell.value).strip() == ""


def _words(cells: dict[tuple[int, int], Any], row: int, column: int) -> str:
    cell = cells.get((row, column))
    return "" if _is_empty(cell) else from_cell(str(cell.value))  # type: ignore[union-attr]


def _refuse_other_columns(cells: dict[tuple[int, int], Any]) -> None:
    for at, column in enumerate(COLUMNS, 1):
        if _words(cells, HEADER_ROW, at) != column.title:
            name = f"{get_column_letter(at)}{HEADER_ROW}"
            raise _changed(f"ô {name} phải là cột “{column.title}”")


def _row(cells: dict[tuple[int, int], Any], signed: SignedRow) -> ReadRow:
    code, title = _words(cells, signed.row, 1), _words(cells, signed.row, 2)
    if label_digest(code, title) != signed.label:
        raise _changed(f"dòng {signed.row} đã bị xóa, chèn, đổi chỗ hoặc sửa tên nhiệm vụ")
    row = ReadRow(signed=signed, code=code, title=title)
    for name, at in FIELD_COLUMNS.items():
        cell = cells.get((signed.row, at))
        try:
            row.values[name] = _value(name, cell)
        except ValueError as error:
            text = str(cell.value)[:SHOWN] if cell is not None else ""
            if getattr(cell, "data_type", "") == "f":
                text = text if text.startswith("=") else "công thức"
            row.problems.append(Problem(f"{get_column_letter(at)}{signed.row}", text, str(error)))
    return row


def _value(name: str, cell: Any) -> Any:
    """The cell as the field's value. Raises ValueError, with the reason in words."""
    if _is_empty(cell):
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
    if isinstance(value, bool):
        return "Đúng" if value else "Sai"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    return from_cell(str(value))


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
    if value != int(value) or not 0 <= value <= 100:
        raise ValueError(PERCENT_WORDS)
    return int(value)
