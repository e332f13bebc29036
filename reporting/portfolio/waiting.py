"""What waits for the office, counted by plan."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, IntegerField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from plans.models import Assignment, AssignmentState, Plan
from reporting.models import EntryStatus, Extension, ProgressEntry, Review, ReviewStatus
from reporting.models.review import IN_PROGRESS
from tracker.lib import statements
from tracker.lib.parted import Version


@dataclass(frozen=True)
class Waiting:
    """Numbers of what waits for the office in a plan."""

    num_waiting: int = 0
    num_proposed: int = 0
    num_extensions: int = 0
    num_in_progress: int = 0
    num_failed: int = 0


def waiting_by_plan(plan_ids: Collection[int], version: Version | None) -> dict[int, Waiting]:
    """All that waits for the office, by plan; one query."""
    if not plan_ids:
        return {}
    rows = statements.rows_of(
        ("waiting", tuple(sorted(plan_ids))), (), lambda: _waiting_in(plan_ids), version=version
    )
    return {pk: Waiting(*numbers) for pk, *numbers in rows}


def _waiting_in(plan_ids: Collection[int]) -> statements.Query:
    """The ids of the plans, and the numbers of `Waiting`."""
    reviews = Review.objects.order_by()
    sent = ProgressEntry.objects.filter(status=EntryStatus.SENT)
    proposed = Assignment.objects.filter(state=AssignmentState.PROPOSED)
    return Plan.objects.filter(pk__in=plan_ids).values_list(
        "pk",
        _number(sent, "assignment__task__plan"),
        _number(proposed, "task__plan"),
        _number(Extension.objects.pending(), "assignment__task__plan"),
        _number(reviews.filter(status__in=[*IN_PROGRESS, ReviewStatus.DRAFT]), "plan"),
        _number(reviews.filter(status=ReviewStatus.FAILED), "plan"),
    )


def _number(rows: QuerySet[Model], plan: str) -> Coalesce:
    """Number of `rows` of the plan of the outer query; `plan` is their path to it."""
    counted = rows.filter(**{plan: OuterRef("pk")}).order_by().values(plan)
    number = counted.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)
