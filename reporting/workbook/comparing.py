"""Compare the rows of a workbook with the saved entries."""

from dataclasses import dataclass, replace
from datetime import datetime

from openpyxl.utils import get_column_letter

from plans.models import TaskKind
from reporting.entries import editing
from reporting.entries.fields import TEXT_NAMES
from reporting.filing import filing
from reporting.indicators.lines import Line, lines_of
from reporting.models import EntryStatus, ProgressEntry, Submission, has_percent
from reporting.workbook import number_comparing, part_comparing
from reporting.workbook.cells import Problem
from reporting.workbook.layout import FIELD_COLUMNS, digest, values_of
from reporting.workbook.reading import ReadSheet
from reporting.workbook.row_reading import ReadRow
from reporting.workbook.rows import (
    CHANGE,
    CLOSED,
    CONFLICT,
    OUTSIDE,
    UNCHANGED,
    UNCLEAR,
    ComparedRow,
    NumberChange,
    Value,
)
from tracker.lib import secrecy


def compare(sheet: ReadSheet, *, submission: Submission, at: datetime) -> list[ComparedRow]:
    """The rows of a sheet, each compared with its entry as it is now."""
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
    rows += part_comparing.compare(sheet.parts, submission=submission)
    if sheet.outside:
        rows.append({"kind": OUTSIDE, "cells": sheet.outside})
    return rows


def why_closed(entry: ProgressEntry | None, submission: Submission, *, at: datetime) -> str:
    """The reason why an entry cannot be written now; empty where it can."""
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


@dataclass(frozen=True)
class _Changes:
    """What a row would change: fields with their values now and then, numbers, problems.

    `left_out` are cells that the task does not have; the others of the row are written.
    """

    filed: dict[str, Value]
    saved: dict[str, Value]
    numbers: list[NumberChange]
    problems: list[Problem]
    left_out: list[Problem]

    @property
    def is_empty(self) -> bool:
        return not (self.is_unclear or self.filed or self.numbers)

    @property
    def is_unclear(self) -> bool:
        """Whether the row cannot be written: a cell is not readable, or none is left to write."""
        return bool(self.problems or (self.left_out and not (self.filed or self.numbers)))


def _lines_of(
    sheet: ReadSheet, entries: list[ProgressEntry], submission: Submission
) -> dict[int, dict[int, Line]]:
    """The saved numbers by entry and indicator; no query for a form without indicators."""
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
) -> ComparedRow:
    signed, changes = row.signed, _changes(row, entry, lines)
    if changes.is_empty:
        return {"kind": UNCHANGED, "entry": signed.entry, "row": signed.row}
    compared = _change(row, entry, changes)
    why = why_closed(entry, submission, at=at)
    if why or entry is None:
        return {**compared, "kind": CLOSED, "why": why}
    if changes.is_unclear:
        return {**compared, "kind": UNCLEAR}
    conflicts = _conflicts(row, entry, changes)
    if not conflicts and not any(number["is_conflict"] for number in changes.numbers):
        return compared
    return {
        **compared,
        "kind": CONFLICT,
        "conflicts": conflicts,
        "saved_by": entry.saved_by.full_name if entry.saved_by else "",
        "saved_at": entry.saved_at.isoformat() if entry.saved_at else "",
    }


def _change(row: ReadRow, entry: ProgressEntry | None, changes: _Changes) -> ComparedRow:
    """The row as one that changes something; an entry that is gone has no version."""
    return {
        "kind": CHANGE,
        "entry": row.signed.entry,
        "row": row.signed.row,
        "code": row.code,
        "title": row.title,
        "task_kind": entry.assignment.task.kind if entry else TaskKind.ONE_OFF,
        "version": entry.version if entry else 0,
        "filed": changes.filed,
        "saved": changes.saved,
        "numbers": changes.numbers,
        "problems": [problem.as_json() for problem in changes.problems + changes.left_out],
    }


def _changes(row: ReadRow, entry: ProgressEntry | None, lines: dict[int, Line]) -> _Changes:
    now = values_of(entry) if entry else {}
    filed = {name: value for name, value in _touched(row).items() if now.get(name) != value}
    numbers, unread = _numbers(row, lines)
    problems = [_without_marks(problem) for problem in row.problems + unread] + _unfit(row, filed)
    left_out = _unasked_percent(row, entry, filed, problems)
    problems = _outside(problems, left_out)
    # Marked text is refused and not kept, not even to show it
    unfit = {problem.cell for problem in problems + left_out}
    filed = {name: value for name, value in filed.items() if _cell_name(row, name) not in unfit}
    return _Changes(filed, {name: now.get(name) for name in filed}, numbers, problems, left_out)


def _unasked_percent(
    row: ReadRow, entry: ProgressEntry | None, filed: dict[str, Value], problems: list[Problem]
) -> list[Problem]:
    """The cell of a percentage, readable or not, of a task that has none."""
    if entry is None or has_percent(entry.assignment.task.kind):
        return []
    cell = _cell_name(row, "percent")
    typed = [problem.text for problem in problems if problem.cell == cell]
    if filed.get("percent") is not None:
        typed = [str(filed["percent"])]
    why = f"{filing.NO_PERCENT} Ô này không được ghi; các ô khác của dòng không mất."
    return [Problem(cell, text, why) for text in typed]


def _outside(problems: list[Problem], others: list[Problem]) -> list[Problem]:
    """The problems of cells that none of the `others` is about."""
    cells = {problem.cell for problem in others}
    return [problem for problem in problems if problem.cell not in cells]


def _touched(row: ReadRow) -> dict[str, Value]:
    """The cells that were edited: others are ignored, whatever is saved since."""
    digests = row.signed.digests
    return {name: value for name, value in row.values.items() if digest(value) != digests.get(name)}


def _conflicts(row: ReadRow, entry: ProgressEntry, changes: _Changes) -> list[str]:
    """The names of changed fields that another person also changed."""
    if entry.version == row.signed.version:
        return []
    digests = row.signed.digests
    return [name for name, value in changes.saved.items() if digest(value) != digests.get(name)]


def _numbers(row: ReadRow, lines: dict[int, Line]) -> tuple[list[NumberChange], list[Problem]]:
    changes: list[NumberChange] = []
    problems: list[Problem] = []
    for number in row.numbers:
        change, unread = number_comparing.compare(number, lines.get(number.signed.indicator))
        changes += [change] if change else []
        problems += unread
    return changes, problems


def _unfit(row: ReadRow, filed: dict[str, Value]) -> list[Problem]:
    """Texts that can be read but not saved."""
    problems = []
    for name in TEXT_NAMES:
        text = str(filed.get(name, ""))
        if mark := secrecy.mark_in(text):
            why = (
                f"Có dấu hiệu mật (“{mark}”). Hệ thống không nhận nội dung bí mật nhà nước "
                "và không giữ lại nội dung ô này."
            )
            problems.append(Problem(_cell_name(row, name), "", why))
        elif len(text) > filing.LONGEST_TEXT:
            why = f"Nội dung quá dài ({len(text)} ký tự, tối đa {filing.LONGEST_TEXT})."
            problems.append(Problem(_cell_name(row, name), f"{text[:200]}…", why))
    return problems


def _without_marks(problem: Problem) -> Problem:
    return replace(problem, text="") if secrecy.mark_in(problem.text) else problem


def _cell_name(row: ReadRow, field: str) -> str:
    return f"{get_column_letter(FIELD_COLUMNS[field])}{row.signed.row}"
