"""Write the sheet of indicators: a row per task and indicator, to fill in offline."""

from dataclasses import dataclass

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from reporting.indicators.inputs import NUMBERS, measure_of
from reporting.indicators.lines import Line
from reporting.models import ProgressEntry
from reporting.workbook.layout import SignedNumber, digests_of, label_digest
from reporting.workbook.number_layout import (
    LAST_NUMBER_COLUMN,
    NUMBER_COLUMNS,
    NUMBER_FIELDS,
    NUMBER_HEADER_ROW,
    TICK,
    is_asked,
    name_of,
    parts_in_words,
    texts_of,
)
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
from tracker.lib.cells import put_text

_RIGHT = Alignment(wrap_text=True, vertical="top", horizontal="right")
_HELP = (
    "Để trống: chưa có số liệu. Ghi 0: có theo dõi, kết quả bằng không. Ghi x vào cột “Không phát "
    "sinh”: trong kỳ không có việc để đếm. Phần lẻ ghi sau dấu phẩy: 1.234,5."
)


@dataclass(frozen=True)
class NumberRow:
    """One indicator of one entry, and whether the unit may write it now."""

    entry: ProgressEntry
    line: Line
    is_open: bool


def write(sheet: Worksheet, rows: list[NumberRow], *, where: str) -> list[SignedNumber]:
    """Fill the sheet; `where` names the unit and the period. Returns its rows, to be signed."""
    write_head(sheet, ("SỐ LIỆU CÁC CHỈ TIÊU", where, _HELP), columns=LAST_NUMBER_COLUMN)
    write_titles(sheet, NUMBER_HEADER_ROW, NUMBER_COLUMNS)
    signed = []
    for number, row in enumerate(rows, NUMBER_HEADER_ROW + 1):
        indicator, texts = row.line.indicator, texts_of(row.line.input)
        code, name = row.entry.assignment.task.code, name_of(indicator)
        before = f"{row.line.before_words}\n({row.line.before_period})" if row.line.before else "–"
        cells = {
            **texts,
            **{field: "" for field in NUMBERS if not is_asked(indicator.kind, field)},
            "code": code,
            "name": name,
            "parts": parts_in_words(indicator),
            "before": before,
        }
        _write_row(sheet, number, cells, kind=indicator.kind, is_open=row.is_open)
        signed.append(
            SignedNumber(
                row=number,
                entry=row.entry.pk,
                indicator=indicator.pk,
                kind=indicator.kind,
                label=label_digest(code, name),
                digests=digests_of({field: cells[field] for field in NUMBER_FIELDS}),
                measure=measure_of(indicator),
            )
        )
    last_row = NUMBER_HEADER_ROW + len(rows)
    letter = get_column_letter(NUMBER_FIELDS["not_applicable"])
    ticks = DataValidation(type="list", formula1=f'"{TICK}"', allow_blank=True)
    ticks.errorTitle, ticks.error = "Không phát sinh", f"Ghi {TICK} hoặc để trống."
    ticks.showErrorMessage = True
    ticks.add(f"{letter}{NUMBER_HEADER_ROW + 1}:{letter}{last_row}")
    sheet.add_data_validation(ticks)
    protect_and_page(sheet, columns=LAST_NUMBER_COLUMN, header=NUMBER_HEADER_ROW, last_row=last_row)
    return signed


def _write_row(
    sheet: Worksheet, number: int, cells: dict[str, str], *, kind: str, is_open: bool
) -> None:
    for at, column in enumerate(NUMBER_COLUMNS, 1):
        cell = sheet.cell(number, at)
        # Numbers are text as well: a program set to English would read 1.234 as hardly more
        # than one
        put_text(cell, cells[column.key])
        cell.font = Font(name=FACE, size=12)
        cell.border = BOX
        if column.key in NUMBERS:
            cell.alignment = _RIGHT
        else:
            cell.alignment = CENTRED if column.key in ("code", "not_applicable") else WRAPPED
        if is_open and column.field and is_asked(kind, column.field):
            cell.protection = OPEN
        else:
            cell.fill = PatternFill("solid", fgColor=GREY)
    sheet.row_dimensions[number].height = height_of(cells, NUMBER_COLUMNS)
