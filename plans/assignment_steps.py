"""Shared by all use cases that change an assignment: the lock and the history row."""

from datetime import date, datetime

from plans.models import Assignment, AssignmentEvent, AssignmentEventKind, LegalDocument, Plan, Task
from tracker.lib.refusal import Refused
from units.models import User


def locked(assignment: Assignment) -> Assignment:
    """Reload `assignment` and lock its task until the transaction ends; refuse if it has ended.

    The lock is on the task, because the rule of one lead spans all of its assignments.
    """
    Task.objects.select_for_update().filter(pk=assignment.task_id).first()
    related = Assignment.objects.select_related("task__plan", "unit")
    current = related.filter(pk=assignment.pk).first()
    if current is None:
        raise Refused("Phân công này vừa được người khác bỏ. Hãy tải lại trang.")
    refuse_closed(current.task.plan)
    if current.ended_on is not None:
        raise Refused(
            f"Phân công đã kết thúc từ {current.ended_on:%d/%m/%Y} "
            f"({current.get_end_reason_display()})."
        )
    return current


def refuse_closed(plan: Plan) -> None:
    """Refuse to change anything of a plan that is closed."""
    if plan.is_closed:
        raise Refused("Kế hoạch này đã kết thúc nên không sửa được nữa.")


def note_event(
    assignment: Assignment,
    kind: AssignmentEventKind,
    *,
    by: User,
    at: datetime,
    note: str = "",
    effective_on: date | None = None,
    document: LegalDocument | None = None,
    deadline_from: date | None = None,
    deadline_to: date | None = None,
    is_extension: bool = False,
) -> None:
    """Write the history row of a change of `assignment`."""
    AssignmentEvent.objects.record(
        assignment=assignment,
        task_id=assignment.task_id,
        unit_id=assignment.unit_id,
        kind=kind,
        by=by,
        at=at,
        note=note,
        effective_on=effective_on,
        document=document,
        deadline_from=deadline_from,
        deadline_to=deadline_to,
        is_extension=is_extension,
    )
