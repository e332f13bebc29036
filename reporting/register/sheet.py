"""The register as a sheet for Excel."""

import io
from collections.abc import Iterable
from datetime import date

from django.utils.timezone import localdate
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reporting.models import Review, Term
from tracker.lib.cells import put_text

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = {
    "Số, ký hiệu": 16,
    "Ngày ban hành": 14,
    "Loại": 20,
    "Trích yếu": 60,
    "Kế hoạch": 18,
    "Người ký": 24,
    "Hiệu lực": 34,
    "SHA-256 của PDF": 40,
}
FACE = "Times New Roman"
HEAD_ROW = 3
_LINE = Side(style="thin")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def sheet_of(papers: Iterable[Review], *, term: Term | None, on: date) -> bytes:
    """An A4 landscape sheet of `papers`; days are days, everything else is text."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Sổ văn bản"
    _write_head(sheet, term, on)
    for row, paper in enumerate(papers, HEAD_ROW + 1):
        _write_paper(sheet, row, paper)
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 1)
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def standing_of(paper: Review) -> str:
    """Whether the paper is in force, in words."""
    withdrawal = getattr(paper, "withdrawal", None)
    if withdrawal:
        return f"Đã thu hồi ngày {localdate(withdrawal.withdrawn_at):%d/%m/%Y}: {withdrawal.reason}"
    later = getattr(paper, "replaced_by", None)
    if later and later.is_issued:
        return f"Đã thay thế bằng số {later.number}, ngày {later.issued_on:%d/%m/%Y}"
    return "Còn hiệu lực"


def _write_head(sheet: Worksheet, term: Term | None, on: date) -> None:
    words = f"SỔ VĂN BẢN ĐÃ BAN HÀNH{f' – NHIỆM KỲ {term.name}' if term else ''}"
    sheet.cell(1, 1, words).font = Font(name=FACE, size=14, bold=True)
    whose = f"{term.issuing_body}, lập" if term else "Lập"
    sheet.cell(2, 1, f"{whose} ngày {on:%d/%m/%Y}").font = Font(name=FACE, size=12, italic=True)
    for at, (title, width) in enumerate(COLUMNS.items(), 1):
        cell = sheet.cell(HEAD_ROW, at, title)
        cell.font = Font(name=FACE, size=12, bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        cell.border = _BOX
        sheet.column_dimensions[get_column_letter(at)].width = width


def _write_paper(sheet: Worksheet, row: int, paper: Review) -> None:
    values = [
        paper.number,
        paper.issued_on,
        paper.get_kind_display(),
        paper.title,
        paper.plan.number,
        paper.signer_name,
        standing_of(paper),
        paper.pdf_sha256,
    ]
    for at, value in enumerate(values, 1):
        cell = sheet.cell(row, at)
        if isinstance(value, date):
            cell.value, cell.number_format = value, "dd/mm/yyyy"
        else:
            put_text(cell, value or "")
        cell.font = Font(name=FACE, size=12)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.border = _BOX
