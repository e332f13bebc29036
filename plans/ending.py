"""Use cases that end an assignment: transfer to another unit, or no longer following it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from plans import access
from plans.assignment_steps import locked, note_event
from plans.models import (
    Assignment,
    AssignmentEventKind,
    AssignmentRole,
    AssignmentState,
    EndReason,
    LegalDocument,
)
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
    assignment = locked(assignment)
    if to.pk == assignment.unit_id:
        raise Refused("Cần chọn đơn vị khác để chuyển giao.")
    if not to.exists_on(on):
        raise Refused(f"{to.short_name} không hoạt động vào ngày chuyển giao.")
    _end(assignment, EndReason.TRANSFERRED, on=on, at=at)
    successor = _taken_over(assignment, to, on=on, document=document, by=by, at=at)
    assignment.successor = successor
    assignment.save(update_fields=["successor"])
    note_event(
        assignment,
        AssignmentEventKind.ENDED,
        by=by,
        at=at,
        effective_on=on,
        document=document,
        note=f"Chuyển giao cho {to.short_name}",
    )
    access.ensure_grants(plan=assignment.task.plan)
    return successor


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
    _end(assignment, EndReason.DROPPED, on=on, at=at)
    note_event(
        assignment,
        AssignmentEventKind.ENDED,
        by=by,
        at=at,
        effective_on=on,
        document=document,
        note=f"Thôi theo dõi: {reason.strip()}",
    )


def _end(assignment: Assignment, reason: EndReason, *, on: date, at: datetime) -> None:
    if on > timezone.localdate(at):
        raise Refused("Ngày kết thúc không được sau hôm nay.")
    assignment.ended_on, assignment.end_reason = on, reason
    assignment.end_recorded_on = timezone.localdate(at)
    assignment.save(update_fields=["ended_on", "end_reason", "end_recorded_on"])


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
    task = assignment.task
    note = f"Nhận chuyển giao từ {assignment.unit.short_name}"
    successor = Assignment.objects.filter(task=task, unit=to).first()
    if successor is None:
        successor = Assignment.objects.create(
            task=task,
            unit=to,
            role=assignment.role,
            state=AssignmentState.CONFIRMED,
            is_own_part=assignment.is_own_part,
            first_day=on,
            confirmed_on=timezone.localdate(at),
            deadline=assignment.deadline,
            deadline_words=assignment.deadline_words,
            deadline_document=assignment.deadline_document,
            deliverable=assignment.deliverable,
            assigned_by=document,
        )
        _take_over_deadline(successor, on=on, by=by, at=at, note=note)
    elif successor.ended_on is not None:
        raise Refused(f"Phân công của {to.short_name} cho nhiệm vụ này đã kết thúc.")
    elif assignment.role == AssignmentRole.LEAD:
        successor.role, successor.is_own_part = AssignmentRole.LEAD, assignment.is_own_part
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


def _take_over_deadline(
    successor: Assignment, *, on: date, by: User, at: datetime, note: str
) -> None:
    """Record the deadline that came with the task in the ledger of `successor`."""
    if successor.deadline is None:
        return
    note_event(
        successor,
        AssignmentEventKind.DEADLINE_SET,
        by=by,
        at=at,
        deadline_to=successor.deadline,
        effective_on=on,
        document=successor.deadline_document,
        note=note,
    )
