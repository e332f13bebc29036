"""Cells of a workbook that came in, whichever sheet they stand on."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl.worksheet.cell_range import CellRange

from reporting.workbook.layout import from_cell

SHOWN = 200
# How far around a table is looked for words that stand in no cell of it
ROWS_BELOW, COLUMNS_BESIDE = 50, 5

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z0-9:]+)"')

Cells = dict[tuple[int, int], Any]


@dataclass(frozen=True)
class Problem:
    """A cell that is not understood: its name, what stands there, why it cannot be taken."""

    cell: str
    text: str
    why: str


def cells_of(sheet: Any, *, last_row: int, last_column: int) -> Cells:
    """The cells of SHEET to that row and column and a little beyond, by row and column."""
    sheet.reset_dimensions()
    rows = sheet.iter_rows(
        min_row=1, max_row=last_row + ROWS_BELOW, max_col=last_column + COLUMNS_BESIDE
    )
    return {
        (number, at): cell for number, row in enumerate(rows, 1) for at, cell in enumerate(row, 1)
    }


def merged_in(sheet: Any) -> list[CellRange]:
    """The merged cells of SHEET, which a workbook that is only read does not tell of itself."""
    with sheet._get_source() as part:
        return [CellRange(found.decode()) for found in _MERGED.findall(part.read())]


def is_empty(cell: Any) -> bool:
    return cell is None or cell.value is None or str(cell.value).strip() == ""


def words_at(cells: Cells, row: int, column: int) -> str:
    cell = cells.get((row, column))
    return "" if is_empty(cell) else from_cell(str(cell.value))  # type: ignore[union-attr]


def as_text(value: Any) -> str:
    """What a cell holds, as a Vietnamese Excel shows it."""
    if isinstance(value, bool):
        return "Đúng" if value else "Sai"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}".removesuffix(" 00:00")
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return from_cell(str(value))


def shown(cell: Any) -> str:
    """What stands in a cell that is not understood, as the person sees it."""
    text = as_text(cell.value)[:SHOWN] if cell is not None else ""
    if getattr(cell, "data_type", "") == "f" and not text.startswith("="):
        return "công thức"
    return text
