"""Read the row of a task: each cell as a value, or the reason why it is none."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from openpyxl.utils import get_column_letter

from reporting.models import DeclaredState
from reporting.workbook.cells import Problem
from reporting.workbook.layout import FIELD_COLUMNS, PERCENT_WORDS, STATES, SignedRow, label_digest
from reporting.workbook.number_layout import ReadNumber
from reporting.workbook.rows import Value
from tracker.lib.cells import from_cell
from tracker.lib.text import fold
from tracker.lib.workbooks import Cells, SheetCell, as_text, is_empty, shown, words_at


@dataclass
class ReadRow:
    """A row as it was made (`signed`), and the content of its cells now."""

    signed: SignedRow
    code: str
    title: str
    values: dict[str, Value] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    numbers: list[ReadNumber] = field(default_factory=list)


def read_row(cells: Cells, signed: SignedRow) -> ReadRow | None:
    """The row in its place; None where another is there."""
    code, title = words_at(cells, signed.row, 1), words_at(cells, signed.row, 2)
    if label_digest(code, title) != signed.label:
        return None
    row = ReadRow(signed=signed, code=code, title=title)
    for name, at in FIELD_COLUMNS.items():
        cell = cells.get((signed.row, at))
        try:
            row.values[name] = _value(name, cell)
        except ValueError as error:
            coordinate = f"{get_column_letter(at)}{signed.row}"
            row.problems.append(Problem(coordinate, shown(cell), str(error)))
    return row


def _value(name: str, cell: SheetCell | None) -> Value:
    """The cell as the field's value. Raises ValueError, with the reason in words."""
    if cell is None or is_empty(cell):
        return None if name == "percent" else ""
    if name == "percent":
        _refuse_computed(cell)
        return _percent(cell)
    words = text_in(cell)
    if name != "state":
        return words
    if fold(words) not in STATES:
        raise ValueError(
            "Không phải là một trong bốn mức độ trong danh sách của ô, ví dụ: "
            f"{', '.join(DeclaredState.labels)}."
        )
    return STATES[fold(words)]


def text_in(cell: SheetCell | None) -> str:
    """The cell as text. Raises ValueError, with the reason in words."""
    if cell is None or is_empty(cell):
        return ""
    _refuse_computed(cell)
    return _text(cell.value)


def _refuse_computed(cell: SheetCell) -> None:
    if cell.data_type == "f":
        raise ValueError("Ô chứa công thức; hãy ghi trực tiếp nội dung.")
    if cell.data_type == "e":
        raise ValueError("Ô đang báo lỗi của Excel; hãy ghi lại nội dung.")


def _text(value: object) -> str:
    if isinstance(value, datetime | date | time | timedelta):
        raise ValueError("Excel đã đổi nội dung thành ngày giờ; hãy ghi lại dưới dạng chữ.")
    return as_text(value)


def _percent(cell: SheetCell) -> int:
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
