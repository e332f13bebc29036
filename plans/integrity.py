"""Consistency checks across rows of `plans`."""

import hashlib
from collections.abc import Iterator

from django.db.models import F, Model, OuterRef, QuerySet, Subquery

from plans.contribution_rules import OF_PLANS, OF_TASKS
from plans.leading import EVENTS
from plans.models import (
    Assignment,
    AssignmentEvent,
    AssignmentEventKind,
    ContributionRule,
    Plan,
    PlanEvent,
    PlanEventKind,
    Task,
    TaskEvent,
)
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

    yield from _rules_that_differ()


def _rules_that_differ() -> Iterator[tuple[str, str]]:
    """Rules of contributions that are not those of the last event."""
    of_task = TaskEvent.objects.filter(task=OuterRef("pk"), kind__in=OF_TASKS)
    tasks = Task.objects.annotate(latest=_latest_kind(of_task)).order_by("pk")
    for pk, rule, latest in tasks.values_list("pk", "contribution_rule", "latest"):
        if (latest or EVENTS[ContributionRule.AS_PLAN]) != EVENTS[ContributionRule(rule)]:
            yield "task's rule of contributions differs from its history", f"task {pk}"
    of_plan = PlanEvent.objects.filter(plan=OuterRef("pk"), kind__in=OF_PLANS)
    plans = Plan.objects.annotate(latest=_latest_kind(of_plan)).order_by("pk")
    for pk, is_required, latest in plans.values_list("pk", "requires_contributions", "latest"):
        if is_required != (latest == PlanEventKind.CONTRIBUTIONS_ASKED):
            yield "plan's rule of contributions differs from its history", f"plan {pk}"


def _latest_kind(events: QuerySet[Model]) -> Subquery:
    return Subquery(events.order_by("-at", "-pk").values("kind")[:1])
