"""The rows of assignment tables, by their groups."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from plans.reading.columns import (
    BEGIN,
    DELIVERABLE,
    DUE,
    GROUP,
    LEAD,
    ORDER,
    SHARED,
    TITLE,
    Columns,
)
from plans.reading.lines import Rows
from tracker.lib.text import fold

_NUMBERS = re.compile(r"\(?\d{1,2}\)?$")
_NAMING = (ORDER, TITLE, "")
_MARKED = re.compile(r"([IVX]{1,5}|[A-H]|\d{1,2})[.)]\s*(.+)")
_PART_MARK = re.compile(r"([IVX]{1,5}|[A-H])\.?$")
_AS_ABOVE = re.compile(r"[-–]?(?:nt|Nt|NT|[Nn]hư trên|//|″|''|”|\")[-–]?")
# A day that a narrow column breaks, as "30/6/" or "30/6/20" above the rest
_CUT_DAY = re.compile(
    r"(?<=\d/)\s*\n\s*(?=\d)|(?<=\d)\s*\n\s*(?=/\d)"
    r"|(?<=/2)\s*\n\s*(?=\d{3}\b)|(?<=/20)\s*\n\s*(?=\d\d\b)|(?<=/20\d)\s*\n\s*(?=\d\b)"
)


@dataclass
class TaskRow:
    """A task of a table, in the words of its cells; `shared` has a cell for each such column."""

    order: str = ""
    title: str = ""
    lead: str = ""
    shared: list[str] = field(default_factory=list)
    deliverable: str = ""
    due: str = ""

    def join(self, rest: "TaskRow") -> None:
        """Go on with the cells of `rest`, which a page cut off."""
        self.title = " ".join(_whole(self.title, rest.title).split())
        self.lead = _whole(self.lead, rest.lead)
        self.shared = [_whole(*each) for each in zip(self.shared, rest.shared, strict=True)]
        self.deliverable = " ".join(_whole(self.deliverable, rest.deliverable).split())
        self.due = " ".join(_whole(self.due, rest.due).split())

    def add(self, more: "TaskRow") -> None:
        """Take who else does the task, and with what result."""
        self.lead = _listed(self.lead, more.lead)
        self.shared = [_listed(*each) for each in zip(self.shared, more.shared, strict=True)]
        self.deliverable = _listed(self.deliverable, more.deliverable)


@dataclass
class TableGroup:
    """Rows below a row that names their group; `heading` is empty before the first."""

    mark: str = ""
    heading: str = ""
    rows: list[TaskRow] = field(default_factory=list)

    @property
    def if_any(self) -> "list[TableGroup]":
        return [self] if self.rows or self.heading else []


def groups_of(
    rows: Rows, columns: Columns, page_starts: Collection[int] = ()
) -> Iterator[TableGroup]:
    """The tasks of the table by their groups; `page_starts` are rows that begin a page."""
    heads = {_folded(row) for row in rows[: columns.num_head_rows]}
    group = TableGroup()
    above: Sequence[str] = ()
    for at, written in enumerate(rows):
        row = above = _with_repeated(written, above)
        cells = [" ".join(cell.split()) for cell in row]
        if at < columns.num_head_rows or _folded(row) in heads or _is_numbering(cells):
            continue
        heading = _heading_of(cells, columns) or _heading_above(
            cells, columns, rows[at + 1 : at + 2]
        )
        begun = TableGroup(*heading) if heading else _group_of_column(cells, columns, group)
        if begun is not group:
            yield from group.if_any
            group = begun
        if heading is None:
            _add(group.rows, _read(row, columns), columns, is_cut=at in page_starts)
    yield from group.if_any


def _group_of_column(cells: list[str], columns: Columns, group: TableGroup) -> TableGroup:
    """The group that the column of groups names in a row; `group` where it goes on."""
    words = _cell(cells, columns, GROUP)
    return group if words in ("", group.heading) else TableGroup("", words)


def _folded(row: Sequence[str]) -> str:
    return fold(" | ".join(row))


def _is_numbering(cells: list[str]) -> bool:
    """A row such as (1) (2) (3) below the head, or an empty one."""
    return (len(cells) > 2 or not any(cells)) and all(
        _NUMBERS.match(cell) for cell in cells if cell
    )


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


def _heading_above(cells: list[str], columns: Columns, following: Rows) -> tuple[str, str] | None:
    """Mark and words of a lone title whose parts follow, as "1" above "1.1"."""
    order, title = _cell(cells, columns, ORDER).rstrip("."), _cell(cells, columns, TITLE)
    if set(cells) - {"", _cell(cells, columns, ORDER), title} or not title[:1].isupper():
        return None
    below = _cell(following[0], columns, ORDER).strip() if following else ""
    is_above = below.startswith(f"{order}.") and below.rstrip(".") != order if order else below
    return (order, title) if is_above else None


def _with_repeated(row: Sequence[str], above: Sequence[str]) -> tuple[str, ...]:
    """`row` with the words of the row above where a cell says "nt" (như trên)."""
    if not above:
        return tuple(row)
    return tuple(
        before if _AS_ABOVE.fullmatch(cell.strip()) else cell
        for cell, before in zip(row, above, strict=True)
    )


def _heading_of_merged(filled: list[str], *, is_title: bool) -> tuple[str, str] | None:
    """The heading that is the only text of a row; a lone task has no other cells either."""
    only = filled[0]
    if len(filled) == 1 and is_title and not only.isupper():
        return None
    found = _MARKED.match(only)
    return (found[1], found[2]) if found else ("", only)


def _cells(row: Sequence[str], columns: Columns, kind: str) -> list[str]:
    return [cell for cell, each in zip(row, columns.kinds, strict=True) if each == kind]


def _cell(row: Sequence[str], columns: Columns, kind: str) -> str:
    return "".join(_cells(row, columns, kind))


def _read(row: Sequence[str], columns: Columns) -> TaskRow:
    def words(kind: str) -> str:
        return " ".join(_CUT_DAY.sub("", _cell(row, columns, kind)).split())

    return TaskRow(
        order=words(ORDER).rstrip("."),
        title=words(TITLE),
        lead=_cell(row, columns, LEAD).strip(),
        shared=[cell.strip() for cell in _cells(row, columns, SHARED)],
        deliverable=words(DELIVERABLE),
        due=words(DUE) or words(BEGIN),
    )


def _add(rows: list[TaskRow], row: TaskRow, columns: Columns, *, is_cut: bool) -> None:
    """Append `row`, or its cells to the row before where a page cut that one in two.

    Cells merged over two rows say of one task who else does it.
    """
    last = rows[-1] if rows else TaskRow()
    if row.order and (row.order, row.title) == (last.order, last.title):
        last.add(row)
    elif rows and not row.order and (_goes_on(row) or (is_cut and last.order)):
        last.join(row)
    elif row.title:
        # A time stands for the rows below it in a schedule
        row.due = row.due or (last.due if columns.is_by_time else "")
        rows.append(row)


def _goes_on(row: TaskRow) -> bool:
    return not row.title or row.title[:1].islower()


def _whole(before: str, rest: str) -> str:
    """Both in lines of their own, which tell bodies apart."""
    if not rest or rest == before:
        return before
    return _CUT_DAY.sub("", f"{before}\n{rest}").strip()


def _listed(before: str, more: str) -> str:
    return before if more in before else f"{before}; {more}".strip("; ")
