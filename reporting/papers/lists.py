"""A list as a sheet for Excel: a title, a head that repeats on every page, and rows."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tracker.lib.cells import put_text

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FACE = "Times New Roman"
HEAD_ROW = 3
_LINE = Side(style="thin")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
Value = str | int | date | None


def to_list_sheet(
    name: str,
    *,
    title: str,
    lead: str,
    columns: Mapping[str, int],
    rows: Iterable[Sequence[Value]],
) -> bytes:
    """An A4 landscape sheet; days are days, numbers are numbers, everything else is text.

    `columns`: the heads with their widths. `lead` is the line below the title.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = name
    sheet.cell(1, 1, title).font = Font(name=FACE, size=14, bold=True)
    sheet.cell(2, 1, lead).font = Font(name=FACE, size=12, italic=True)
    _write_head(sheet, columns)
    for number, row in enumerate(rows, HEAD_ROW + 1):
        _write_row(sheet, number, row)
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 1)
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write_head(sheet: Worksheet, columns: Mapping[str, int]) -> None:
    for at, (title, width) in enumerate(columns.items(), 1):
        cell = sheet.cell(HEAD_ROW, at, title)
        cell.font = Font(name=FACE, size=12, bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        cell.border = _BOX
        sheet.column_dimensions[get_column_letter(at)].width = width


def _write_row(sheet: Worksheet, number: int, row: Sequence[Value]) -> None:
    for at, value in enumerate(row, 1):
        cell = sheet.cell(number, at)
        if isinstance(value, date):
            cell.value, cell.number_format = value, "dd/mm/yyyy"
        elif isinstance(value, int):
            cell.value = value
        else:
            put_text(cell, value or "")
        cell.font = Font(name=FACE, size=12)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.border = _BOX
