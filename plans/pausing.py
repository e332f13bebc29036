"""Use cases that pause the clock of an assignment by a deciding document, and resume it."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from plans.assignment_steps import locked, note_event
from plans.models import Assignment, AssignmentEventKind, AssignmentPause, LegalDocument
from tracker.lib.refusal import Refused
from units.models import User


@transaction.atomic
def pause(
    *, assignment: Assignment, first_day: date, document: LegalDocument, by: User, at: datetime
) -> None:
    """Pause an assignment from `first_day`: it is not overdue during a pause."""
    assignment = locked(assignment)
    if assignment.pauses.filter(last_day__isnull=True).exists():
        raise Refused("Phân công này đang tạm dừng.")
    if first_day > timezone.localdate(at):
        raise Refused("Ngày tạm dừng không được sau hôm nay.")
    if assignment.pauses.filter(last_day__gte=first_day).exists():
        raise Refused("Ngày tạm dừng trùng với một lần tạm dừng trước.")
    AssignmentPause.objects.create(assignment=assignment, first_day=first_day, document=document)
    assignment.paused_from = first_day
    assignment.save(update_fields=["paused_from"])
    note_event(
        assignment,
        AssignmentEventKind.PAUSED,
        by=by,
        at=at,
        effective_on=first_day,
        document=document,
        note=f"Từ ngày {first_day:%d/%m/%Y}",
    )


@transaction.atomic
def resume(
    *, assignment: Assignment, first_day: date, document: LegalDocument, by: User, at: datetime
) -> None:
    """Resume an assignment: the clock runs again from `first_day`."""
    assignment = locked(assignment)
    if first_day > timezone.localdate(at):
        raise Refused("Ngày tiếp tục không được sau hôm nay.")
    end_open_pause(assignment, last_day=first_day - timedelta(days=1))
    assignment.paused_from = None
    assignment.save(update_fields=["paused_from"])
    note_event(
        assignment,
        AssignmentEventKind.RESUMED,
        by=by,
        at=at,
        effective_on=first_day,
        document=document,
        note=f"Từ ngày {first_day:%d/%m/%Y}",
    )


def end_open_pause(assignment: Assignment, *, last_day: date) -> None:
    """End the open pause; refused if there is none or it began later."""
    open_pause = assignment.pauses.filter(last_day__isnull=True).first()
    if open_pause is None:
        raise Refused("Phân công này không tạm dừng.")
    if last_day < open_pause.first_day:
        raise Refused(f"Ngày tiếp tục phải sau ngày tạm dừng {open_pause.first_day:%d/%m/%Y}.")
    open_pause.last_day = last_day
    open_pause.save(update_fields=["last_day"])
