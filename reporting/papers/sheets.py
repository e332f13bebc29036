"""The tables and annexes of a paper as an Excel workbook, to be printed or counted on.

Figures are numbers, so that people can go on counting with them; everything else is text.
"""

import io
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from itertools import zip_longest

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reporting.papers.blocks import (
    Block,
    Document,
    Heading,
    ItemList,
    Paragraph,
    Table,
    TableCell,
    TableColumn,
    plain,
    text_of,
)
from tracker.lib.cells import put_text

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FACE = "Times New Roman"
# Width of the words on a landscape sheet of A4, in millimetres
A4_WIDTH = 257.0
A3, A4 = 8, 9  # the codes of paper sizes in the file
LEAST_WIDTH = 16.0
MM_PER_LETTER = 2.1  # of the widest of the usual fonts, so that a sheet never gets too wide
# A row of Excel is at most 409 points high; what is longer goes on in the next row
MOST_LINES = 25
SHADES = ("", "FFF2F2F2", "FFE0E0E0", "FFCCCCCC", "FFB3B3B3", "FF999999")
_NUMBER = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d{1,15})(,\d{1,6})?(%?)")
_LINE = Side(style="thin")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def to_xlsx(document: Document, *, at: datetime) -> bytes:
    """A sheet for each table of the body, and one for each annex."""
    book = Workbook()
    book.remove(book.worksheets[0])
    name = f"Báo cáo {document.head.subject}"
    tables = [block for block in document.blocks if isinstance(block, Table)]
    for number, table in enumerate(tables, 1):
        _write(book.create_sheet(f"Bảng {number}"), name, [table])
    for annex in document.annexes:
        sheet = book.create_sheet(annex.label)
        title = f"{annex.label.upper()}. {annex.title}"
        _write(sheet, title, annex.blocks, of=_parent(document))
    if not book.worksheets:
        _write(book.create_sheet("Báo cáo"), name, [])
    book.properties.creator = document.head.issuing_body
    book.properties.title = document.head.subject
    book.properties.created = book.properties.modified = at.replace(tzinfo=None)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def number_in(text: str) -> tuple[Decimal, str] | None:
    """The number that `text` is in Vietnamese writing, with its format; None for other words.

    A number with a leading zero, as of a code, stays text.
    """
    found = _NUMBER.fullmatch(text)
    if not found or re.match(r"-?0\d", text):
        return None
    decimals = len(found[3]) - 1 if found[3] else 0
    value = Decimal(text.rstrip("%").replace(".", "").replace(",", "."))
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return (value / 100, f"{pattern}%") if found[4] else (value, pattern)


def _parent(document: Document) -> str:
    return f"(kèm theo Báo cáo {document.head.cited} của {document.issuer})"


def _write(sheet: Worksheet, title: str, blocks: Sequence[Block], *, of: str = "") -> None:
    """Write a title and, below it, each block that has words."""
    widths = _widths(blocks)
    num_columns = len(widths)
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width / MM_PER_LETTER
    row = _line(sheet, 1, title, num_columns, Font(name=FACE, size=14, bold=True))
    if of:
        row = _line(sheet, row, of, num_columns, Font(name=FACE, size=12, italic=True))
    row += 1
    heads = []
    for block in blocks:
        if isinstance(block, Table):
            heads.append((row + bool(block.caption), len(block.head)))
            row = _table(sheet, row, block, widths) + 1
        else:
            row = _words(sheet, row, block, num_columns, sum(widths))
    _page(sheet, widths, heads[0] if len(heads) == 1 else None)


def _widths(blocks: Sequence[Block]) -> list[float]:
    """The widths of the sheet's columns in millimetres, from its widest table."""
    tables = [block.columns for block in blocks if isinstance(block, Table)]
    if not tables:
        # Lines across several columns: one column as wide as the sheet is not made to fit it
        return [A4_WIDTH / 4] * 4
    columns = max(tables, key=len)
    fixed = sum(column.width for column in columns)
    num_open = sum(not column.width for column in columns)
    share = max(LEAST_WIDTH, (A4_WIDTH - fixed) / num_open) if num_open else 0.0
    return [column.width or share for column in columns]


def _line(sheet: Worksheet, row: int, words: str, num_columns: int, font: Font) -> int:
    """Write one line over all columns; return the row below."""
    put_text(sheet.cell(row, 1), words)
    sheet.cell(row, 1).font = font
    sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="center")
    if num_columns > 1:
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=num_columns)
    return row + 1


def _words(sheet: Worksheet, row: int, block: Block, num_columns: int, width: float) -> int:
    """Write the words of a block that is no table; return the row below."""
    for text, is_bold in _lines(block):
        for part in _parts(text, width):
            _line(sheet, row, part, num_columns, Font(name=FACE, size=12, bold=is_bold))
            sheet.row_dimensions[row].height = _height(_num_lines(part, width))
            row += 1
    return row


def _lines(block: Block) -> Iterator[tuple[str, bool]]:
    """The lines of a block with whether they are bold."""
    if isinstance(block, Heading):
        yield f"{block.number} {block.title}".strip(), True
    elif isinstance(block, Paragraph) and block.runs:
        yield text_of(block.runs), False
    elif isinstance(block, ItemList):
        yield from ((f"- {text_of(item)}", False) for item in block.items)


def _table(sheet: Worksheet, row: int, table: Table, widths: list[float]) -> int:
    """Write a table with its caption; return the row below."""
    if table.caption:
        bold = Font(name=FACE, size=12, bold=True)
        row = _line(sheet, row, table.caption, len(table.columns), bold)
    taken: set[tuple[int, int]] = set()
    for cells in table.head:
        _row(sheet, row, cells, table.columns, taken, widths, is_bold=True, is_head=True)
        row += 1
    for body in table.rows:
        is_bold = body.kind != ""
        is_below = any(place[0] == row for place in taken)
        for cells in [body.cells] if is_below else _rows_of(body.cells, widths):
            _row(sheet, row, cells, table.columns, taken, widths, is_bold=is_bold)
            row += 1
    return row


def _rows_of(cells: tuple[TableCell, ...], widths: list[float]) -> Iterator[tuple[TableCell, ...]]:
    """`cells` as one row, or as several with the words that one cannot show below each other."""
    if any(cell.num_rows > 1 for cell in cells):
        yield cells
        return
    at, parts = 0, []
    for cell in cells:
        found = _parts(text_of(cell.runs), sum(widths[at : at + cell.num_columns]))
        whole = len(found) == 1
        parts.append([cell] if whole else [replace(cell, runs=plain(part)) for part in found])
        at += cell.num_columns
    for row in zip_longest(*parts):
        yield tuple(found or replace(cell, runs=()) for cell, found in zip(cells, row, strict=True))


def _row(
    sheet: Worksheet,
    row: int,
    cells: tuple[TableCell, ...],
    columns: tuple[TableColumn, ...],
    taken: set[tuple[int, int]],
    widths: list[float],
    *,
    is_bold: bool,
    is_head: bool = False,
) -> None:
    """Write a row; `taken` holds the places that cells of earlier rows reach down to."""
    at, num_lines = 1, 1
    for cell in cells:
        while (row, at) in taken:
            at += 1
        last_row, last = row + cell.num_rows - 1, at + cell.num_columns - 1
        covered = [(y, x) for y in range(row, last_row + 1) for x in range(at, last + 1)]
        taken.update(covered)
        is_centred = is_head or columns[min(at, len(columns)) - 1].align == "center"
        _put(sheet, row, at, cell, is_bold=is_bold, is_centred=is_centred)
        for y, x in covered:
            sheet.cell(y, x).border = _BOX
        if len(covered) > 1:
            sheet.merge_cells(start_row=row, end_row=last_row, start_column=at, end_column=last)
        if cell.num_rows == 1:
            room = sum(widths[at - 1 : last])
            num_lines = max(num_lines, _num_lines(text_of(cell.runs), room))
        at = last + 1
    sheet.row_dimensions[row].height = _height(num_lines)


def _put(
    sheet: Worksheet, row: int, at: int, cell: TableCell, *, is_bold: bool, is_centred: bool
) -> None:
    target = sheet.cell(row, at)
    is_counted = is_centred or any(run.figure for run in cell.runs)
    number = number_in(text_of(cell.runs)) if is_counted and len(cell.runs) == 1 else None
    if number:
        target.value, target.number_format = number
    else:
        put_text(target, text_of(cell.runs))
    target.font = Font(name=FACE, size=12, bold=is_bold)
    target.alignment = Alignment(
        wrap_text=True,
        vertical="center" if is_bold else "top",
        horizontal="center" if is_centred else None,
    )
    if cell.shade:
        target.fill = PatternFill("solid", fgColor=SHADES[cell.shade])


def _per_line(width: float) -> int:
    """About how many letters stand on a line of `width` millimetres."""
    return max(1, int(width / MM_PER_LETTER * 0.95))


def _num_lines(text: str, width: float) -> int:
    """About how many lines `text` takes in `width` millimetres."""
    return sum(max(1, -(-len(line) // _per_line(width))) for line in text.split("\n"))


def _parts(text: str, width: float) -> list[str]:
    """`text` in parts that a row can show, cut between lines, else between words."""
    if _num_lines(text, width) <= MOST_LINES:
        return [text]
    longest = MOST_LINES * _per_line(width)
    parts: list[str] = []
    for line in text.split("\n"):
        for words in _wrapped(line, longest):
            joined = f"{parts[-1]}\n{words}" if parts else words
            if parts and _num_lines(joined, width) <= MOST_LINES:
                parts[-1] = joined
            else:
                parts.append(words)
    return parts


def _wrapped(line: str, longest: int) -> list[str]:
    return textwrap.wrap(line, longest, expand_tabs=False, break_on_hyphens=False) or [""]


def _height(num_lines: int) -> float:
    """The height of a row in points."""
    return min(409.0, 16.0 * num_lines + 3)


def _page(sheet: Worksheet, widths: list[float], head: tuple[int, int] | None) -> None:
    """Print on a turned sheet, as wide as it is; the head of the only table is repeated."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A3 if sum(widths) > A4_WIDTH * 1.2 else A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left, margins.right, margins.top, margins.bottom = 0.6, 0.6, 0.8, 0.6
    sheet.oddFooter.center.text = "Trang &P/&N"
    sheet.oddFooter.center.font, sheet.oddFooter.center.size = FACE, 10
    if head and head[1]:
        first, length = head
        sheet.print_title_rows = f"{first}:{first + length - 1}"
        sheet.freeze_panes = sheet.cell(first + length, 1)
