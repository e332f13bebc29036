"""Consistency checks across rows of `plans`."""

import hashlib
from collections.abc import Iterator

from django.db.models import F, OuterRef, Subquery

from plans.models import Assignment, AssignmentEvent, AssignmentEventKind, Plan, Task
from plans.text import raw_text


def findings() -> Iterator[tuple[str, str]]:
    """Inconsistencies, as (problem, location)."""
    for plan in Plan.objects.exclude(source_sha256="").order_by("pk"):
        if hashlib.sha256(raw_text(plan).encode()).hexdigest() != plan.source_sha256:
            yield "plan's passages no longer make up its source text", f"plan {plan.pk}"

    for task_id in (
        Task.objects.exclude(group__plan=F("plan")).order_by("pk").values_list("pk", flat=True)
    ):
        yield "task's group belongs to another plan", f"task {task_id}"

    last = AssignmentEvent.objects.filter(
        assignment=OuterRef("pk"), kind=AssignmentEventKind.DEADLINE_SET
    ).order_by("-effective_on", "-pk")
    assignments = Assignment.objects.annotate(ledger=Subquery(last.values("deadline_to")[:1]))
    for pk, deadline, ledger in assignments.order_by("pk").values_list("pk", "deadline", "ledger"):
        if deadline != ledger:
            yield "assignment's deadline differs from its ledger", f"assignment {pk}"
