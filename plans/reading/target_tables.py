"""Targets that stand in tables: "Chỉ tiêu | ĐVT | Thực hiện 2025 | Kế hoạch 2026"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from plans.reading.findings import PlanTargetFound
from plans.reading.lines import Rows
from plans.reading.mending.paragraphs import MendedParagraph
from tracker.lib.text import fold

_NAME = re.compile(r"(?:ten )?(?:\w+ )?(?:chi tieu|tieu chi|muc tieu|noi dung|danh muc)\b")
_IS_TARGET = re.compile(r"(?:ten |noi dung )?(?:cac |he thong )?(?:chi tieu|tieu chi|muc tieu)\b")
_MEASURE = re.compile(r"(?:don vi tinh|dvt|don vi|dv tinh|dv)$")
_REACHED = re.compile(
    r"\b(?:thuc hien|th|uoc|ket qua|hien trang|so sanh|nam truoc|tang|giam|dat)\b"
)
_TO_REACH = re.compile(r"\b(?:ke hoach|kh|muc tieu|phan dau|giao|du kien|chi tieu)\b")
_YEAR = re.compile(r"\b20\d\d\b")
# Who answers for the target, or until when it is reached: no number of it
_WHO = re.compile(
    r"\b(?:co quan|don vi|phong|so nganh|theo doi|chu tri|thoi gian|thoi han|ghi chu)\b"
)
_VALUE = re.compile(
    r"\s*(?:(?:trên|dưới|từ|đạt|tối thiểu|ít nhất|không quá)\s+|[≥≤<>=]+\s*)*"
    r"(?P<value>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)"
    r"\s*(?P<percent>%)?(?:\s*(?:[-–]|đến)\s*\d+(?:[.,]\d+)?\s*(?P<to>%)?)?"
    r"(?:\s+trở (?:lên|xuống))?\s*$",
    re.IGNORECASE,
)
_MOST_HEAD_ROWS = 3
_LONGEST_HEAD = 60


@dataclass(frozen=True)
class _Columns:
    name: int
    measure: int | None
    value: int
    num_head_rows: int = 1


def is_of_targets(rows: Rows) -> bool:
    return _columns_of(rows, None) is not None


def targets_of(paragraphs: Sequence[MendedParagraph], year: int) -> Iterator[PlanTargetFound]:
    """The targets of all tables, in the words of their rows, for `year` if columns name years."""
    columns: _Columns | None = None
    width = 0
    for at, paragraph in enumerate(paragraphs):
        rows = paragraph.rows
        if not rows or paragraph.kind != "body":
            # The rest of a table follows right after the page before
            columns = None if paragraph.text.strip() else columns
            continue
        own = _columns_of(rows, year)
        columns = own or (columns if len(rows[0]) == width else None)
        width = len(rows[0])
        if columns:
            for row in rows[own.num_head_rows if own else 0 :]:
                yield from _target(row, columns, at)


def _columns_of(rows: Rows, year: int | None) -> _Columns | None:
    for last in range(1, min(len(rows), _MOST_HEAD_ROWS) + 1):
        heads = [fold(" ".join(dict.fromkeys(cells))) for cells in zip(*rows[:last], strict=True)]
        if max(map(len, heads), default=0) > _LONGEST_HEAD:
            return None
        if not _is_divided(rows[last - 1], rows[last : last + 1]):
            found = _columns_by(heads, rows[last:], year)
            if found:
                return replace(found, num_head_rows=last)
    return None


def _columns_by(heads: Sequence[str], rows: Rows, year: int | None) -> _Columns | None:
    name, measure = _first_like(_NAME, heads), _first_like(_MEASURE, heads)
    if name is None or (measure is None and not _IS_TARGET.match(heads[name])):
        return None
    places = [
        at
        for at in range(len(heads))
        if at not in (name, measure) and _is_to_reach(heads[at]) and _has_numbers(rows, at)
    ]
    value = _best_of(places, heads, year)
    return None if value is None else _Columns(name, measure, value)


def _first_like(pattern: re.Pattern[str], heads: Sequence[str]) -> int | None:
    return next((at for at, head in enumerate(heads) if pattern.match(head)), None)


def _best_of(places: Sequence[int], heads: Sequence[str], year: int | None) -> int | None:
    """The column of what is aimed at, or planned for the year; else the last one."""
    of_year = [at for at in places if str(year) in heads[at]]
    planned = [at for at in of_year or places if _TO_REACH.search(heads[at])]
    aimed = [at for at in planned if "phan dau" in heads[at]]
    return next(iter(aimed or planned or of_year or places[-1:]), None)


def _is_divided(row: Sequence[str], following: Rows) -> bool:
    """Whether a cell of the head covers several columns, which the row below names."""
    if not any(left.strip() and left == right for left, right in pairwise(row)):
        return False
    return any(
        not below[0].strip() or any(one == other for one, other in zip(row, below, strict=True))
        for below in following
    )


def _is_to_reach(head: str) -> bool:
    """Whether a column has what is to be reached, not what was, nor who answers for it."""
    is_planned = _TO_REACH.search(head) or _YEAR.search(head)
    return bool(is_planned) and not _REACHED.search(head) and not _WHO.search(head)


def _has_numbers(rows: Rows, at: int) -> bool:
    filled = [row[at] for row in rows if row[at].strip() and len(set(row)) > 1]
    return bool(filled) and 2 * sum(bool(_VALUE.match(cell)) for cell in filled) >= len(filled)


def _target(row: Sequence[str], columns: _Columns, at: int) -> Iterator[PlanTargetFound]:
    name = " ".join(row[columns.name].split()).lstrip("-+•* ")
    found = _VALUE.match(row[columns.value])
    if not found or not name or not any(map(str.isalpha, name)):
        return
    unit = "" if columns.measure is None else " ".join(row[columns.measure].split()).lower()
    unit = unit or ("%" if found["percent"] or found["to"] else "")
    yield PlanTargetFound(name, found["value"], unit, at)
