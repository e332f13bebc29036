"""Tasks of the tables of a document."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from plans.reading import tables, tasks
from plans.reading.bodies import Names
from plans.reading.cells import roles_of_cells
from plans.reading.codes import Codes
from plans.reading.columns import Columns, columns_of
from plans.reading.days import Frame
from plans.reading.deadlines import schedule_at
from plans.reading.findings import GroupFound, TaskFound
from plans.reading.labels import label_of
from plans.reading.lines import Rows
from plans.reading.mending.paragraphs import MendedParagraph
from plans.reading.target_tables import is_of_targets
from plans.reading.targets import targets_in

MAX_GROUP_CODE = 10


@dataclass(frozen=True)
class _Table:
    """A table of tasks with its title; `rows` of all pages."""

    at: int
    heading: str
    rows: Rows
    columns: Columns
    page_starts: frozenset[int] = frozenset()


def tables_of(paragraphs: Sequence[MendedParagraph]) -> tuple[list[_Table], int]:
    """Tables of tasks, and how many tables have columns that are not recognised."""
    found: list[_Table] = []
    num_unknown = 0
    last = -1
    for at, paragraph in enumerate(paragraphs):
        rows = paragraph.rows
        if not rows or paragraph.kind != "body" or is_of_targets(rows):
            continue
        columns = columns_of(rows)
        is_next = last >= 0 and not any(each.text for each in paragraphs[last + 1 : at])
        if is_next and _goes_on(found[-1], rows):
            found[-1] = _longer(found[-1], rows, columns)
        elif columns:
            found.append(_Table(at, _title_before(paragraphs, at), rows, columns))
        else:
            num_unknown += len(rows[0]) > 2
            continue
        last = at
    return found, num_unknown


def _goes_on(table: _Table, rows: Rows) -> bool:
    return len(rows[0]) == len(table.columns.kinds) > 1


def _longer(table: _Table, rows: Rows, columns: Columns | None) -> _Table:
    """`table` with the rows of the next page, whose head is left out."""
    if len(table.rows) <= table.columns.num_head_rows and columns and not rows[0][0].strip():
        # The page cut the head itself
        whole = tuple("\n".join(each) for each in zip(table.rows[-1], rows[0], strict=True))
        rows = (*table.rows[:-1], whole, *rows[1:])
        return replace(table, rows=rows, columns=columns_of(rows) or table.columns)
    skipped = columns.num_head_rows if columns else 0
    starts = table.page_starts | {len(table.rows)}
    return replace(table, rows=table.rows + rows[skipped:], page_starts=starts)


def _title_before(paragraphs: Sequence[MendedParagraph], at: int) -> str:
    """The lines right above a table, from "PHỤ LỤC" on."""
    lines: list[str] = []
    for paragraph in reversed(paragraphs[max(at - 6, 0) : at]):
        if paragraph.rows or len(paragraph.text) > 250:
            break
        lines.insert(0, paragraph.text.strip())
        if re.match(r"(?:PHỤ LỤC|BIỂU|DANH MỤC|BẢNG)", paragraph.text, re.IGNORECASE):
            return " ".join(line for line in lines if not line.startswith("("))
    return next((line for line in reversed(lines) if not line.startswith("(")), "")


def groups_of(
    found: Sequence[_Table], names: Names, frame: Frame, codes: Codes
) -> Iterator[GroupFound]:
    """Groups with the tasks of the tables; a table without groups is one."""
    taken: set[str] = set()
    for number, table in enumerate(found, 1):
        base = "PL" if len(found) == 1 else f"PL{number}"
        for place, group in enumerate(
            tables.groups_of(table.rows, table.columns, table.page_starts), 1
        ):
            code = f"{base}.{group.mark or place}" if group.heading else base
            code = _unused(code[:MAX_GROUP_CODE], base[:5], taken)
            taken.add(code)
            # A group that is a month says when its tasks are done
            period = group.heading if schedule_at(group.heading, frame)[1] else ""
            heading = group.heading or table.heading or "Phụ lục phân công nhiệm vụ"
            yield GroupFound(
                code=code,
                heading=heading,
                label=label_of(heading),
                kind="tasks",
                passage=table.at,
                tasks=[
                    _task(row, code, table.at, names, frame, codes, period) for row in group.rows
                ],
            )


def _unused(code: str, base: str, taken: Collection[str]) -> str:
    """`code`, or one with the next number where another group has it."""
    numbers = count(len(taken))
    while code in taken:
        code = f"{base}.{next(numbers)}"
    return code


def _task(
    row: tables.TaskRow,
    base: str,
    at: int,
    names: Names,
    frame: Frame,
    codes: Codes,
    period: str,
) -> TaskFound:
    task = tasks.task_of_row(row.title, codes.below(base), at)
    task = tasks.with_deadline(task, row.due or period, frame)
    roles = roles_of_cells(row.lead, "; ".join(filter(None, row.shared)), names)
    task.leads, task.coordinators = roles.leads, roles.coordinators
    task.deliverable = row.deliverable[:300]
    task.targets = list(targets_in(row.title))
    return task
