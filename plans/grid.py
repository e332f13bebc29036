"""Grid of assignments, tasks × units: two thousand cells, built as one string per row."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from plans.bearers import possible_bearers
from plans.models import (
    Assignment,
    AssignmentRole,
    AssignmentState,
    EndReason,
    Plan,
    Task,
    TaskGroup,
)
from units.models import Unit

# More columns make a page of megabytes that no screen shows
MAX_COLUMNS = 70
LETTERS = {AssignmentRole.LEAD: "C", AssignmentRole.COORDINATING: "P"}


@dataclass(frozen=True)
class GridMark:
    """Content of one cell; None for a unit without a part in the task."""

    role: str
    state: str
    end_reason: str

    @property
    def label(self) -> str:
        status = EndReason(self.end_reason) if self.end_reason else AssignmentState(self.state)
        return f"{AssignmentRole(self.role).label}, {status.label.lower()}"

    @property
    def css_class(self) -> str:
        return f"mark--{self.role} mark--{'ended' if self.end_reason else self.state}"


@dataclass(frozen=True)
class GridRow:
    task: Task
    cells: SafeString
    leads: list[str]
    num_coordinating: int
    num_proposed: int


@dataclass(frozen=True)
class GridGroup:
    group: TaskGroup
    rows: list[GridRow]
    num_proposed: int


@dataclass(frozen=True)
class Grid:
    """A page of units as columns; the counts are of all units."""

    units: Page[Unit]
    groups: list[GridGroup]
    num_proposed: int


def build(
    *, plan: Plan, group: TaskGroup | None, bloc: str, today: date, page: str | None = None
) -> Grid:
    """The grid of `plan`, or of one group and bloc of it (three queries)."""
    units = columns(plan=plan, bloc=bloc, today=today)
    shown = Paginator(units, MAX_COLUMNS).get_page(page)
    tasks = Task.objects.filter(plan=plan).select_related("group").in_plan_order()
    if group is not None:
        tasks = tasks.filter(group=group)
    marks: dict[int, dict[int, GridMark]] = defaultdict(dict)
    assignments = Assignment.objects.filter(task__plan=plan).order_by("pk")
    for task_id, unit_id, *mark in assignments.values_list(
        "task", "unit", "role", "state", "end_reason"
    ):
        marks[task_id][unit_id] = GridMark(*mark)
    by_group: dict[TaskGroup, list[GridRow]] = {}
    for task in tasks:
        by_group.setdefault(task.group, []).append(_row(task, units, marks[task.pk], shown=shown))
    groups = [
        GridGroup(each, rows, sum(row.num_proposed for row in rows))
        for each, rows in by_group.items()
    ]
    return Grid(shown, groups, sum(each.num_proposed for each in groups))


def columns(*, plan: Plan, bloc: str, today: date) -> list[Unit]:
    """Units of today that may bear tasks of `plan`, and units that have or had a part in it."""
    taking_part = Assignment.objects.filter(task__plan=plan, unit=OuterRef("pk"))
    existing = possible_bearers(plan.owner_id, on=today).filter(pk=OuterRef("pk"))
    units = Unit.objects.filter(Exists(taking_part) | Exists(existing))
    if bloc:
        units = units.filter(bloc=bloc)
    return list(units.in_list_order())


def cell(unit_id: int, mark: GridMark | None) -> SafeString:
    """One cell of the table; a script makes it editable."""
    if mark is None:
        return SafeString(f'<td data-unit="{unit_id}"></td>')
    return SafeString(
        f'<td data-unit="{unit_id}" data-role="{mark.role}">'
        f'<span class="mark {mark.css_class}" title="{escape(mark.label)}">'
        f'{LETTERS[AssignmentRole(mark.role)]}<span class="visually-hidden"> ({escape(mark.label)})'
        "</span></span></td>"
    )


def mark_for(assignment: Assignment | None) -> GridMark | None:
    if assignment is None:
        return None
    return GridMark(assignment.role, assignment.state, assignment.end_reason)


def _row(
    task: Task, units: list[Unit], marks: dict[int, GridMark], *, shown: Iterable[Unit]
) -> GridRow:
    """The cells of the units `shown`, and what the task has among all `units`."""
    live = [(unit, mark) for unit in units if (mark := marks.get(unit.pk)) and not mark.end_reason]
    cells = "".join(cell(unit.pk, marks.get(unit.pk)) for unit in shown)
    return GridRow(
        task=task,
        cells=mark_safe(cells),  # escaped in cell()
        leads=[unit.short_name for unit, mark in live if mark.role == AssignmentRole.LEAD],
        num_coordinating=sum(mark.role == AssignmentRole.COORDINATING for _, mark in live),
        num_proposed=sum(mark.state == AssignmentState.PROPOSED for _, mark in live),
    )
