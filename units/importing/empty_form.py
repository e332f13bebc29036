"""The empty form that offices fill in."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tracker.lib.cells import put_text
from units.importing import choices
from units.importing.layout import DAYS, EXAMPLE, MOST_ROWS, NUMBER, PEOPLE, UNITS, ListTable
from units.models import Unit, UnitKind

HEAD_ROW = 4
LISTS = "Danh mục"
FILE_NAME = "bieu-don-vi-nguoi-dung.xlsx"
_FACE = "Times New Roman"
_THIN = Side(style="thin", color="FF8C8C8C")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_TINT = PatternFill("solid", fgColor="FFF3EFE4")
_HELP = {
    UNITS.key: (
        "Mỗi dòng một đơn vị; cột có dấu * phải ghi. Đơn vị đã có: chỉ ghi ô cần đổi, ô trống giữ "
        "nguyên. Bỏ trống khối thì theo loại. Nhiều cách gọi khác cách nhau bằng dấu chấm phẩy."
    ),
    PEOPLE.key: (
        "Mỗi dòng một người tại một đơn vị; cột có dấu * phải ghi. Bỏ trống tên đăng nhập thì hệ "
        "thống tự đặt; bỏ trống từ ngày thì tính từ hôm nay. Không ghi số điện thoại riêng."
    ),
}
_EXAMPLES = {
    UNITS.key: {
        "name": "Phòng Văn hóa - Xã hội",
        "short_name": "P. VH-XH",
        "parent": "Ủy ban nhân dân xã",
        "first_day": "01/07/2025",
        "aliases": "Phòng VHXH; Phòng Văn hóa",
    },
    PEOPLE.key: {
        "full_name": "Trần Thị Ví Dụ",
        "position": "Chuyên viên",
        "unit": "Phòng Văn hóa - Xã hội",
        "email": "du.tran@coquan.vn",
        "work_phone": "0200 000 000",
        "first_day": "01/07/2025",
    },
}


def form() -> bytes:
    """An .xlsx with both tables, an example in each, and lists to choose from."""
    book = Workbook()
    lists = book.create_sheet(LISTS)
    names = list(Unit.objects.in_list_order().values_list("name", flat=True))
    answers = {
        "kind": [one.name for one in choices.kinds()],
        "bloc": [one.name for one in choices.blocs()],
        "role": [one.name for one in choices.roles()],
        "unit": names,
        "parent": names,
    }
    ranges = {
        key: _write_list(lists, at, words)
        for at, (key, words) in enumerate(answers.items(), 1)
        if words
    }
    for table, sheet in ((UNITS, book.active), (PEOPLE, book.create_sheet(PEOPLE.title, 1))):
        sheet.title = table.title
        _write_table(sheet, table, answers)
        _offer(sheet, table, ranges)
    lists.sheet_state = "hidden"
    book.properties.creator = "Theo dõi kế hoạch"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_list(sheet: Worksheet, column: int, words: Sequence[str]) -> str:
    """Write `words` below each other; returns how a formula names them."""
    for row, word in enumerate(words, 1):
        put_text(sheet.cell(row, column), word)
    letter = get_column_letter(column)
    return f"'{LISTS}'!${letter}$1:${letter}${len(words)}"


def _write_table(sheet: Worksheet, table: ListTable, answers: dict[str, list[str]]) -> None:
    lines = [
        (f"DANH SÁCH {table.title.upper()}", Font(name=_FACE, size=15, bold=True)),
        (_HELP[table.key], Font(name=_FACE, size=11, italic=True)),
        (f"Dòng “{EXAMPLE}” chỉ để tham khảo, không được đọc.", Font(name=_FACE, size=11)),
    ]
    for row, (words, font) in enumerate(lines, 1):
        put_text(sheet.cell(row, 1), words)
        sheet.cell(row, 1).font = font
    example = {key: words[0] for key, words in answers.items() if words}
    example |= _department() | _EXAMPLES[table.key] | {NUMBER: EXAMPLE}
    for at, column in enumerate(table.columns, 1):
        head = sheet.cell(HEAD_ROW, at, column.title + (" *" if column.is_required else ""))
        head.font = Font(name=_FACE, size=12, bold=True)
        head.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        head.fill, head.border = _TINT, _BOX
        cell = sheet.cell(HEAD_ROW + 1, at)
        put_text(cell, example.get(column.key, ""))
        cell.font, cell.border = Font(name=_FACE, size=12, italic=True, color="FF6B6B6B"), _BOX
        sheet.column_dimensions[get_column_letter(at)].width = column.width
        # Text, so that Excel neither drops a zero nor turns 1/7/2025 into 7 January
        for row in range(HEAD_ROW + 2, HEAD_ROW + 2 + MOST_ROWS):
            if column.key in (*DAYS, "work_phone", "code", "username"):
                sheet.cell(row, at).number_format = "@"
    sheet.row_dimensions[HEAD_ROW].height = 32
    sheet.freeze_panes = f"C{HEAD_ROW + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"


def _department() -> dict[str, str]:
    """What the office calls the kind and the bloc of the department in the example."""
    kind = UnitKind.objects.filter(pk=UnitKind.DEPARTMENT).select_related("bloc").first()
    return {"kind": kind.name, "bloc": kind.bloc.name} if kind else {}


def _offer(sheet: Worksheet, table: ListTable, ranges: dict[str, str]) -> None:
    """Offer the answers of a column as a list. Units may be new ones, so others are taken too."""
    for at, column in enumerate(table.columns, 1):
        if column.key not in ranges:
            continue
        limit = DataValidation(type="list", formula1=ranges[column.key], allow_blank=True)
        limit.errorTitle, limit.error = column.title, "Hãy chọn trong danh sách."
        limit.showErrorMessage = column.key not in ("unit", "parent")
        letter = get_column_letter(at)
        limit.add(f"{letter}{HEAD_ROW + 1}:{letter}{HEAD_ROW + 1 + MOST_ROWS}")
        sheet.add_data_validation(limit)
