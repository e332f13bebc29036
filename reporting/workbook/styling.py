"""The look, print setup and locks of the sheets, and text that stays text in their cells."""

from collections.abc import Iterable, Mapping

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reporting.workbook.layout import Column
from tracker.lib.cells import put_text

FACE = "Times New Roman"
GREY, TINT, _LINE = "FFE7E6E6", "FFF3EFE4", "FF8C8C8C"
_THIN = Side(style="thin", color=_LINE)
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
WRAPPED = Alignment(wrap_text=True, vertical="top")
CENTRED = Alignment(wrap_text=True, vertical="top", horizontal="center")
OPEN = Protection(locked=False)


def write_head(sheet: Worksheet, lines: tuple[str, str, str], *, columns: int) -> None:
    """Write title, submission and help above a table, each over all its `columns`."""
    styles = [
        (Font(name=FACE, size=15, bold=True), 24),
        (Font(name=FACE, size=13, bold=True), 20),
        (Font(name=FACE, size=11, italic=True), 18),
    ]
    for number, (words, (font, height)) in enumerate(zip(lines, styles, strict=True), 1):
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=columns)
        cell = sheet.cell(number, 1)
        put_text(cell, words)
        cell.font = font
        cell.alignment = Alignment(horizontal="left", vertical="center")
        sheet.row_dimensions[number].height = height


def write_titles(sheet: Worksheet, row: int, columns: Iterable[Column]) -> None:
    """Write the head of the table and set the widths of its columns."""
    for at, column in enumerate(columns, 1):
        cell = sheet.cell(row, at, column.title)
        cell.font = Font(name=FACE, size=12, bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        cell.fill = PatternFill("solid", fgColor=TINT)
        cell.border = BOX
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    sheet.row_dimensions[row].height = 36


def height_of(cells: Mapping[str, object], columns: Iterable[Column]) -> float:
    """The height that the longest cell needs; not every program computes it."""
    lines = 1
    for column in columns:
        words = cells[column.key]
        if isinstance(words, str):
            per_line = max(1, int(column.width * 1.15))
            needed = sum(-(-len(line) // per_line) or 1 for line in words.split("\n"))
            lines = max(lines, needed)
    return min(409.0, 16.0 * lines + 4)


def protect_and_page(sheet: Worksheet, *, columns: int, header: int, last_row: int) -> None:
    """Set locks, frozen panes and print setup."""
    # True means "locked"; without a password, so that people can still unlock their own file
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
