"""Holds what stands in a workbook against what is saved: a row of the comparison per task.

A row is a dictionary, for it is kept as JSON (`SheetImport.rows`):

- `kind`: one of the kinds below; for `unchanged` only `entry` and `row` stand beside it
- `entry`, `row`, `code`, `title`: which task, and where it stands in the workbook
- `version`: the entry's version that the comparison saw
- `filed`: the fields that the workbook would change, with its values; `saved`: those as saved
- `numbers`: the indicators that it would change, see `number_comparing`
- `conflicts`: fields among them that somebody else changed after the workbook was made
- `saved_by`, `saved_at`: who and when, where there are conflicts
- `problems`: cells that are not understood; `why`: why the row cannot be written
- `outcome`, `told`: after the confirmation, what became of the row
"""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from openpyxl.utils import get_column_letter

from reporting.entries import editing
from reporting.entries.fields import TEXT_NAMES
from reporting.filing import filing
from reporting.indicators.lines import Line, lines_of
from reporting.models import EntryStatus, ProgressEntry, Submission
from reporting.workbook import number_comparing
from reporting.workbook.cells import Problem
from reporting.workbook.layout import FIELD_COLUMNS, digest, values_of
from reporting.workbook.reading import ReadSheet
from reporting.workbook.row_reading import ReadRow
from tracker.lib import secrecy

UNCHANGED = "unchanged"
CHANGE = "change"
CONFLICT = "conflict"
UNCLEAR = "unclear"
CLOSED = "closed"
# Not a row of a task: cells with words beside or below the form
OUTSIDE = "outside"


def compare(sheet: ReadSheet, *, submission: Submission, at: datetime) -> list[dict[str, Any]]:
    """The comparison of each row of SHEET with the entries of SUBMISSION as they are now."""
    entries = {
        entry.pk: entry
        for entry in submission.entries.select_related("assignment__task", "saved_by")
    }
    lines = _lines_of(sheet, list(entries.values()), submission)
    rows = [
        _compared(
            row,
            entries.get(row.signed.entry),
            lines.get(row.signed.entry, {}),
            submission=submission,
            at=at,
        )
        for row in sheet.rows
    ]
    if sheet.outside:
        rows.append({"kind": OUTSIDE, "cells": sheet.outside})
    return rows


def _lines_of(
    sheet: ReadSheet, entries: list[ProgressEntry], submission: Submission
) -> dict[int, dict[int, Line]]:
    """What is saved on indicators, by entry and indicator; asked only of a form that has some."""
    if not any(row.numbers for row in sheet.rows):
        return {}
    for entry in entries:
        entry.submission = submission
    return {
        pk: {line.indicator.pk: line for line in lines} for pk, lines in lines_of(entries).items()
    }


def _compared(
    row: ReadRow,
    entry: ProgressEntry | None,
    lines: dict[int, Line],
    *,
    submission: Submission,
    at: datetime,
) -> dict[str, Any]:
    signed = row.signed
    now = values_of(entry) if entry else {}
    # A cell that was left alone says nothing, whatever others saved since
    touched = {n: v for n, v in row.values.items() if digest(v) != signed.digests.get(n)}
    filed = {name: value for name, value in touched.items() if now.get(name) != value}
    numbers, unread = _numbers(row, lines)
    problems = [_without_marks(problem) for problem in row.problems + unread]
    problems += _unfit(row, filed)
    where = {"entry": signed.entry, "row": signed.row}
    if not filed and not numbers and not problems:
        return {**where, "kind": UNCHANGED}
    # Marked text is refused and not kept, not even to show it
    unfit = {problem.cell for problem in problems}
    filed = {name: value for name, value in filed.items() if _name(row, name) not in unfit}
    told: dict[str, Any] = {
        **where,
        "code": row.code,
        "title": row.title,
        "version": entry.version if entry else 0,
        "filed": filed,
        "saved": {name: now.get(name) for name in filed},
        "numbers": numbers,
        "problems": [asdict(problem) for problem in problems],
    }
    why = why_closed(entry, submission, at=at)
    if why or entry is None:
        return {**told, "kind": CLOSED, "why": why}
    if problems:
        return {**told, "kind": UNCLEAR}
    conflicts = [
        name
        for name in filed
        if entry.version != signed.version and digest(now[name]) != signed.digests.get(name)
    ]
    if conflicts or any(number["is_conflict"] for number in numbers):
        told |= {
            "conflicts": conflicts,
            "saved_by": entry.saved_by.full_name if entry.saved_by else "",
            "saved_at": entry.saved_at.isoformat() if entry.saved_at else "",
        }
        return {**told, "kind": CONFLICT}
    return {**told, "kind": CHANGE}


def _numbers(row: ReadRow, lines: dict[int, Line]) -> tuple[list[dict[str, Any]], list[Problem]]:
    changes, problems = [], []
    for number in row.numbers:
        change, unread = number_comparing.compare(number, lines.get(number.signed.indicator))
        changes += [change] if change else []
        problems += unread
    return changes, problems


def why_closed(entry: ProgressEntry | None, submission: Submission, *, at: datetime) -> str:
    """Why ENTRY cannot be written now, in words; nothing where it can."""
    if entry is None:
        return "Nhiệm vụ không còn trong báo cáo này."
    if entry.status == EntryStatus.SENT:
        return "Nhiệm vụ đã gửi, đang chờ thẩm tra. Muốn sửa, chọn “Sửa lại” trên trang báo cáo."
    if entry.status == EntryStatus.ACCEPTED:
        return "Kết quả đã được chấp nhận. Muốn sửa, chọn “Sửa lại” trên trang báo cáo."
    if submission.is_with_head:
        return "Báo cáo đang chờ thủ trưởng xác nhận; muốn sửa, hãy rút lại trước."
    if not editing.is_in_time(entry, submission.period, at=at):
        return "Kỳ báo cáo chưa mở hoặc đã đóng, không nhận báo cáo."
    return ""


def _unfit(row: ReadRow, filed: dict[str, Any]) -> list[Problem]:
    """Texts that are read well and yet may not be saved."""
    problems = []
    for name in TEXT_NAMES:
        text = filed.get(name, "")
        if mark := secrecy.mark_in(text):
            why = (
                f"Có dấu hiệu mật (“{mark}”). Hệ thống không nhận nội dung bí mật nhà nước "
                "và không giữ lại nội dung ô này."
            )
            problems.append(Problem(_name(row, name), "", why))
        elif len(text) > filing.LONGEST_TEXT:
            why = f"Nội dung quá dài ({len(text)} ký tự, tối đa {filing.LONGEST_TEXT})."
            problems.append(Problem(_name(row, name), f"{text[:200]}…", why))
    return problems


def _without_marks(problem: Problem) -> Problem:
    return replace(problem, text="") if secrecy.mark_in(problem.text) else problem


def _name(row: ReadRow, field: str) -> str:
    return f"{get_column_letter(FIELD_COLUMNS[field])}{row.signed.row}"
