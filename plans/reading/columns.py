"""What the columns of an assignment table hold, by their heads in any wording and order."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from plans.reading.lines import Rows
from tracker.lib.text import fold

ORDER, GROUP, TITLE, LEAD, SHARED, DELIVERABLE, BEGIN, DUE, NOTE = (
    *("order", "group", "title", "lead", "shared", "deliverable", "begin", "due", "note"),
)
# The first word that fits decides; "thực hiện" alone is who does it, "thời gian thực hiện" is when
_COLUMNS = {
    DUE: "thoi han|thoi gian|tien do|hoan thanh|thoi diem|lo trinh|han",
    DELIVERABLE: "san pham|ket qua|dau ra|ho so|muc tieu can dat",
    LEAD: (
        "chu tri|don vi|co quan|bo phan|phu trach|trach nhiem|thuc hien|dau moi|phan cong|chuan bi"
    ),
    TITLE: "nhiem vu|noi dung|cong viec|hoat dong|ten viec|dau viec|muc tieu|giai phap|viec",
    ORDER: "tt|stt|so thu tu",
    NOTE: "ghi chu",
}
_SHARED = re.compile(
    r"(?!.*\b(?:noi dung|nhiem vu) phoi hop).*\b(?:phoi hop|cung thuc hien|tham gia)\b"
)
# A table without a column of tasks lists what is to be made or held
_THINGS = re.compile(
    r"\b(?:cong tac|van ban|de an|chuyen de|du an|cong trinh|linh vuc|danh muc|chuong trinh"
    r"|ke hoach|hoi nghi|cuoc|ten)\b"
)
_TIMES = re.compile(r"(?:ngay|tuan|thang|quy)(?: (?:ngay|tuan|thang|quy|nam))*$")
_UNITS = re.compile(
    r"\b(?:don vi tinh|dvt|kinh phi|von|dia diem|doi tuong|(?:thuc hien|ket qua) (?:nam )?\d+)\b"
)
_PASSED_TO = re.compile(r"\b(?:trinh|ban hanh|phe duyet|quyet dinh|nhan|ky)\b")
_PERSONS = re.compile(r"\b(?:lanh dao|nguoi|dong chi|can bo)\b")
_CHAIRING = re.compile(r"\b(?:chu tri|dau moi|chiu trach nhiem)\b")
_GROUPING = re.compile(r"(?:nhom|linh vuc|muc tieu|giai phap|chuong trinh|mang) ?|.* chung$")
_LONGEST_HEAD = 60
_LEAST_TITLE = 15


@dataclass
class Columns:
    """What each column of a table holds, and how many rows its head has."""

    kinds: list[str]
    num_head_rows: int

    @property
    def is_by_time(self) -> bool:
        """Whether the table is a schedule, in which a time stands for the rows below it too."""
        return DUE in self.kinds and self.kinds.index(DUE) < self.kinds.index(TITLE)


def columns_of(rows: Rows) -> Columns | None:
    """The columns by the head of the table; None where it is no table of tasks."""
    for first in range(min(len(rows), 3)):
        for last in (first + 2, first + 1):
            heads = rows[first:last]
            if len(heads) < last - first or not all(_is_head_row(row) for row in heads):
                continue
            if len(heads) == 2:
                if not _is_divided(heads[0]):
                    continue
                heads = (_spread(*heads), heads[1])
            words = [fold(" ".join(dict.fromkeys(cells))) for cells in zip(*heads, strict=True)]
            if kinds := _kinds_of(words, rows[last:]):
                return Columns(kinds, last)
    return None


def _is_head_row(row: Sequence[str]) -> bool:
    cells = [fold(cell) for cell in row if cell.strip()]
    known = [cell for cell in cells if _kind_of(cell)]
    return bool(cells) and max(map(len, cells)) <= _LONGEST_HEAD and 2 * len(known) >= len(cells)


def _is_divided(row: Sequence[str]) -> bool:
    """Whether a cell covers several columns, which a second row of the head names."""
    return any(not right.strip() or left == right for left, right in pairwise(row))


def _spread(row: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """`row` with the words of a cell that covers several columns in each that is named below."""
    spread: list[str] = []
    for cell, under in zip(row, below, strict=True):
        spread.append(spread[-1] if not cell.strip() and under.strip() and spread else cell)
    return tuple(spread)


def _kind_of(head: str) -> str:
    if _UNITS.search(head):
        return ""
    if _SHARED.match(head):
        return SHARED
    if _TIMES.match(head):
        return DUE
    words = f" {head} "
    starts = [
        (words.find(f" {name} "), -len(name), kind)
        for kind, names in _COLUMNS.items()
        for name in names.split("|")
        if f" {name} " in words
    ]
    return min(starts)[2] if starts else ""


def _kinds_of(heads: Sequence[str], rows: Rows) -> list[str]:
    """The kind of each column; empty where the heads are of no table of tasks."""
    kinds = [_kind_of(head) for head in heads]
    if len({LEAD, SHARED, DUE, DELIVERABLE} & set(kinds)) < 1:
        return []
    if TITLE not in kinds:
        at = _column_of_things(heads, kinds, rows)
        if at is None:
            return []
        kinds[at] = TITLE
    _settle_titles(heads, kinds)
    _settle_leads(heads, kinds)
    _settle_times(heads, kinds)
    for kind in (DELIVERABLE, ORDER, NOTE):
        _settle(kinds, kind, lambda at: 0)
    return kinds


def _column_of_things(heads: Sequence[str], kinds: list[str], rows: Rows) -> int | None:
    """The column that says what is done where no head calls it a task: the one with most words."""
    free = [at for at, kind in enumerate(kinds) if not kind and not _UNITS.search(heads[at])]
    if named := [at for at in free if _THINGS.search(heads[at])]:
        return named[0]
    if LEAD not in kinds or {SHARED, DUE, DELIVERABLE}.isdisjoint(kinds):
        return None
    lengths = {at: sum(len(row[at]) for row in rows) for at in free}
    longest = max(free, key=lambda at: lengths[at], default=-1)
    return longest if lengths.get(longest, 0) >= _LEAST_TITLE * max(len(rows), 1) else None


def _settle(kinds: list[str], kind: str, rank: Callable[[int], int]) -> int | None:
    """Leave `kind` to the best of its columns; a merged cell fills several."""
    places = [at for at, each in enumerate(kinds) if each == kind]
    if not places:
        return None
    best = min(places, key=lambda at: (rank(at), at))
    for at in places:
        kinds[at] = kind if at == best else ""
    return best


def _settle_titles(heads: Sequence[str], kinds: list[str]) -> None:
    """Of two columns with work the narrower one has the tasks; one before it has their groups."""
    places = [at for at, kind in enumerate(kinds) if kind == TITLE]
    best = _settle(kinds, TITLE, lambda at: _rank_of_title(heads[at]))
    wide = [at for at in places if best and at < best and _rank_of_title(heads[at]) == 2]
    if wide:
        kinds[wide[0]] = GROUP


def _rank_of_title(head: str) -> int:
    if "cu the" in head:
        return 0
    return 2 if _GROUPING.match(head) else 1


def _settle_leads(heads: Sequence[str], kinds: list[str]) -> None:
    """Who chairs leads; who prepares or carries out beside them co-ordinates."""
    places = [at for at, kind in enumerate(kinds) if kind == LEAD]
    best = _settle(kinds, LEAD, lambda at: _rank_of_lead(heads[at]))
    for at in places:
        if at != best and heads[at] != heads[best or 0] and _rank_of_lead(heads[at]) < 2:
            kinds[at] = SHARED


def _settle_times(heads: Sequence[str], kinds: list[str]) -> None:
    """A task is due at its end; the day when it begins counts where there is no other."""
    places = [at for at, kind in enumerate(kinds) if kind == DUE]
    best = _settle(kinds, DUE, lambda at: _rank_of_time(heads[at]))
    begins = [at for at in places if at != best and _rank_of_time(heads[at]) == 2]
    if begins:
        kinds[begins[0]] = BEGIN


def _rank_of_lead(head: str) -> int:
    if _PASSED_TO.search(head):
        return 3
    if _PERSONS.search(head):
        return 2
    return 0 if _CHAIRING.search(head) else 1


def _rank_of_time(head: str) -> int:
    if re.search(r"\b(?:ket thuc|hoan thanh|den)\b", head):
        return 0
    return 2 if re.search(r"\b(?:bat dau|khoi cong|tu)\b", head) else 1
