"""Compare the rows of the sheet of contributions with what the unit saved."""

from reporting.contributions.assigned import UnitPart, parts_in
from reporting.contributions.contributing import LONGEST_TEXT
from reporting.models import Submission
from reporting.workbook.cells import Problem
from reporting.workbook.layout import digest
from reporting.workbook.part_layout import ReadPart
from reporting.workbook.rows import CHANGE, CLOSED, CONFLICT, UNCHANGED, UNCLEAR, ComparedRow
from tracker.lib import secrecy
from tracker.lib.cells import plain
from tracker.lib.workbooks import SHOWN


def compare(parts: list[ReadPart], *, submission: Submission) -> list[ComparedRow]:
    """The rows of the sheet, each compared with the contribution as it is now; one query."""
    if not parts:
        return []
    now = {part.assignment_id: part for part in parts_in(submission.period, submission.unit_id)}
    is_open = submission.period.is_open
    return [_compared(part, now.get(part.signed.assignment), is_open) for part in parts]


def _compared(part: ReadPart, now: UnitPart | None, is_open: bool) -> ComparedRow:
    signed, saved = part.signed, plain(now.text) if now else ""
    # A cell that was not edited is ignored, whatever is saved since
    is_same = digest(part.text) == signed.digest or part.text == saved
    if is_same and not part.problems:
        return {"kind": UNCHANGED, "assignment": signed.assignment, "row": signed.row}
    problems = part.problems or _unfit(part)
    compared = _change(part, now, problems)
    if why := _why_closed(now, is_open):
        return {**compared, "kind": CLOSED, "why": why}
    if problems:
        return {**compared, "kind": UNCLEAR}
    if now is None or digest(saved) == signed.digest:
        return compared
    return {**compared, **_conflict(now)}


def _change(part: ReadPart, now: UnitPart | None, problems: list[Problem]) -> ComparedRow:
    """The row as one that changes the text."""
    return {
        "kind": CHANGE,
        "assignment": part.signed.assignment,
        "row": part.signed.row,
        "code": part.code,
        "title": part.title,
        "version": now.version if now else 0,
        # Marked text is not kept, not even to show it
        "filed": {} if problems else {"text": part.text},
        "saved": {"text": plain(now.text) if now else ""},
        "problems": [problem.as_json() for problem in problems],
    }


def _conflict(now: UnitPart) -> ComparedRow:
    """What is told of a text that another person saved after the workbook was made."""
    return {
        "kind": CONFLICT,
        "conflicts": ["text"],
        "saved_by": now.saved_by,
        "saved_at": now.saved_at.isoformat() if now.saved_at else "",
    }


def _why_closed(now: UnitPart | None, is_open: bool) -> str:
    """The reason why it cannot be written now; empty where it can."""
    if not is_open:
        return "Kỳ báo cáo chưa mở hoặc đã đóng, không nhận nội dung phối hợp."
    if now is None:
        return "Đơn vị không còn phối hợp nhiệm vụ này trong kỳ báo cáo."
    if now.is_with_head:
        return "Nội dung đang chờ thủ trưởng xác nhận; muốn sửa, hãy rút lại trước."
    if now.is_writable:
        return ""
    return (
        "Nội dung đã gửi đơn vị chủ trì. Muốn sửa, chọn “Lấy lại để sửa” trên trang Nội dung phối "
        "hợp."
    )


def _unfit(part: ReadPart) -> list[Problem]:
    """A text that can be read but not saved."""
    if mark := secrecy.mark_in(part.text):
        why = (
            f"Có dấu hiệu mật (“{mark}”). Hệ thống không nhận nội dung bí mật nhà nước "
            "và không giữ lại nội dung ô này."
        )
        return [Problem(part.cell, "", why)]
    if len(part.text) > LONGEST_TEXT:
        why = f"Nội dung dài {len(part.text)} ký tự, tối đa {LONGEST_TEXT} ký tự."
        return [Problem(part.cell, part.text[:SHOWN], why)]
    return []
