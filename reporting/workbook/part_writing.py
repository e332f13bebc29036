"""Write the sheet of contributions, to fill in offline."""

from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from reporting.contributions.assigned import UnitPart
from reporting.workbook.layout import SignedPart, digest, label_digest
from reporting.workbook.part_layout import LAST_PART_COLUMN, PART_COLUMNS, PART_HEADER_ROW
from reporting.workbook.styling import (
    BOX,
    CENTRED,
    FACE,
    GREY,
    OPEN,
    WRAPPED,
    height_of,
    protect_and_page,
    write_head,
    write_titles,
)
from tracker.lib.cells import plain, put_text

_HELP = (
    "Viết ngắn: đơn vị đã làm gì, số liệu chính. Nộp biểu chỉ là lưu: việc gửi đơn vị chủ trì làm "
    "ở trang Nội dung phối hợp. Dòng nền xám là nội dung đã gửi."
)


def write(
    sheet: Worksheet, parts: list[UnitPart], *, where: str, is_open: bool
) -> list[SignedPart]:
    """Fill the sheet; `where` names the unit and the period. Returns its rows, to be signed."""
    write_head(sheet, ("NỘI DUNG PHỐI HỢP", where, _HELP), columns=LAST_PART_COLUMN)
    write_titles(sheet, PART_HEADER_ROW, PART_COLUMNS)
    signed = []
    for number, part in enumerate(parts, PART_HEADER_ROW + 1):
        text = plain(part.text)
        cells = {
            "code": part.task_code,
            "title": part.task_title,
            "status": part.status_words,
            "text": text,
        }
        for at, column in enumerate(PART_COLUMNS, 1):
            cell = sheet.cell(number, at)
            put_text(cell, cells[column.key])
            cell.font = Font(name=FACE, size=12)
            cell.alignment = CENTRED if column.key == "code" else WRAPPED
            cell.border = BOX
            if column.field and is_open and part.is_writable:
                cell.protection = OPEN
            else:
                cell.fill = PatternFill("solid", fgColor=GREY)
        sheet.row_dimensions[number].height = max(52.0, height_of(cells, PART_COLUMNS))
        signed.append(
            SignedPart(
                row=number,
                assignment=part.assignment_id,
                label=label_digest(part.task_code, part.task_title),
                digest=digest(text),
            )
        )
    last_row = PART_HEADER_ROW + len(parts)
    protect_and_page(sheet, columns=LAST_PART_COLUMN, header=PART_HEADER_ROW, last_row=last_row)
    return signed
