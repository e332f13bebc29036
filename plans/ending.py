"""Use cases that end an assignment: transfer to another unit, or no longer following it."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from plans import access, bearers, replacing
from plans.assignment_steps import locked, note_event
from plans.models import (
    Assignment,
    AssignmentEvent,
    AssignmentEventKind,
    AssignmentRole,
    AssignmentState,
    EndReason,
    LegalDocument,
    Plan,
)
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from units.models import Unit, User


@transaction.atomic
def transfer(
    *,
    assignment: Assignment,
    to: Unit,
    on: date,
    document: LegalDocument,
    by: User,
    at: datetime,
) -> Assignment:
    """Transfer `assignment` to another unit from the day `on`. Reported results stay with it.

    The office transfers by `reporting.entries.succeeding`, which may pass on the accepted result.
    """
    successor = hand_over(assignment=assignment, to=to, on=on, document=document, by=by, at=at)
    access.ensure_grants(plan=assignment.task.plan)
    return successor


@transaction.atomic
def hand_over(
    *,
    assignment: Assignment,
    to: Unit,
    on: date,
    document: LegalDocument,
    by: User,
    at: datetime,
) -> Assignment:
    """A transfer whose caller grants the plan to the units of many transfers together."""
    return hand_over_locked(
        assignment=locked(assignment), to=to, on=on, document=document, by=by, at=at
    )


def hand_over_locked(
    *,
    assignment: Assignment,
    to: Unit,
    on: date,
    document: LegalDocument,
    by: User,
    at: datetime,
) -> Assignment:
    """The same, of an assignment that was read after the caller locked its task."""
    if to.pk == assignment.unit_id:
        raise Refused("Cần chọn đơn vị khác để chuyển giao.")
    if not to.exists_on(on):
        raise Refused(f"{to.short_name} không hoạt động vào ngày chuyển giao.")
    if assignment.unit.last_day is None:  # of a unit that ended, the document says who follows
        bearers.refuse_other_bearers(assignment.task.plan, [to])
    replacing.end(
        assignment,
        EndReason.TRANSFERRED,
        on=on,
        note=f"Chuyển giao cho {to.short_name}",
        document=document,
        by=by,
        at=at,
    )
    successor = _taken_over(assignment, to, on=on, document=document, by=by, at=at)
    assignment.successor = successor
    assignment.save(update_fields=["successor"])
    return successor


@transaction.atomic
def pass_on_proposal(
    *,
    proposal: Assignment,
    to: Unit,
    on: date,
    document: LegalDocument,
    by: User,
    at: datetime,
) -> None:
    """Let a proposal be for another unit; it ends where that unit has the task already."""
    proposal = locked(proposal)
    if proposal.is_confirmed:
        raise Refused("Phân công này đã được xác nhận nên không còn là đề xuất.")
    note = f"Chuyển đề xuất cho {to.short_name}"
    if Assignment.objects.current().filter(task=proposal.task, unit=to).exists():
        replacing.end(
            proposal, EndReason.DROPPED, on=on, note=note, document=document, by=by, at=at
        )
        return
    came_from = proposal.unit.short_name
    note_event(proposal, AssignmentEventKind.REMOVED, by=by, at=at, document=document, note=note)
    proposal.unit = to
    proposal.save(update_fields=["unit"])
    note_event(
        proposal,
        AssignmentEventKind.PROPOSED,
        by=by,
        at=at,
        document=document,
        note=f"Nhận đề xuất từ {came_from}",
    )


@transaction.atomic
def drop(
    *,
    assignment: Assignment,
    on: date,
    document: LegalDocument | None,
    reason: str,
    by: User,
    at: datetime,
) -> None:
    """Stop following `assignment` from the day `on`, for `reason`."""
    assignment = locked(assignment)
    if not reason.strip():
        raise Refused("Cần nêu lý do thôi theo dõi.")
    secrecy.refuse_marks({"Lý do": reason})
    replacing.end(
        assignment,
        EndReason.DROPPED,
        on=on,
        note=f"Thôi theo dõi: {reason.strip()}",
        document=document,
        by=by,
        at=at,
    )


def drop_many(*, plan: Plan, reasons: Mapping[int, str], by: User, at: datetime) -> int:
    """End assignments of `plan` today, each for its reason, by id. Returns their number.

    Within the transaction of the step that ends them all.
    """
    today = timezone.localdate(at)
    current = Assignment.objects.current().filter(task__plan=plan)
    rows = [row for row in current.order_by("pk") if row.pk in reasons]
    for row in rows:
        if not reasons[row.pk].strip():
            raise Refused("Mỗi phân công chưa hoàn thành cần một lý do.")
        row.ended_on, row.end_reason, row.end_recorded_on = today, EndReason.DROPPED, today
    Assignment.objects.bulk_update(
        rows, ["ended_on", "end_reason", "end_recorded_on"], batch_size=100
    )
    AssignmentEvent.objects.record_many(
        [
            {
                "assignment": row,
                "task_id": row.task_id,
                "unit_id": row.unit_id,
                "kind": AssignmentEventKind.ENDED,
                "note": f"Kết thúc kế hoạch: {reasons[row.pk].strip()}",
                "effective_on": today,
            }
            for row in rows
        ],
        by=by,
        at=at,
    )
    return len(rows)


def _taken_over(
    assignment: Assignment,
    to: Unit,
    *,
    on: date,
    document: LegalDocument,
    by: User,
    at: datetime,
) -> Assignment:
    """The successor's assignment, new or existing, in the role it takes over."""
    note = f"Nhận chuyển giao từ {assignment.unit.short_name}"
    role = AssignmentRole(assignment.role)
    successor = Assignment.objects.current().filter(task=assignment.task, unit=to).first()
    becomes_lead = role == AssignmentRole.LEAD and (
        successor is not None and successor.role != AssignmentRole.LEAD
    )
    if successor is not None and becomes_lead and successor.is_confirmed:
        change = f"Đổi vai trò: {successor.get_role_display()} → {role.label}"
        replacing.end(
            successor, EndReason.DROPPED, on=on, note=change, document=document, by=by, at=at
        )
        successor = None
    if successor is None:
        successor = replacing.begin(
            assignment,
            unit=to,
            role=role,
            is_own_part=assignment.is_own_part,
            assigned_by=document,
            on=on,
            note=note,
            by=by,
            at=at,
        )
    elif role == AssignmentRole.LEAD and not successor.is_confirmed:
        successor.role, successor.is_own_part = role, assignment.is_own_part
        successor.state = AssignmentState.CONFIRMED
        successor.first_day, successor.confirmed_on = on, timezone.localdate(at)
        successor.save(update_fields=["role", "is_own_part", "state", "first_day", "confirmed_on"])
    note_event(
        successor,
        AssignmentEventKind.CONFIRMED,
        by=by,
        at=at,
        effective_on=on,
        document=document,
        note=note,
    )
    return successor
