"""Read the sheet of indicators: each cell as text, or the reason why it is none."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from reporting.indicators.inputs import NUMBERS
from reporting.workbook.cells import Problem
from reporting.workbook.layout import SignedNumber, label_digest
from reporting.workbook.number_layout import NUMBER_FIELDS, TICK, ReadNumber, cell_name
from tracker.lib.cells import from_cell
from tracker.lib.numbers import MAX_DECIMAL_DIGITS, NotANumber, parse_decimal, write_decimal
from tracker.lib.text import fold
from tracker.lib.workbooks import Cells, SheetCell, as_text, is_empty, shown, words_at

# Larger numbers are refused later, and have no decimals in a cell
_ROUNDED_BELOW = 10**15


def read_row(cells: Cells, signed: SignedNumber) -> ReadNumber | None:
    """The row in its place; None where another is there."""
    code, name = words_at(cells, signed.row, 1), words_at(cells, signed.row, 2)
    if label_digest(code, name) != signed.label:
        return None
    row = ReadNumber(signed=signed, name=name)
    for field, at in NUMBER_FIELDS.items():
        cell = cells.get((signed.row, at))
        try:
            row.texts[field] = _text(field, cell)
        except ValueError as error:
            row.problems.append(Problem(cell_name(signed, field), shown(cell), str(error)))
    return row


def _text(field: str, cell: SheetCell | None) -> str:
    """The cell as `texts_of` would write it. Raises ValueError, with the reason in words."""
    if cell is None or is_empty(cell):
        return ""
    if cell.data_type == "f":
        raise ValueError("Ô chứa công thức; hãy ghi trực tiếp nội dung.")
    if cell.data_type == "e":
        raise ValueError("Ô đang báo lỗi của Excel; hãy ghi lại nội dung.")
    value = cell.value
    if isinstance(value, datetime | date | time | timedelta):
        raise ValueError("Excel đã đổi nội dung thành ngày giờ; hãy ghi lại.")
    if field == "not_applicable":
        if fold(from_cell(str(value))) != TICK:
            raise ValueError(f"Ghi {TICK} nếu không phát sinh, nếu không thì để trống.")
        return TICK
    if field in NUMBERS:
        return _number(cell)
    return as_text(value)


def _number(cell: SheetCell) -> str:
    value = cell.value
    if isinstance(value, bool):
        raise NotANumber("Hãy ghi một số, ví dụ 1.234,5.")
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        if abs(number) < _ROUNDED_BELOW:
            # A cell stores 0.1 + 0.2 as 0.30000000000000004
            number = round(number, MAX_DECIMAL_DIGITS) + 0
        text = write_decimal(number)
        parse_decimal(text)
        if "%" in (cell.number_format or ""):
            raise NotANumber("Ô có định dạng phần trăm; hãy ghi số, không ghi dấu %.")
        return text
    text = from_cell(str(value))
    number_typed = parse_decimal(text)
    if text.rstrip().endswith("%"):
        # The indicator decides whether a percent sign is accepted
        return text
    return "" if number_typed is None else write_decimal(number_typed)
