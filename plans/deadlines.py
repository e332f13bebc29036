"""Use cases that set what is due of an assignment: its deadline and its deliverable."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from plans import documents
from plans.assignment_steps import locked, note_event
from plans.models import Assignment, AssignmentEventKind, LegalDocument, Task
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from units.models import User


@transaction.atomic
def set_deadline(
    *,
    assignment: Assignment,
    deadline: date | None,
    words: str,
    document: LegalDocument,
    by: User,
    at: datetime,
    effective_on: date | None = None,
    is_extension: bool = False,
) -> None:
    """Set, move or (None) lift the deadline, by `document`; the ledger keeps the former one.

    `words` is the wording of the deadline in the document. The deadline is in force from
    `effective_on` (default: today), so the situation on an earlier day can still be computed.
    `is_extension` marks a deadline that was moved at the unit's request.
    """
    secrecy.refuse_marks({"Thời hạn theo lời văn bản": words})
    assignment = locked(assignment)
    effective_on = effective_on or timezone.localdate(at)
    if deadline is not None and not words.strip():
        raise Refused("Cần ghi thời hạn đúng như lời văn của văn bản.")
    if deadline is None and assignment.deadline is None:
        raise Refused("Chưa có thời hạn nào để bỏ. Hãy nhập thời hạn.")
    if effective_on > timezone.localdate(at):
        raise Refused("Ngày hiệu lực của thời hạn không được sau hôm nay.")
    if is_extension:
        _refuse_unless_extension(assignment.deadline, deadline)
    ledger = assignment.events.filter(kind=AssignmentEventKind.DEADLINE_SET)
    last = ledger.aggregate(last=Max("effective_on"))["last"]
    if last is not None and effective_on < last:
        raise Refused(f"Đã có thời hạn hiệu lực từ {last:%d/%m/%Y}; ngày mới không được trước đó.")
    before = assignment.deadline
    assignment.deadline, assignment.deadline_words = deadline, words.strip()
    assignment.deadline_document = document
    if is_extension and assignment.deadline_unextended is None:
        assignment.deadline_unextended = before
    assignment.save(
        update_fields=["deadline", "deadline_words", "deadline_document", "deadline_unextended"]
    )
    note_event(
        assignment,
        AssignmentEventKind.DEADLINE_SET,
        by=by,
        at=at,
        deadline_from=before,
        deadline_to=deadline,
        effective_on=effective_on,
        is_extension=is_extension,
        document=document,
        note=words,
    )


@transaction.atomic
def set_deadline_of_leads(
    *,
    task: Task,
    deadline: date | None,
    words: str,
    document: LegalDocument,
    by: User,
    at: datetime,
    effective_on: date | None = None,
) -> int:
    """Set one deadline for all units that lead `task`. Returns their number."""
    leads = Assignment.objects.leading().filter(task=task, ended_on__isnull=True)
    assignments = list(leads.in_plan_order())
    if not assignments:
        raise Refused("Nhiệm vụ chưa có đơn vị chủ trì nên chưa đặt thời hạn được.")
    for assignment in assignments:
        set_deadline(
            assignment=assignment,
            deadline=deadline,
            words=words,
            document=document,
            effective_on=effective_on,
            by=by,
            at=at,
        )
    return len(assignments)


@transaction.atomic
def set_deliverable(
    *,
    assignment: Assignment,
    deliverable: str,
    document: LegalDocument | None,
    by: User,
    at: datetime,
) -> None:
    """Set the expected deliverable and the document that assigned the task."""
    secrecy.refuse_marks({"Sản phẩm": deliverable})
    assignment = locked(assignment)
    assignment.deliverable, assignment.assigned_by = deliverable.strip(), document
    assignment.save(update_fields=["deliverable", "assigned_by"])
    note_event(
        assignment,
        AssignmentEventKind.DELIVERABLE_SET,
        by=by,
        at=at,
        document=document,
        note=deliverable.strip() or "Bỏ trống",
    )


def begin_as_task_says(assignment: Assignment, *, by: User, at: datetime) -> None:
    """Give a new assignment that leads its task the deadline and the deliverable of the task."""
    task = assignment.task
    if task.deadline is not None:
        set_deadline(
            assignment=assignment,
            deadline=task.deadline,
            words=task.timing_words,
            document=task.deadline_document or documents.document_of(task.plan),
            by=by,
            at=at,
        )
    if task.deliverable:
        set_deliverable(
            assignment=assignment, deliverable=task.deliverable, document=None, by=by, at=at
        )


def _refuse_unless_extension(before: date | None, after: date | None) -> None:
    """Give the reason before `plans_assignmentevent_extension_moves_a_deadline` fails."""
    if before is None:
        raise Refused("Nhiệm vụ hiện không còn thời hạn nên không gia hạn được.")
    if after is None or after <= before:
        raise Refused(f"Thời hạn gia hạn phải sau thời hạn hiện nay ({before:%d/%m/%Y}).")
