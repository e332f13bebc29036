"""Shared by use cases that end an assignment, or let another begin in its place.

A confirmed assignment is never deleted and never changes its unit or role: it ends, and what it
owed until then stays with it.
"""

from datetime import date, datetime

from django.db.models import F, Q
from django.utils import timezone

from plans.assignment_steps import note_event
from plans.models import (
    Assignment,
    AssignmentEventKind,
    AssignmentRole,
    AssignmentState,
    EndReason,
    LegalDocument,
    Task,
)
from tracker.lib.refusal import Refused
from units.models import Unit, User


def end(
    assignment: Assignment,
    reason: EndReason,
    *,
    on: date,
    note: str,
    by: User,
    at: datetime,
    document: LegalDocument | None = None,
) -> None:
    """End a locked assignment from the day `on`, recorded today."""
    today = timezone.localdate(at)
    if on > today:
        raise Refused("Ngày kết thúc không được sau hôm nay.")
    assignment.ended_on, assignment.end_reason = on, reason
    assignment.end_recorded_on = today
    assignment.save(update_fields=["ended_on", "end_reason", "end_recorded_on"])
    note_event(
        assignment,
        AssignmentEventKind.ENDED,
        by=by,
        at=at,
        effective_on=on,
        document=document,
        note=note,
    )


def begin(
    predecessor: Assignment,
    *,
    unit: Unit,
    role: AssignmentRole,
    is_own_part: bool,
    assigned_by: LegalDocument | None,
    on: date,
    note: str,
    by: User,
    at: datetime,
) -> Assignment:
    """A confirmed assignment from the day `on`, with the deadline of its predecessor."""
    refuse_overlap(predecessor.task, unit, role, first_day=on)
    begun = Assignment.objects.create(
        task=predecessor.task,
        unit=unit,
        role=role,
        state=AssignmentState.CONFIRMED,
        is_own_part=is_own_part,
        first_day=on,
        confirmed_on=timezone.localdate(at),
        deadline=predecessor.deadline,
        deadline_words=predecessor.deadline_words,
        deadline_document=predecessor.deadline_document,
        deliverable=predecessor.deliverable,
        assigned_by=assigned_by,
    )
    if begun.deadline is not None:
        note_event(
            begun,
            AssignmentEventKind.DEADLINE_SET,
            by=by,
            at=at,
            deadline_to=begun.deadline,
            effective_on=on,
            document=begun.deadline_document,
            note=note,
        )
    return begun


def change_role(
    assignment: Assignment,
    role: AssignmentRole,
    *,
    is_own_part: bool,
    by: User,
    at: datetime,
) -> Assignment:
    """End a locked, confirmed assignment today, and begin one in the new role."""
    today = timezone.localdate(at)
    note = f"Đổi vai trò: {assignment.get_role_display()} → {role.label}"
    end(assignment, EndReason.DROPPED, on=today, note=note, by=by, at=at)
    begun = begin(
        assignment,
        unit=assignment.unit,
        role=role,
        is_own_part=is_own_part,
        assigned_by=assignment.assigned_by,
        on=max(today, assignment.first_day or today),
        note=note,
        by=by,
        at=at,
    )
    note_event(
        begun,
        AssignmentEventKind.CONFIRMED,
        by=by,
        at=at,
        effective_on=begun.first_day,
        note=note,
    )
    return begun


def refuse_overlap(task: Task, unit: Unit, role: AssignmentRole, *, first_day: date) -> None:
    """Refuse a day on which the unit had the same role already, in an assignment that ended."""
    earlier = Assignment.objects.filter(task=task, unit=unit, role=role, ended_on__gt=first_day)
    in_force = earlier.filter(Q(first_day__isnull=True) | Q(first_day__lt=F("ended_on")))
    last = in_force.order_by("-ended_on", "-pk").first()
    if last is not None:
        raise Refused(
            f"{unit.short_name} đã có vai trò này ở nhiệm vụ {task.code} đến trước ngày "
            f"{last.ended_on:%d/%m/%Y}. Hãy chọn từ ngày đó trở đi."
        )
