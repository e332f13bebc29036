"""Use cases for the tasks of a plan."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction

from plans import leading, protected
from plans.editing import facts, ordering, spreading
from plans.editing.groups import locked
from plans.models import (
    LegalDocument,
    PlanEvent,
    PlanEventKind,
    Task,
    TaskEvent,
    TaskEventKind,
    TaskGroup,
    TaskKind,
)
from tracker.lib.refusal import BadField, Refused
from tracker.lib.text import fold
from units.models import User


@dataclass(frozen=True)
class TaskSpec:
    """Facts of a task; see `Task`. Without a document the plan itself sets the deadline."""

    code: str
    title: str
    text: str
    kind: str = TaskKind.ONE_OFF
    is_fan_out: bool = False
    stated_bodies: str = ""
    proposed_lead: str = ""
    proposed_coordinators: str = ""
    timing_words: str = ""
    deadline: date | None = None
    deadline_document: LegalDocument | None = None
    deliverable: str = ""
    suggested_evidence: str = ""
    suggested_figures: str = ""
    privacy_note: str = ""
    documents: tuple[LegalDocument, ...] = ()


NAMES = tuple(field.name for field in fields(TaskSpec))
# Set apart: rows of another table, and a rule of its own with its own history
ROWS, RULE = "documents", "is_fan_out"
COLUMNS = tuple(name for name in NAMES if name not in (ROWS, RULE))


def spec_of(task: Task) -> TaskSpec:
    """The facts of `task`, for another task with the same."""
    columns = {name: getattr(task, name) for name in (*COLUMNS, RULE)}
    return TaskSpec(**columns, documents=facts.by_number(task.documents.all()))


def values_of(task: Task) -> dict[str, object]:
    """The facts of `task`, as a form shows them."""
    documents = facts.by_number(task.documents.all())
    return {name: documents if name == ROWS else getattr(task, name) for name in NAMES}


@transaction.atomic
def add_task(*, group: TaskGroup, spec: TaskSpec, by: User, at: datetime) -> Task:
    """Add a task behind the others of `group`."""
    plan = locked(group.plan_id)
    task = Task(plan=plan, group=group, position=ordering.next_position(group.tasks.all()))
    values = _checked(task, _tidied(spec))
    _set(task, values)
    task.is_fan_out = spec.is_fan_out
    task.save()
    task.documents.set(spec.documents)
    _note(task, TaskEventKind.ADDED, "", by=by, at=at)
    return task


@transaction.atomic
def change_task(
    *, task: Task, spec: TaskSpec, by: User, at: datetime, seen: str | None = None
) -> list[str]:
    """Change facts of `task`, and return what changed in words; see `facts` about `seen`.

    Units that lead it with its former deadline or deliverable get the new one.
    """
    locked(task.plan_id)
    task = Task.objects.select_related("plan").get(pk=task.pk)
    before, former = values_of(task), spreading.former(task)
    values = _checked(task, facts.merged(_tidied(spec), before, seen=seen))
    changes = facts.differences(Task, before, values)
    if not changes:
        return []
    if values[RULE] != before[RULE]:
        set_rule = leading.share_lead if values[RULE] else leading.unify_lead
        set_rule(task=task, by=by, at=at)
    _set(task, values)
    task.save(update_fields=[*COLUMNS, "folded"])
    if values[ROWS] != before[ROWS]:
        task.documents.set(spec.documents)
    _note(task, TaskEventKind.CHANGED, "; ".join(changes), by=by, at=at)
    spreading.spread_changes(task, former, by=by, at=at)
    return changes


@transaction.atomic
def move_task(*, task: Task, group: TaskGroup, before: int | None, by: User, at: datetime) -> None:
    """Put `task` into `group`, in front of the task `before`, or (None) behind all others."""
    locked(task.plan_id)
    task = Task.objects.select_related("group").get(pk=task.pk)
    if group.plan_id != task.plan_id:
        raise Refused("Chỉ chuyển được nhiệm vụ trong cùng một kế hoạch.")
    former = task.group
    rows = group.tasks.order_by("position", "pk")
    ids = list(rows.values_list("pk", flat=True))
    moved = ordering.with_moved(ids, task.pk, before)
    if moved == ids:
        return
    if former != group:
        task.group, task.position = group, ordering.next_position(group.tasks.all())
        task.save(update_fields=["group", "position"])
    ordering.put_in_order(group.tasks.all(), moved)
    where = f"thứ {moved.index(task.pk) + 1} trong nhóm {group.code}"
    note = f"Nhóm {former.code} → {group.code}, {where}" if former != group else where.capitalize()
    _note(task, TaskEventKind.MOVED, note, by=by, at=at)


@transaction.atomic
def remove_task(*, task: Task, by: User, at: datetime) -> None:
    """Delete a task on which nothing hangs; its wording stays in the history of the plan."""
    locked(task.plan_id)
    task = Task.objects.get(pk=task.pk)
    if task.assignments.exists():
        raise Refused(
            f"Nhiệm vụ {task.code} đã được giao cho đơn vị nên không xóa được. Hãy bỏ các phân "
            "công còn là đề xuất, hoặc thôi theo dõi từng phân công."
        )
    if protected.has_protected_rows(task):
        raise Refused(f"Nhiệm vụ {task.code} đã có số liệu hoặc báo cáo nên không xóa được.")
    PlanEvent.objects.record(
        plan_id=task.plan_id,
        kind=PlanEventKind.TASK_REMOVED,
        note=f"{task}\n{task.text}",
        by=by,
        at=at,
    )
    task.delete()


def _tidied(spec: TaskSpec) -> dict[str, object]:
    values = {name: facts.tidy(getattr(spec, name)) for name in NAMES}
    return values | {ROWS: facts.by_number(spec.documents)}


def _checked(task: Task, values: dict[str, object]) -> dict[str, object]:
    """`values`, unless one is missing, repeats another task or carries a mark of secrecy."""
    facts.refuse_marks(Task, values)
    for name in ("code", "title", "text"):
        if not values[name]:
            raise BadField(name, f"Cần ghi {facts.label(Task, name)} của nhiệm vụ.")
    if values["deadline"] and not values["timing_words"]:
        raise BadField("timing_words", "Thời hạn phải kèm lời văn của văn bản.")
    if values["deadline_document"] and not values["deadline"]:
        raise BadField("deadline", "Đã chọn văn bản đặt thời hạn thì cần ghi thời hạn.")
    same = Task.objects.filter(plan=task.plan_id, code=values["code"]).exclude(pk=task.pk)
    if same.exists():
        raise BadField("code", f"Kế hoạch đã có nhiệm vụ mang mã {values['code']}.")
    return values


def _set(task: Task, values: Mapping[str, object]) -> None:
    for name in COLUMNS:
        setattr(task, name, values[name])
    task.folded = fold(f"{task.code} {task.title} {task.text}")


def _note(task: Task, kind: TaskEventKind, note: str, *, by: User, at: datetime) -> None:
    TaskEvent.objects.record(task=task, kind=kind, note=note, by=by, at=at)
