"""Use cases for the groups of tasks of a plan."""

from dataclasses import dataclass, fields
from datetime import datetime

from django.db import transaction

from plans.assignment_steps import refuse_closed
from plans.editing import facts, ordering
from plans.locking import locked_plan
from plans.models import GroupKind, Plan, PlanEvent, PlanEventKind, TaskGroup
from tracker.lib.refusal import BadField, Refused
from units.models import User


@dataclass(frozen=True)
class GroupSpec:
    """Facts of a group; see `TaskGroup`."""

    code: str
    heading: str
    label: str
    kind: str = GroupKind.TASKS


NAMES = tuple(field.name for field in fields(GroupSpec))


def values_of(group: TaskGroup) -> dict[str, object]:
    """The facts of `group`, as a form shows them."""
    return {name: getattr(group, name) for name in NAMES}


@transaction.atomic
def add_group(*, plan: Plan, spec: GroupSpec, by: User, at: datetime) -> TaskGroup:
    """Add a group behind the others of `plan`."""
    plan = locked(plan.pk)
    group = TaskGroup(plan=plan, position=ordering.next_position(plan.groups.all()))
    for name, value in _checked(group, _tidied(spec)).items():
        setattr(group, name, value)
    group.save()
    _note(group, PlanEventKind.GROUP_ADDED, _named(group), by=by, at=at)
    return group


@transaction.atomic
def change_group(
    *, group: TaskGroup, spec: GroupSpec, by: User, at: datetime, seen: str | None = None
) -> list[str]:
    """Change facts of `group`, and return what changed in words; see `facts` about `seen`."""
    locked(group.plan_id)
    group = TaskGroup.objects.get(pk=group.pk)
    before = values_of(group)
    values = _checked(group, facts.merged(_tidied(spec), before, seen=seen))
    changes = facts.differences(TaskGroup, before, values)
    if not changes:
        return []
    for name, value in values.items():
        setattr(group, name, value)
    group.save(update_fields=NAMES)
    note = f"{_named(group)}: {'; '.join(changes)}"
    _note(group, PlanEventKind.GROUP_CHANGED, note, by=by, at=at)
    return changes


@transaction.atomic
def move_group(*, group: TaskGroup, before: int | None, by: User, at: datetime) -> None:
    """Put `group` in front of the group with the id `before`, or (None) behind all others."""
    plan = locked(group.plan_id)
    ids = list(plan.groups.order_by("position", "pk").values_list("pk", flat=True))
    moved = ordering.with_moved(ids, group.pk, before)
    if moved == ids:
        return
    ordering.put_in_order(plan.groups.all(), moved)
    note = f"{_named(group)}: thứ tự {ids.index(group.pk) + 1} → {moved.index(group.pk) + 1}"
    _note(group, PlanEventKind.GROUP_CHANGED, note, by=by, at=at)


@transaction.atomic
def remove_group(*, group: TaskGroup, by: User, at: datetime) -> None:
    """Delete a group without tasks. Passages of the plan's text stay with the plan."""
    locked(group.plan_id)
    num_tasks = group.tasks.count()
    if num_tasks:
        raise Refused(
            f"Nhóm {group.code} còn {num_tasks} nhiệm vụ. Hãy chuyển sang nhóm khác hoặc xóa các "
            "nhiệm vụ đó trước."
        )
    if group.watches.exists():
        raise Refused(f"Nhóm {group.code} đang có đơn vị theo dõi nên không xóa được.")
    group.passages.update(group=None)
    _note(group, PlanEventKind.GROUP_REMOVED, _named(group), by=by, at=at)
    group.delete()


def locked(plan_id: int) -> Plan:
    """The plan, locked: codes and positions are unique in it, and a closed one stays as it is."""
    plan = locked_plan(plan_id, no_key=True)
    refuse_closed(plan)
    return plan


def _tidied(spec: GroupSpec) -> dict[str, object]:
    return {name: facts.tidy(getattr(spec, name)) for name in NAMES}


def _checked(group: TaskGroup, values: dict[str, object]) -> dict[str, object]:
    facts.refuse_marks(TaskGroup, values)
    for name in ("code", "heading", "label"):
        if not values[name]:
            raise BadField(name, f"Cần ghi {facts.label(TaskGroup, name)} của nhóm.")
    same = TaskGroup.objects.filter(plan=group.plan_id, code=values["code"]).exclude(pk=group.pk)
    if same.exists():
        raise BadField("code", f"Kế hoạch đã có nhóm mang mã {values['code']}.")
    return values


def _named(group: TaskGroup) -> str:
    return f"{group.code}. {group.label}"


def _note(group: TaskGroup, kind: PlanEventKind, note: str, *, by: User, at: datetime) -> None:
    PlanEvent.objects.record(plan_id=group.plan_id, kind=kind, note=note, by=by, at=at)
