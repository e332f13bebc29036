"""Write the workbook: the unit's submission as a form to fill in offline."""

import io
from collections.abc import Collection
from datetime import datetime

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from reporting.contributions.assigned import parts_in
from reporting.entries import editing
from reporting.entries.deadlines import Deadline, deadlines_of
from reporting.filing.progress import mark_of
from reporting.indicators.lines import lines_of
from reporting.models import EntryStatus, ProgressEntry, Submission, has_percent, states_of
from reporting.models.entry import ProgressEntryQuerySet
from reporting.workbook import guide, number_writing, part_writing
from reporting.workbook.layout import (
    COLUMNS,
    FORM_SHEET,
    FORMAT,
    GUIDE_SHEET,
    HEADER_ROW,
    HIDDEN_SHEET,
    LAST_COLUMN,
    PERCENT_WORDS,
    Manifest,
    SignedRow,
    digests_of,
    label_digest,
    values_of,
)
from reporting.workbook.number_layout import NUMBER_SHEET
from reporting.workbook.part_layout import PART_SHEET
from reporting.workbook.rows import Value
from reporting.workbook.styling import (
    BOX,
    CENTRED,
    FACE,
    GREY,
    OPEN,
    TINT,
    WRAPPED,
    height_of,
    protect_and_page,
    write_titles,
)
from tracker.lib.cells import put_text
from tracker.lib.text import fold


def workbook_of(
    submission: Submission, entries: ProgressEntryQuerySet, *, can_file: bool, at: datetime
) -> bytes:
    """The entries as an .xlsx; unlocked are the cells that the unit may still fill.

    Needs `submission.period.plan` and `submission.unit` loaded.
    """
    rows = list(
        entries.select_related(
            "assignment__task__group", "assignment__unit", "assignment__standing"
        ).in_plan_order()
    )
    book = Workbook()
    sheet = book.active
    sheet.title = FORM_SHEET
    for row in rows:
        row.submission = submission
    is_open = {
        row.pk: can_file and editing.is_writable(row, submission.period, at=at) for row in rows
    }
    number_rows = _number_rows(rows, is_open)
    _write_head(sheet, submission, has_numbers=bool(number_rows))
    signed = _write_rows(sheet, rows, is_open, at=at)
    _limit_input(sheet, {row.entry: row.row for row in signed}, rows)
    protect_and_page(
        sheet, columns=LAST_COLUMN, header=HEADER_ROW, last_row=max(sheet.max_row, HEADER_ROW + 1)
    )
    numbers = []
    if number_rows:
        where = f"{submission.unit.name}, {submission.period.name}"
        numbers = number_writing.write(book.create_sheet(NUMBER_SHEET), number_rows, where=where)
    parts = parts_in(submission.period, submission.unit_id) if can_file else []
    signed_parts = []
    if parts:
        signed_parts = part_writing.write(
            book.create_sheet(PART_SHEET),
            parts,
            where=f"{submission.unit.name}, {submission.period.name}",
            is_open=submission.period.is_open,
        )
    guide.write(
        book.create_sheet(GUIDE_SHEET),
        face=FACE,
        has_numbers=bool(number_rows),
        has_parts=bool(parts),
    )
    manifest = Manifest(
        submission.pk, submission.unit_id, submission.period_id, signed, numbers, signed_parts
    )
    _write_hidden(book.create_sheet(HIDDEN_SHEET), manifest)
    book.security = WorkbookProtection(lockStructure=True)
    book.properties.creator = "Theo dõi kế hoạch"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def file_name(submission: Submission) -> str:
    """ "bieu-bao-cao-x-hoa-sen-quy-i-2026.xlsx": letters any system can store."""
    words = fold(f"{submission.unit.short_name} {submission.period.name}").replace("/", " ")
    return "-".join(["bieu-bao-cao", *words.split()]) + ".xlsx"


def _number_rows(
    rows: list[ProgressEntry], is_open: dict[int, bool]
) -> list[number_writing.NumberRow]:
    """The rows of the sheet of indicators, in plan order."""
    lines = lines_of(rows)
    return [
        number_writing.NumberRow(row, line, is_open[row.pk])
        for row in rows
        for line in lines.get(row.pk, [])
        if not line.indicator.is_retired
    ]


def _write_head(sheet: Worksheet, submission: Submission, *, has_numbers: bool) -> None:
    period = submission.period
    numbers = f"Số liệu các chỉ tiêu ghi ở trang tính “{NUMBER_SHEET}”. " if has_numbers else ""
    lines = [
        ("BIỂU BÁO CÁO KẾT QUẢ THỰC HIỆN NHIỆM VỤ", Font(name=FACE, size=15, bold=True), 24),
        (submission.unit.name, Font(name=FACE, size=13, bold=True), 20),
        (f"{period.plan.number}: {period.plan.short_title}", Font(name=FACE, size=12), 18),
        (
            (
                f"{period.name} (số liệu từ {period.data_from:%d/%m/%Y} "
                f"đến {period.data_to:%d/%m/%Y}). Hạn gửi: {period.due_on:%d/%m/%Y}"
            ),
            Font(name=FACE, size=12),
            18,
        ),
        (
            (
                f"Ghi vào các ô nền trắng; ô nền xám không sửa được. {numbers}Ghi xong, nộp tệp "
                "này tại trang báo cáo của đơn vị. Không ghi nội dung thuộc bí mật nhà nước."
            ),
            Font(name=FACE, size=11, italic=True),
            18,
        ),
    ]
    for number, (words, font, height) in enumerate(lines, 1):
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=LAST_COLUMN)
        put_text(sheet.cell(number, 1), words)
        sheet.cell(number, 1).font = font
        sheet.cell(number, 1).alignment = Alignment(horizontal="left", vertical="center")
        sheet.row_dimensions[number].height = height
    write_titles(sheet, HEADER_ROW, COLUMNS)


def _write_rows(
    sheet: Worksheet, entries: list[ProgressEntry], is_open: dict[int, bool], *, at: datetime
) -> list[SignedRow]:
    deadlines = deadlines_of([entry.assignment for entry in entries], as_of=timezone.localdate(at))
    signed: list[SignedRow] = []
    number, group_pk = HEADER_ROW, 0
    for entry in entries:
        task = entry.assignment.task
        number += 1
        if task.group_id != group_pk:
            group_pk = task.group_id
            _write_group(sheet, number, f"{task.group.code}. {task.group.label}")
            number += 1
        cells = _cells_of(entry, deadlines[entry.assignment_id])
        locked = () if has_percent(task.kind) else ("percent",)
        _write_entry(sheet, number, cells, is_open=is_open[entry.pk], locked=locked)
        signed.append(
            SignedRow(
                row=number,
                entry=entry.pk,
                version=entry.version,
                label=label_digest(task.code, task.title),
                digests=digests_of(values_of(entry)),
            )
        )
    return signed


def _cells_of(entry: ProgressEntry, deadline: Deadline) -> dict[str, Value]:
    """The content of each column, by the column's key."""
    reason = ""
    if entry.status == EntryStatus.RETURNED and entry.answer_by:
        reason = f"{entry.return_reason}\nBổ sung chậm nhất ngày {entry.answer_by:%d/%m/%Y}."
    day = f" {deadline.day:%d/%m/%Y}" if deadline.day else ""
    return {
        "code": entry.assignment.task.code,
        "title": entry.assignment.task.title,
        "deadline": f"{deadline.words}{day}",
        "status": mark_of(entry).word,
        **values_of(entry),
        "state": entry.state_words,
        "reason": reason,
    }


def _write_group(sheet: Worksheet, number: int, words: str) -> None:
    for at in range(1, LAST_COLUMN + 1):
        sheet.cell(number, at).fill = PatternFill("solid", fgColor=TINT)
        sheet.cell(number, at).border = BOX
    sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=LAST_COLUMN)
    put_text(sheet.cell(number, 1), words)
    sheet.cell(number, 1).font = Font(name=FACE, size=12, bold=True)
    sheet.cell(number, 1).alignment = Alignment(vertical="center")
    sheet.row_dimensions[number].height = 20


def _write_entry(
    sheet: Worksheet,
    number: int,
    cells: dict[str, Value],
    *,
    is_open: bool,
    locked: Collection[str],
) -> None:
    """Write a row; `locked` are the fields that its task does not have."""
    for at, column in enumerate(COLUMNS, 1):
        cell = sheet.cell(number, at)
        value = cells[column.key]
        if column.key == "percent":
            cell.value = value
            cell.number_format = "0"
        else:
            put_text(cell, str(value))
        cell.font = Font(name=FACE, size=12)
        cell.alignment = CENTRED if column.key in ("code", "percent") else WRAPPED
        cell.border = BOX
        if column.field and is_open and column.field not in locked:
            cell.protection = OPEN
        else:
            cell.fill = PatternFill("solid", fgColor=GREY)
    sheet.row_dimensions[number].height = height_of(cells, COLUMNS)


def _limit_input(sheet: Worksheet, places: dict[int, int], entries: list[ProgressEntry]) -> None:
    """Offer each row the states in the words of its kind, and percentages where it has them.

    `places` are the row numbers by entry.
    """
    letters = {column.key: get_column_letter(at) for at, column in enumerate(COLUMNS, 1)}
    percents = DataValidation(
        type="whole", operator="between", formula1="0", formula2="100", allow_blank=True
    )
    percents.errorTitle, percents.error = "Tỷ lệ hoàn thành", PERCENT_WORDS
    limits = {"": percents}
    for entry in entries:
        kind, number = entry.assignment.task.kind, places[entry.pk]
        words = ",".join(words for _, words in states_of(kind))
        if words not in limits:
            limits[words] = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
            limits[words].errorTitle = "Mức độ thực hiện"
            limits[words].error = "Hãy chọn một trong bốn mức độ."
        limits[words].add(f"{letters['state']}{number}")
        if has_percent(kind):
            percents.add(f"{letters['percent']}{number}")
    for validation in limits.values():
        if validation.sqref:
            validation.showErrorMessage = True
            sheet.add_data_validation(validation)


def _write_hidden(sheet: Worksheet, manifest: Manifest) -> None:
    sheet["A1"], sheet["B1"] = "format", FORMAT
    for number, piece in enumerate(manifest.signed(), 2):
        sheet.cell(number, 1, "signed")
        put_text(sheet.cell(number, 2), piece)
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True
