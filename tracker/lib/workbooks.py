"""Uploaded workbooks: opening one, and its cells as a person sees them."""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import BinaryIO, Protocol

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet.cell_range import CellRange

from tracker.lib import zips
from tracker.lib.cells import from_cell
from tracker.lib.refusal import Refused

SHOWN = 200
# Rows and columns around a table that are searched for text outside it
ROWS_BELOW, COLUMNS_BESIDE = 50, 5
MAX_UNPACKED = 20 * 1024 * 1024

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z0-9:]+)"')
_BROKEN = (
    *zips.BROKEN,
    InvalidFileException,
    ArithmeticError,
    AttributeError,
    LookupError,
    SyntaxError,  # what XML parsers raise
    TypeError,
)


@contextmanager
def opened(stream: BinaryIO, *, too_large: str, broken: str) -> Iterator[Workbook]:
    """The workbook in a file that `uploads.check` accepted, to be read within.

    Raises Refused with these sentences, also where a damage shows only while it is read.
    """
    _refuse_swollen(stream, too_large)
    try:
        book = load_workbook(stream, read_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()
    except _BROKEN as error:
        raise Refused(broken) from error


class SheetCell(Protocol):
    """The part of openpyxl's cells that is read."""

    @property
    def value(self) -> object: ...
    @property
    def data_type(self) -> str: ...
    @property
    def number_format(self) -> str | None: ...


Cells = dict[tuple[int, int], SheetCell]


def cells_of(sheet: ReadOnlyWorksheet, *, last_row: int, last_column: int) -> Cells:
    """The cells to that row and column and a little beyond, by row and column."""
    sheet.reset_dimensions()
    rows = sheet.iter_rows(
        min_row=1, max_row=last_row + ROWS_BELOW, max_col=last_column + COLUMNS_BESIDE
    )
    return {
        (number, at): cell for number, row in enumerate(rows, 1) for at, cell in enumerate(row, 1)
    }


def merged_in(sheet: ReadOnlyWorksheet) -> list[CellRange]:
    """The merged cells of a sheet, which openpyxl does not list in its read-only mode."""
    with sheet._get_source() as part:
        return [CellRange(found.decode()) for found in _MERGED.findall(part.read())]


def is_empty(cell: SheetCell | None) -> bool:
    return cell is None or cell.value is None or str(cell.value).strip() == ""


def words_at(cells: Cells, row: int, column: int) -> str:
    cell = cells.get((row, column))
    return "" if cell is None or is_empty(cell) else from_cell(str(cell.value))


def as_text(value: object) -> str:
    """The value of a cell as a Vietnamese Excel shows it."""
    if isinstance(value, bool):
        return "Đúng" if value else "Sai"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}".removesuffix(" 00:00")
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return from_cell(str(value))


def shown(cell: SheetCell | None) -> str:
    """The content of a cell that cannot be read, as the person sees it."""
    text = as_text(cell.value)[:SHOWN] if cell is not None else ""
    if cell is not None and cell.data_type == "f" and not text.startswith("="):
        return "công thức"
    return text


def _refuse_swollen(stream: BinaryIO, sentence: str) -> None:
    stream.seek(0)
    with zipfile.ZipFile(stream) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
    stream.seek(0)
    if unpacked > MAX_UNPACKED:
        raise Refused(sentence)
