"""Use cases that propose, confirm and change assignments."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from plans import access, bearers, deadlines, replacing
from plans.assignment_steps import locked, note_event, refuse_closed
from plans.locking import locked_task
from plans.models import (
    Assignment,
    AssignmentEvent,
    AssignmentEventKind,
    AssignmentRole,
    AssignmentState,
    EndReason,
    LegalDocument,
    Plan,
    PlanStatus,
    Task,
)
from plans.protected import has_protected_rows
from tracker.lib.refusal import Refused
from units.models import Unit, User

CHUNK = 500


@transaction.atomic
def propose(
    *, task: Task, unit: Unit, role: AssignmentRole, by: User, at: datetime, note: str = ""
) -> Assignment:
    """Propose `unit` for `task`. It owes no report until the office confirms."""
    task = locked_task(task.pk)
    refuse_closed(task.plan)
    if Assignment.objects.current().filter(task=task, unit=unit).exists():
        raise Refused(f"{unit.short_name} đã được phân công nhiệm vụ {task.code}.")
    if not unit.exists_on(timezone.localdate(at)):
        raise Refused(f"{unit.short_name} hiện không hoạt động, không giao việc mới được.")
    bearers.refuse_other_bearers(task.plan, [unit])
    _refuse_second_lead(task, unit, role)
    assignment = Assignment.objects.create(
        task=task, unit=unit, role=role, is_own_part=_is_own_part(task, role)
    )
    note = note or AssignmentRole(role).label
    note_event(assignment, AssignmentEventKind.PROPOSED, by=by, at=at, note=note)
    if role == AssignmentRole.LEAD:
        deadlines.begin_as_task_says(assignment, by=by, at=at)
    access.ensure_grants(plan=task.plan)
    return assignment


@transaction.atomic
def confirm(
    *, assignment: Assignment, by: User, at: datetime, first_day: date | None = None
) -> None:
    """Confirm an assignment, in force from `first_day` (default: today).

    A leading unit owes a report on it for each period whose last day is not before.
    """
    assignment = locked(assignment)
    if assignment.state == AssignmentState.CONFIRMED:
        raise Refused("Phân công này đã được xác nhận.")
    _refuse_draft(assignment.task.plan)
    today = timezone.localdate(at)
    first_day = first_day or today
    _refuse_overlap(assignment, first_day)
    Assignment.objects.filter(pk=assignment.pk).update(
        state=AssignmentState.CONFIRMED, first_day=first_day, confirmed_on=today
    )
    note = assignment.get_role_display()
    note_event(
        assignment,
        AssignmentEventKind.CONFIRMED,
        by=by,
        at=at,
        note=note,
        effective_on=first_day,
    )


@transaction.atomic
def set_first_day(
    *,
    assignment: Assignment,
    first_day: date,
    document: LegalDocument,
    by: User,
    at: datetime,
) -> None:
    """Let `assignment` be in force from an earlier or later day, by `document`.

    The office sets it by `reporting.entries.starting`, which leaves periods that are due as they
    are.
    """
    assignment = locked(assignment)
    if assignment.state != AssignmentState.CONFIRMED:
        raise Refused("Cần xác nhận phân công trước khi đặt ngày bắt đầu.")
    if first_day == assignment.first_day:
        raise Refused("Ngày bắt đầu không thay đổi.")
    _refuse_overlap(assignment, first_day)
    before = assignment.first_day
    assignment.first_day = first_day
    assignment.save(update_fields=["first_day"])
    note_event(
        assignment,
        AssignmentEventKind.FIRST_DAY_SET,
        by=by,
        at=at,
        effective_on=first_day,
        document=document,
        note=f"Trước đó: {before:%d/%m/%Y}" if before else "Trước đó: từ đầu kế hoạch",
    )


@transaction.atomic
def confirm_many(
    *,
    assignments: Iterable[Assignment],
    by: User,
    at: datetime,
    first_day: date | None = None,
) -> int:
    """Confirm the `assignments` that are still proposed. Returns their number.

    In force from `first_day` (default: today), which the plan itself sets at the earliest; periods
    that are due stay as they are. Those of a closed plan stay proposals; refused for those of a
    draft.
    """
    num_confirmed = 0
    today = timezone.localdate(at)
    first_day = first_day or today
    if first_day > today:
        raise Refused("Ngày bắt đầu không được sau hôm nay.")
    ids = [assignment.pk for assignment in assignments]
    for chunk in _chunks(ids):
        proposed = Assignment.objects.select_for_update(of=("self",)).filter(
            pk__in=chunk, state=AssignmentState.PROPOSED, ended_on__isnull=True
        )
        in_force = proposed.filter(task__plan__status=PlanStatus.ACTIVE)
        rows = list(in_force.select_related("task__plan", "unit").order_by("pk"))
        if first_day < today:
            _refuse_earlier(rows, first_day)
        Assignment.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=AssignmentState.CONFIRMED, first_day=first_day, confirmed_on=today
        )
        AssignmentEvent.objects.record_many(
            [
                {
                    "assignment": row,
                    "task_id": row.task_id,
                    "unit_id": row.unit_id,
                    "kind": AssignmentEventKind.CONFIRMED,
                    "note": row.get_role_display(),
                    "effective_on": first_day,
                }
                for row in rows
            ],
            by=by,
            at=at,
        )
        num_confirmed += len(rows)
    if ids and not num_confirmed:
        _refuse_draft(Plan.objects.filter(tasks__assignments=ids[0]).first())
    return num_confirmed


@transaction.atomic
def set_role(
    *, task: Task, unit: Unit, role: AssignmentRole | None, by: User, at: datetime
) -> Assignment | None:
    """Make `unit` lead `task`, co-ordinate it, or (None) take no part in it.

    A confirmed assignment ends today and another begins, so that what it owed stays.
    """
    locked_task(task.pk)
    assignment = Assignment.objects.current().filter(task=task, unit=unit).first()
    if assignment is None:
        return propose(task=task, unit=unit, role=role, by=by, at=at) if role else None
    if role is None:
        remove(assignment=assignment, by=by, at=at)
        return None
    assignment = locked(assignment)
    if assignment.role == role:
        return assignment
    # What a co-ordinating unit contributed stays with it when it becomes a lead
    if assignment.role == AssignmentRole.LEAD and has_protected_rows(assignment):
        raise Refused(
            f"{assignment.unit.short_name} đã báo cáo nhiệm vụ {assignment.task.code} với vai trò "
            "chủ trì. Hãy chuyển giao hoặc thôi theo dõi, không đổi vai trò được."
        )
    _refuse_second_lead(assignment.task, unit, role)
    is_own_part = _is_own_part(assignment.task, role)
    if assignment.is_confirmed:
        return replacing.change_role(
            assignment, AssignmentRole(role), is_own_part=is_own_part, by=by, at=at
        )
    before = assignment.get_role_display()
    assignment.role, assignment.is_own_part = role, is_own_part
    assignment.save(update_fields=["role", "is_own_part"])
    note = f"{before} → {assignment.get_role_display()}"
    note_event(assignment, AssignmentEventKind.ROLE_CHANGED, by=by, at=at, note=note)
    return assignment


@transaction.atomic
def set_roles(
    *, task: Task, roles: Mapping[Unit, AssignmentRole | None], by: User, at: datetime
) -> int:
    """Set the roles of many units, all or none. Returns the number of changes.

    Removals come first, so that the lead can move from one unit to another.
    """
    locked_task(task.pk)
    assignments = Assignment.objects.current().filter(task=task)
    current = dict(assignments.values_list("unit_id", "role"))
    changes = [(unit, role) for unit, role in roles.items() if current.get(unit.pk) != role]
    order = (None, AssignmentRole.COORDINATING, AssignmentRole.LEAD)
    for unit, role in sorted(changes, key=lambda change: order.index(change[1])):
        set_role(task=task, unit=unit, role=role, by=by, at=at)
    return len(changes)


@transaction.atomic
def drop_proposal(*, assignment: Assignment, by: User, at: datetime) -> None:
    """Delete a proposal, as its page offers; not what was confirmed since the page was opened."""
    assignment = locked(assignment)
    _refuse_with_results(assignment)
    if assignment.is_confirmed:
        raise Refused(
            "Phân công này đã được xác nhận nên không còn là đề xuất. Nếu đơn vị không thực hiện "
            "nữa, hãy dùng “Thôi theo dõi”."
        )
    _delete(assignment, by=by, at=at)


@transaction.atomic
def remove(*, assignment: Assignment, by: User, at: datetime) -> None:
    """Take an assignment without results away. Its history stays with the task.

    A proposal is deleted. A confirmed assignment ends today, since periods may count it.
    """
    assignment = locked(assignment)
    _refuse_with_results(assignment)
    if not assignment.is_confirmed:
        _delete(assignment, by=by, at=at)
        return
    replacing.end(
        assignment,
        EndReason.DROPPED,
        on=timezone.localdate(at),
        note=f"Bỏ phân công: {assignment.get_role_display()}",
        by=by,
        at=at,
    )


def _refuse_draft(plan: Plan | None) -> None:
    if plan is not None and plan.is_draft:
        raise Refused(
            "Kế hoạch đang nhập, đơn vị chưa thấy: hãy đưa kế hoạch vào thực hiện rồi mới xác nhận "
            "phân công."
        )


def _refuse_with_results(assignment: Assignment) -> None:
    if has_protected_rows(assignment):
        raise Refused(
            f"{assignment.unit.short_name} đã có báo cáo về nhiệm vụ {assignment.task.code} nên "
            "không bỏ phân công được. Hãy chuyển giao hoặc thôi theo dõi."
        )


def _delete(proposal: Assignment, *, by: User, at: datetime) -> None:
    note = f"{proposal.get_role_display()}, {proposal.get_state_display().lower()}"
    note_event(proposal, AssignmentEventKind.REMOVED, by=by, at=at, note=note)
    proposal.delete()


def _refuse_earlier(rows: Iterable[Assignment], first_day: date) -> None:
    for row in rows:
        issued_on = row.task.plan.issued_on
        if first_day < issued_on:
            raise Refused(
                f"Kế hoạch ban hành ngày {issued_on:%d/%m/%Y}; hãy chọn từ ngày đó trở đi."
            )
        _refuse_overlap(row, first_day)


def _refuse_overlap(assignment: Assignment, first_day: date) -> None:
    role = AssignmentRole(assignment.role)
    replacing.refuse_overlap(assignment.task, assignment.unit, role, first_day=first_day)


def _is_own_part(task: Task, role: AssignmentRole) -> bool:
    """Whether `role` leads an own part of `task`, as every lead of a fan-out task does."""
    return task.is_fan_out and role == AssignmentRole.LEAD


def _refuse_second_lead(task: Task, unit: Unit, role: AssignmentRole) -> None:
    """Give the reason before the constraint `plans_assignment_one_lead_per_task` fails."""
    if role != AssignmentRole.LEAD or task.is_fan_out:
        return
    leads = Assignment.objects.leading().current().filter(task=task)
    lead = leads.exclude(unit=unit).select_related("unit").order_by("pk").first()
    if lead is not None:
        raise Refused(
            f"Nhiệm vụ {task.code} đã có đơn vị chủ trì là {lead.unit.short_name}. "
            "Hãy đổi vai trò của đơn vị đó trước, hoặc chọn “Chủ trì một phần” để nhiều đơn vị "
            "cùng chủ trì, mỗi đơn vị một phần."
        )


def _chunks(ids: list[int]) -> Iterable[list[int]]:
    """`ids` in chunks that fit into one statement of either database."""
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
