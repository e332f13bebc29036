"""Use case that proposes the units of many new tasks at once, as a plan from a file brings them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from plans import access, bearers, documents
from plans.assignment_steps import refuse_closed
from plans.models import (
    Assignment,
    AssignmentEvent,
    AssignmentEventKind,
    AssignmentRole,
    LegalDocument,
    Plan,
    Task,
)
from tracker.lib.refusal import Refused
from units.models import Unit, User

Proposal = tuple[Task, Unit, AssignmentRole]


@transaction.atomic
def propose_for_new_tasks(
    *, plan: Plan, proposals: Iterable[Proposal], by: User, at: datetime, note: str = ""
) -> int:
    """Propose units for tasks of `plan` that have none yet. Returns the number of proposals.

    As `assigning.propose` does for one unit, in the same number of queries for any number.
    """
    proposals = list(proposals)
    plan = Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    refuse_closed(plan)
    _check(proposals, on=timezone.localdate(at))
    bearers.refuse_other_bearers(plan, (unit for _, unit, _ in proposals))
    document = documents.document_of(plan) if any(_has_deadline(row) for row in proposals) else None
    made = Assignment.objects.bulk_create(
        _unsaved(task, unit, role, document) for task, unit, role in proposals
    )
    AssignmentEvent.objects.record_many(
        (event for row in made for event in _events(row, note, on=timezone.localdate(at))),
        by=by,
        at=at,
    )
    access.ensure_grants(plan=plan)
    return len(made)


def _check(proposals: list[Proposal], *, on: date) -> None:
    tasks = {task.pk for task, _, _ in proposals}
    if Assignment.objects.filter(task__in=tasks).exists():
        raise Refused("Có nhiệm vụ đã được phân công; hãy phân công tiếp trên bảng phân công.")
    leads: set[int] = set()
    pairs: set[tuple[int, int]] = set()
    for task, unit, role in proposals:
        if not unit.exists_on(on):
            raise Refused(f"{unit.short_name} hiện không hoạt động, không giao việc mới được.")
        if (task.pk, unit.pk) in pairs:
            raise Refused(f"{unit.short_name} được nêu hai lần ở nhiệm vụ {task.code}.")
        pairs.add((task.pk, unit.pk))
        if role == AssignmentRole.LEAD and not task.is_fan_out:
            if task.pk in leads:
                raise Refused(f"Nhiệm vụ {task.code} có hơn một đơn vị chủ trì.")
            leads.add(task.pk)


def _has_deadline(proposal: Proposal) -> bool:
    task, _, role = proposal
    return role == AssignmentRole.LEAD and task.deadline is not None


def _unsaved(
    task: Task, unit: Unit, role: AssignmentRole, document: LegalDocument | None
) -> Assignment:
    """A lead begins with the deadline and the deliverable of its task."""
    row = Assignment(task=task, unit=unit, role=role)
    if role == AssignmentRole.LEAD:
        row.is_own_part = task.is_fan_out
        row.deliverable = task.deliverable
        if task.deadline is not None:
            row.deadline, row.deadline_words = task.deadline, task.timing_words
            row.deadline_document = task.deadline_document or document
    return row


def _events(row: Assignment, note: str, *, on: date) -> Iterator[Mapping[str, object]]:
    of_row = {"assignment": row, "task_id": row.task_id, "unit_id": row.unit_id}
    role = AssignmentRole(row.role)
    yield {**of_row, "kind": AssignmentEventKind.PROPOSED, "note": note or role.label}
    if row.deadline is not None:
        yield {
            **of_row,
            "kind": AssignmentEventKind.DEADLINE_SET,
            "note": row.deadline_words,
            "deadline_to": row.deadline,
            "effective_on": on,
            "document": row.deadline_document,
        }
    if row.deliverable:
        yield {
            **of_row,
            "kind": AssignmentEventKind.DELIVERABLE_SET,
            "note": row.deliverable,
        }
