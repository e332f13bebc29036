"""Content of the page of one task: its units, deadlines and their latest results."""

from dataclasses import dataclass

from django.db.models import Count, Q

from plans.models import (
    Assignment,
    AssignmentEvent,
    AssignmentQuerySet,
    AssignmentRole,
    LegalDocument,
    Task,
)
from reporting.counting.figures import Scope, Tally, figures_of, rows_in
from reporting.entries.assignment_rows import AssignmentRow, rows_of
from reporting.models import ChecklistAnswer, EntryEvent
from units.models import User

NUM_EVENTS = 30


@dataclass(frozen=True)
class ChecklistLine:
    """A component of a commitment, with the number of units that keep it and that do not."""

    verb: str
    text: str
    num_kept: int
    num_not_kept: int


@dataclass(frozen=True)
class TaskDetail:
    """`rows`: the leads whose results the reader may see."""

    tally: Tally
    rows: list[AssignmentRow]
    leads: list[Assignment]
    coordinators: list[Assignment]
    documents: list[LegalDocument]
    checklist: list[tuple[str, list[ChecklistLine]]]
    ledger: list[AssignmentEvent]
    events: list[EntryEvent]


def detail_of(task: Task, *, scope: Scope, user: User) -> TaskDetail:
    """Read the page of `task` in a constant number of queries."""
    rows = rows_in(scope, user=user).select_related("unit", "task__group").in_plan_order()
    assignments = list(task.assignments.select_related("unit").in_plan_order())
    readable = Assignment.objects.readable_by(user).filter(task=task)
    return TaskDetail(
        tally=figures_of(scope, user=user).total,
        rows=rows_of(rows, as_of=scope.as_of),
        leads=[row for row in assignments if row.role == AssignmentRole.LEAD],
        coordinators=[row for row in assignments if row.role == AssignmentRole.COORDINATING],
        documents=list(task.documents.order_by("issued_on", "pk")),
        checklist=_checklist(task, readable),
        ledger=list(
            task.assignment_events.filter(assignment__in=readable.values("pk"))
            .select_related("unit", "by", "document")
            .order_by("-at", "-pk")[:NUM_EVENTS]
        ),
        events=list(
            EntryEvent.objects.filter(assignment__in=readable.values("pk"))
            .select_related("by", "entry__submission__unit", "entry__submission__period")
            .order_by("-at", "-pk")[:NUM_EVENTS]
        ),
    )


def _checklist(task: Task, readable: AssignmentQuerySet) -> list[tuple[str, list[ChecklistLine]]]:
    """Answers of the newest period that has any, per commitment of the task."""
    answers = ChecklistAnswer.objects.filter(
        item__commitment__task=task, entry__assignment__in=readable.values("pk")
    ).exclude(entry__last_sent_at__isnull=True)
    newest = (
        answers.order_by("-entry__submission__period__data_to")
        .values_list("entry__submission__period", flat=True)
        .first()
    )
    counted = (
        answers.filter(entry__submission__period=newest)
        .values("item")
        .annotate(
            kept=Count("pk", filter=Q(is_kept=True)), not_kept=Count("pk", filter=Q(is_kept=False))
        )
        .order_by()
    )
    counts = {row["item"]: (row["kept"], row["not_kept"]) for row in counted}
    lines = []
    for commitment in task.commitments.prefetch_related("items").order_by("pk"):
        items = sorted(commitment.items.all(), key=lambda item: item.position)
        lines.append(
            (
                commitment.name,
                [
                    ChecklistLine(item.verb, item.text, *counts.get(item.pk, (0, 0)))
                    for item in items
                ],
            )
        )
    return lines
