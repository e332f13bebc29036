"""How the sheets of the workbook look, print and are locked, and how text stays text in them."""

from collections.abc import Iterable, Mapping
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reporting.workbook.layout import Column, to_cell

FACE = "Times New Roman"
GREY, TINT, _LINE = "FFE7E6E6", "FFF3EFE4", "FF8C8C8C"
_THIN = Side(style="thin", color=_LINE)
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
WRAPPED = Alignment(wrap_text=True, vertical="top")
CENTRED = Alignment(wrap_text=True, vertical="top", horizontal="center")
OPEN = Protection(locked=False)
_FORMULA_MARKS = ("=", "+", "-", "@")


def put_text(cell: Any, words: str) -> None:
    """Write WORDS as text whatever they begin with: a list's dash or an equals sign is no formula.

    The cell is of kind "text", so that a dash typed later is no formula either.
    """
    cell.value = to_cell(words) or None
    cell.number_format = "@"
    if cell.value:
        cell.data_type = "s"
        cell.quotePrefix = cell.value.startswith(_FORMULA_MARKS)


def write_titles(sheet: Worksheet, row: int, columns: Iterable[Column]) -> None:
    """The head of the table, which also gives the columns their widths."""
    for at, column in enumerate(columns, 1):
        cell = sheet.cell(row, at, column.title)
        cell.font = Font(name=FACE, size=12, bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        cell.fill = PatternFill("solid", fgColor=TINT)
        cell.border = BOX
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    sheet.row_dimensions[row].height = 36


def height_of(cells: Mapping[str, Any], columns: Iterable[Column]) -> float:
    """As many lines as the longest cell needs; not every program finds that out by itself."""
    lines = 1
    for column in columns:
        words = cells[column.key]
        if isinstance(words, str):
            per_line = max(1, int(column.width * 1.15))
            needed = sum(-(-len(line) // per_line) or 1 for line in words.split("\n"))
            lines = max(lines, needed)
    return min(409.0, 16.0 * lines + 4)


def protect_and_page(sheet: Worksheet, *, columns: int, header: int, last_row: int) -> None:
    """What may be changed, what stays in sight, and how it prints."""
    # True means "locked" here; no password, so nobody is shut out of their own file
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    sheet.freeze_panes = f"C{header + 1}"
    sheet.sheet_view.zoomScale = 90
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{header}:{header}"
    sheet.print_area = f"A1:{get_column_letter(columns)}{last_row}"
    margins = sheet.page_margins
    margins.left, margins.right, margins.top, margins.bottom = 0.6, 0.4, 0.6, 0.6
    sheet.oddFooter.center.text = "Trang &P/&N"
    sheet.oddFooter.center.font, sheet.oddFooter.center.size = FACE, 10
