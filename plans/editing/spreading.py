"""The deadline and the deliverable of a task, for the units that lead it."""

from dataclasses import dataclass
from datetime import date, datetime

from plans import deadlines, documents
from plans.models import Assignment, Task
from units.models import User


@dataclass(frozen=True)
class Former:
    """What a task said before it was changed."""

    deadline: date | None
    timing_words: str
    deliverable: str


def former(task: Task) -> Former:
    return Former(task.deadline, task.timing_words, task.deliverable)


def spread_changes(task: Task, before: Former, *, by: User, at: datetime) -> None:
    """Give the new deadline and deliverable of `task` to the units that lead it.

    A unit whose deadline or deliverable differs from the former one of the task keeps its own.
    """
    is_moved = (task.deadline, task.timing_words) != (before.deadline, before.timing_words)
    leads = Assignment.objects.leading().current().filter(task=task)
    if is_moved and (task.deadline or before.deadline):
        document = task.deadline_document or documents.document_of(task.plan)
        for assignment in leads.filter(deadline=before.deadline).order_by("pk"):
            deadlines.set_deadline(
                assignment=assignment,
                deadline=task.deadline,
                words=task.timing_words,
                document=document,
                by=by,
                at=at,
            )
    if task.deliverable != before.deliverable:
        for assignment in leads.filter(deliverable=before.deliverable).order_by("pk"):
            deadlines.set_deliverable(
                assignment=assignment,
                deliverable=task.deliverable,
                document=assignment.assigned_by,
                by=by,
                at=at,
            )
