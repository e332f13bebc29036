"""A long import in parts that are shown one at a time; a short one is shown whole.

A part has whole groups, or some of the tasks of a long one, with their text. The first one has
what is said once: the head, the units, the documents.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from plans.importing.findings import HEAD, Findings, GroupFinding, tasks_of

# Of a whole page, and of a part
MOST_TASKS, TASKS_OF_PART = 100, 60
MOST_PASSAGES, PASSAGES_OF_PART = 800, 400
# Where the facts of the head stand in the text
_OF_HEAD = ("head", "title", "recipients", "signature")


@dataclass(frozen=True)
class TasksOfGroup:
    """The tasks from `first` to before `end` of the group at an index."""

    group: int
    first: int
    end: int


@dataclass(frozen=True)
class FindingsPart:
    """`name` is that of its first finding, by which addresses choose it; `passages` are indexes."""

    name: str
    label: str
    groups: Sequence[TasksOfGroup] = ()
    passages: Sequence[int] = ()
    names: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def is_first(self) -> bool:
        return self.name == HEAD


def parts_of(found: Findings) -> list[FindingsPart]:
    """The parts of a long import, in the order of the plan; none of a short one."""
    num_tasks = sum(1 for _ in tasks_of(found))
    if num_tasks <= MOST_TASKS and len(found["passages"]) <= MOST_PASSAGES:
        return []
    chosen = list(_chosen(found["groups"]))
    starts = [_start(found, rows) for rows in chosen]
    num_passages = len(found["passages"])
    before = range(min(starts, default=num_passages))
    parts = [_part(found, HEAD, "Phần đầu, đơn vị, văn bản viện dẫn", (), before)]
    for at, rows in enumerate(chosen):
        end = min((each for each in starts if each > starts[at]), default=num_passages)
        name = _name(found, rows[0])
        parts.append(_part(found, name, _label(found, rows), rows, range(starts[at], end)))
    return [piece for part in parts for piece in _pieces(found, part)]


def part_with(parts: Sequence[FindingsPart], name: str) -> FindingsPart | None:
    """The part that has the finding or passage `name`, else the first one."""
    return next((part for part in parts if name in part.names), parts[0] if parts else None)


def _chosen(groups: Sequence[GroupFinding]) -> Iterator[list[TasksOfGroup]]:
    """Whole groups as long as they fit together; a long one by itself, in several parts."""
    rows: list[TasksOfGroup] = []
    for at, group in enumerate(groups):
        num = len(group["tasks"])
        if rows and sum(row.end - row.first for row in rows) + num > TASKS_OF_PART:
            yield rows
            rows = []
        if num <= TASKS_OF_PART:
            rows.append(TasksOfGroup(at, 0, num))
            continue
        for first in range(0, num, TASKS_OF_PART):
            yield [TasksOfGroup(at, first, min(first + TASKS_OF_PART, num))]
    if rows:
        yield rows


def _part(
    found: Findings, name: str, label: str, rows: Sequence[TasksOfGroup], within: range
) -> FindingsPart:
    """A part with the passages `within` and those of its tasks, which may be anywhere."""
    passages = set(within)
    names: set[str] = set()
    for row in rows:
        group = found["groups"][row.group]
        names |= set() if row.first else {group["id"]}
        for task in group["tasks"][row.first : row.end]:
            names.add(task["id"])
            passages |= set(task["passages"])
    if name == HEAD:
        passages |= {row["index"] for row in found["passages"] if row["kind"] in _OF_HEAD}
    return FindingsPart(
        name, label, rows, sorted(passages), frozenset(names | {f"p{index}" for index in within})
    )


def _pieces(found: Findings, part: FindingsPart) -> Iterator[FindingsPart]:
    """The part, and more parts with the rest of its text where that is long."""
    own = {index for row in part.groups for index in _passages_of(found, row)}
    free = [index for index in part.passages if index not in own]
    kept, rest = free[:PASSAGES_OF_PART], free[PASSAGES_OF_PART:]
    yield replace(
        part,
        passages=sorted({*own, *kept}),
        names=part.names - {f"p{index}" for index in rest},
    )
    for at in range(0, len(rest), PASSAGES_OF_PART):
        indexes = rest[at : at + PASSAGES_OF_PART]
        yield FindingsPart(
            f"p{indexes[0]}",
            f"Văn bản, đoạn {indexes[0] + 1}–{indexes[-1] + 1}",
            passages=indexes,
            names=frozenset(f"p{index}" for index in indexes),
        )


def _passages_of(found: Findings, row: TasksOfGroup) -> set[int]:
    tasks = found["groups"][row.group]["tasks"][row.first : row.end]
    return {index for task in tasks for index in task["passages"]}


def _start(found: Findings, rows: Sequence[TasksOfGroup]) -> int:
    """Where the text of the rows begins: with the heading of their group, or with a task."""
    group = found["groups"][rows[0].group]
    if not rows[0].first:
        return group["passage"]
    first = group["tasks"][rows[0].first]
    return min(first["passages"], default=len(found["passages"]))


def _name(found: Findings, row: TasksOfGroup) -> str:
    group = found["groups"][row.group]
    return group["tasks"][row.first]["id"] if row.first else group["id"]


def _label(found: Findings, rows: Sequence[TasksOfGroup]) -> str:
    groups = [found["groups"][row.group] for row in rows]
    if len(groups) > 1:
        return f"Nhóm {', '.join(group['code'] for group in groups)}"
    (group,), (row,) = groups, rows
    label = f"{group['code']}. {group['label']}"
    is_whole = row.end - row.first == len(group["tasks"])
    return label if is_whole else f"{label}, nhiệm vụ thứ {row.first + 1}–{row.end}"
