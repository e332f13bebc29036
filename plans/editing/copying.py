"""Use case that begins the next plan with the groups, tasks and units of a former one."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from plans import indicators, leading, unlisted_names
from plans.bearers import bearers_of
from plans.editing import commitments, heads, tasks
from plans.editing.commitments import CommitmentSpec
from plans.editing.heads import PlanSpec
from plans.editing.inheriting import Inheritance, inheritance_of
from plans.editing.placing import PlanPlace
from plans.indicators import IndicatorSpec
from plans.models import (
    Assignment,
    AssignmentEvent,
    AssignmentEventKind,
    AssignmentRole,
    ContributionRule,
    Plan,
    Task,
    TaskEvent,
    TaskGroup,
    UnlistedName,
    UnlistedState,
)
from units.models import User

# What documents set for the time of the former plan, as its deadlines
TARGETS = ("baseline", "target", "target_document")


@transaction.atomic
def copy_plan(
    *,
    plan: Plan,
    spec: PlanSpec,
    with_units: bool,
    by: User,
    at: datetime,
    place: PlanPlace | None = None,
) -> Plan:
    """Add a draft with the groups, tasks, commitments and indicators of `plan`.

    Deadlines and targets stay behind, their words come along. `with_units` proposes the units of
    today for the tasks that they, or the units before them, had. In the `place` of a unit's own
    plan these are the unit itself and those below it.
    """
    note = f"Lập từ {plan} ngày {plan.issued_on:%d/%m/%Y}"
    copy = heads.add_plan(spec=spec, by=by, at=at, note=note, place=place)
    copied: dict[int, Task] = {}
    for group in plan.groups.order_by("position", "pk"):
        new_group = TaskGroup.objects.create(
            plan=copy,
            code=group.code,
            position=group.position,
            kind=group.kind,
            heading=group.heading,
            label=group.label,
        )
        for task in group.tasks.order_by("position", "pk"):
            copied[task.pk] = _copy_task(task, new_group, by=by, at=at)
    _copy_names(plan, copied)
    if with_units:
        found = inheritance_of(plan, today=timezone.localdate(at))
        _propose(found, copied, bearers_of(copy), note=f"Theo {plan}", by=by, at=at)
    return copy


def _copy_task(task: Task, group: TaskGroup, *, by: User, at: datetime) -> Task:
    spec = replace(tasks.spec_of(task), deadline=None, deadline_document=None)
    copy = tasks.add_task(group=group, spec=spec, by=by, at=at)
    if task.contribution_rule != ContributionRule.AS_PLAN:
        rule = ContributionRule(task.contribution_rule)
        Task.objects.filter(pk=copy.pk).update(contribution_rule=rule)
        TaskEvent.objects.record(task=copy, kind=leading.EVENTS[rule], by=by, at=at)
    for commitment in task.commitments.order_by("pk"):
        items = commitments.items_in(commitments.lines_of(commitment))
        commitments.add_commitment(
            task=copy,
            spec=CommitmentSpec(commitment.name, commitment.footnote, items),
            by=by,
            at=at,
        )
    for indicator in task.indicators.filter(is_retired=False).order_by("position", "pk"):
        names = set(IndicatorSpec.__dataclass_fields__) - set(TARGETS)
        values = {name: getattr(indicator, name) for name in names}
        indicators.add(task=copy, spec=IndicatorSpec(**values), by=by, at=at)
    return copy


def _copy_names(plan: Plan, copied: dict[int, Task]) -> None:
    """Names that no unit was given for belong to the words of the tasks, and come along."""
    rows = UnlistedName.objects.filter(task__plan=plan).exclude(state=UnlistedState.GIVEN)
    unlisted_names.note(
        (copied[row.task_id], AssignmentRole(row.role), row.words) for row in rows.in_plan_order()
    )


def _propose(
    found: Inheritance,
    copied: dict[int, Task],
    allowed: Collection[int] | None,
    *,
    note: str,
    by: User,
    at: datetime,
) -> None:
    """Propose all units in a few statements; units do not read a draft, so nobody is granted it."""
    rows = [
        Assignment(
            task=task,
            unit_id=unit_id,
            role=role,
            is_own_part=task.is_fan_out and role == AssignmentRole.LEAD,
            deliverable=task.deliverable if role == AssignmentRole.LEAD else "",
        )
        for task_id, task in copied.items()
        for unit_id, role in _roles(found, task_id, task).items()
        if allowed is None or unit_id in allowed
    ]
    Assignment.objects.bulk_create(rows, batch_size=200)
    AssignmentEvent.objects.record_many(
        [
            {
                "assignment": row,
                "task_id": row.task_id,
                "unit_id": row.unit_id,
                "kind": AssignmentEventKind.PROPOSED,
                "note": f"{row.get_role_display()}. {note}",
            }
            for row in rows
        ],
        by=by,
        at=at,
    )


def _roles(found: Inheritance, task_id: int, task: Task) -> dict[int, AssignmentRole]:
    """The roles in one task; where units that led it have become several, one leads."""
    roles = found.roles.get(task_id, {})
    leads = [unit for unit, role in roles.items() if role == AssignmentRole.LEAD]
    surplus = set() if task.is_fan_out else set(leads[1:])
    return {
        unit: AssignmentRole.COORDINATING if unit in surplus else role
        for unit, role in roles.items()
    }
