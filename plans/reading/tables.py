"""Assignment tables of annexes: their columns in any wording and order, and their rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from plans.reading.lines import Rows
from tracker.lib.text import fold

ORDER, TITLE, LEAD, SHARED, DELIVERABLE, DUE, NOTE = (
    *("order", "title", "lead", "shared", "deliverable", "due", "note"),
)
# The first that fits decides; "thực hiện" alone is who does it, "thời gian thực hiện" is when
_COLUMNS = (
    (SHARED, "phoi hop|cung thuc hien|tham gia"),
    (DUE, "thoi han|thoi gian|tien do|hoan thanh|thoi diem|lo trinh|han"),
    (DELIVERABLE, "san pham|ket qua|dau ra|ho so"),
    (LEAD, "chu tri|don vi|co quan|phu trach|trach nhiem|nguoi thuc hien|dau moi|phan cong"),
    (TITLE, "nhiem vu|noi dung|cong viec|hoat dong|ten viec|dau viec|muc tieu|giai phap"),
    (ORDER, "tt|stt|so thu tu"),
    (NOTE, "ghi chu"),
)
_LONGEST_HEAD = 60
_NUMBERS = re.compile(r"\(?\d{1,2}\)?$")
_NAMING = (ORDER, TITLE, "")
_MARKED = re.compile(r"([IVX]{1,5}|[A-H]|\d{1,2})[.)]\s*(.+)")
_PART_MARK = re.compile(r"([IVX]{1,5}|[A-H])\.?$")


@dataclass
class TaskRow:
    """A task of a table, in the words of its cells."""

    order: str = ""
    title: str = ""
    lead: str = ""
    shared: str = ""
    deliverable: str = ""
    due: str = ""


@dataclass
class TableGroup:
    """Rows below a row that names their group; `heading` is empty before the first."""

    mark: str = ""
    heading: str = ""
    rows: list[TaskRow] = field(default_factory=list)


@dataclass
class Columns:
    """What each column of a table holds, and how many rows its head has."""

    kinds: list[str]
    num_head_rows: int


def columns_of(rows: Rows) -> Columns | None:
    """The columns by the head of the table; None where it is no table of tasks."""
    for first in range(min(len(rows), 3)):
        for last in (first + 2, first + 1):
            heads = rows[first:last]
            if len(heads) < last - first or not all(_is_head_row(row) for row in heads):
                continue
            kinds = [_kind_of(" ".join(dict.fromkeys(cells))) for cells in zip(*heads, strict=True)]
            if TITLE in kinds and len({LEAD, SHARED, DUE, DELIVERABLE} & set(kinds)) >= 1:
                return Columns(_first_of_each(kinds), last)
    return None


def _is_head_row(row: tuple[str, ...]) -> bool:
    cells = [fold(cell) for cell in row if cell.strip()]
    known = [cell for cell in cells if _kind_of(cell)]
    return bool(cells) and max(map(len, cells)) <= _LONGEST_HEAD and 2 * len(known) >= len(cells)


def _kind_of(head: str) -> str:
    words = f" {fold(head)} "
    for kind, names in _COLUMNS:
        if any(f" {name} " in words for name in names.split("|")):
            return kind
    return ""


def _first_of_each(kinds: list[str]) -> list[str]:
    """Of two columns of one kind the first counts; a merged cell fills both."""
    seen: set[str] = set()
    return [kind if kind not in seen and not seen.add(kind) else "" for kind in kinds]  # type: ignore[func-returns-value]


def groups_of(rows: Rows, columns: Columns) -> Iterator[TableGroup]:
    """The tasks of the table by their groups."""
    heads = {_folded(row) for row in rows[: columns.num_head_rows]}
    group = TableGroup()
    for row in rows[columns.num_head_rows :]:
        cells = [" ".join(cell.split()) for cell in row]
        if not any(cells) or _folded(row) in heads or _is_numbering(cells):
            continue
        heading = _heading_of(cells, columns)
        if heading is not None:
            if group.rows or group.heading:
                yield group
            group = TableGroup(*heading)
        else:
            _add(group.rows, _read(row, columns))
    if group.rows or group.heading:
        yield group


def _folded(row: tuple[str, ...]) -> str:
    return fold(" | ".join(row))


def _is_numbering(cells: list[str]) -> bool:
    """A row such as (1) (2) (3) below the head."""
    return len(cells) > 2 and all(_NUMBERS.match(cell) for cell in cells if cell)


def _heading_of(cells: list[str], columns: Columns) -> tuple[str, str] | None:
    """Mark and words of a row that names a group: one cell over all, or a lone title."""
    filled = [cell for cell in cells if cell]
    order, title = _cell(cells, columns, ORDER), _cell(cells, columns, TITLE)
    if len(set(filled)) == 1 and len(cells) > 2:
        return _heading_of_merged(filled, is_title=bool(title))
    others = {
        cell for cell, kind in zip(cells, columns.kinds, strict=True) if kind not in _NAMING
    } - {"", title}
    is_marked = bool(_PART_MARK.match(order)) or title.isupper()
    return (order.rstrip("."), title) if title and not others and is_marked else None


def _heading_of_merged(filled: list[str], *, is_title: bool) -> tuple[str, str] | None:
    """The heading that is the only text of a row; a lone task has no other cells either."""
    only = filled[0]
    if len(filled) == 1 and is_title and not only.isupper():
        return None
    found = _MARKED.match(only)
    return (found[1], found[2]) if found else ("", only)


def _cell(cells: list[str], columns: Columns, kind: str) -> str:
    return cells[columns.kinds.index(kind)] if kind in columns.kinds else ""


def _read(row: tuple[str, ...], columns: Columns) -> TaskRow:
    cells = [
        (" ".join(cell.split()) if kind in (ORDER, TITLE, DUE, DELIVERABLE) else cell.strip())
        for cell, kind in zip(row, columns.kinds, strict=True)
    ]
    return TaskRow(
        order=_cell(cells, columns, ORDER).rstrip("."),
        title=_cell(cells, columns, TITLE),
        lead=_cell(cells, columns, LEAD),
        shared=_cell(cells, columns, SHARED),
        deliverable=_cell(cells, columns, DELIVERABLE),
        due=_cell(cells, columns, DUE),
    )


def _add(rows: list[TaskRow], row: TaskRow) -> None:
    """Append `row`, or its cells to the row before where a page cut that one in two.

    Cells merged over two rows say of one task who else does it.
    """
    if rows and row.order and (row.order, row.title) == (rows[-1].order, rows[-1].title):
        _add_more(rows[-1], row)
        return
    is_rest = rows and not row.order and (not row.title or row.title[:1].islower())
    if not is_rest:
        if row.title:
            rows.append(row)
        return
    last = rows[-1]
    for name in ("title", "lead", "shared", "deliverable", "due"):
        before, rest = getattr(last, name), getattr(row, name)
        if rest and rest != before:
            setattr(last, name, f"{before} {rest}".strip())


def _add_more(task: TaskRow, row: TaskRow) -> None:
    for name in ("lead", "shared", "deliverable"):
        before, more = getattr(task, name), getattr(row, name)
        if more not in before:
            setattr(task, name, f"{before}; {more}".strip("; "))


def is_continued(rows: Rows, width: int) -> bool:
    """Whether a table without a head goes on with one of `width` columns from the page before."""
    return bool(rows) and len(rows[0]) == width
