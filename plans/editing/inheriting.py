"""Who would carry out the next plan: the units of today in place of those of the former plan."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from plans.models import (
    Assignment,
    AssignmentEvent,
    AssignmentEventKind,
    AssignmentQuerySet,
    AssignmentRole,
    Plan,
    PlanEventKind,
)
from units.models import Unit
from units.succession import present_units


@dataclass(frozen=True)
class Replaced:
    """A unit that has ended, the unit that stands for it (or none), and how much it had."""

    name: str
    heir: str
    num: int


@dataclass(frozen=True)
class Inheritance:
    """Roles by task and unit of today; units that had to be replaced or left out."""

    roles: dict[int, dict[int, AssignmentRole]] = field(default_factory=dict)
    replaced: list[Replaced] = field(default_factory=list)
    left_out: list[Replaced] = field(default_factory=list)

    @property
    def num(self) -> int:
        return sum(map(len, self.roles.values()))


def inheritance_of(plan: Plan, *, today: date) -> Inheritance:
    """Read who carries out `plan`, or did when it was closed; the lead of a task goes first."""
    rows = list(_last_assignments(plan).select_related("unit", "task").in_plan_order())
    present = present_units(on=today)
    existing = set(Unit.objects.existing_on(today).values_list("pk", flat=True))
    found = Inheritance()
    moved: dict[Unit, int] = defaultdict(int)
    for row in sorted(rows, key=lambda row: row.role != AssignmentRole.LEAD):
        unit_id = present.unit_of(row.unit_id)
        if unit_id != row.unit_id or unit_id not in existing:
            moved[row.unit] += 1
        if unit_id not in existing:
            continue
        roles = found.roles.setdefault(row.task_id, {})
        roles.setdefault(unit_id, AssignmentRole(row.role))
    for unit, num in sorted(moved.items(), key=lambda pair: (pair[0].position, pair[0].pk)):
        is_there = present.unit_of(unit.pk) in existing
        row_of = Replaced(unit.short_name, present.heir_of(unit.pk) if is_there else "", num)
        (found.replaced if is_there else found.left_out).append(row_of)
    return found


def _last_assignments(plan: Plan) -> AssignmentQuerySet:
    """Those in force; of a closed plan also those that ended with it."""
    of_plan = Assignment.objects.filter(task__plan=plan)
    closed = plan.events.filter(kind=PlanEventKind.CLOSED).order_by("-at", "-pk").first()
    if closed is None or not plan.is_closed:
        return of_plan.current()
    ended = AssignmentEvent.objects.filter(
        task__plan=plan, kind=AssignmentEventKind.ENDED, at=closed.at
    )
    return of_plan.filter(Q(ended_on__isnull=True) | Q(pk__in=ended.values("assignment")))
