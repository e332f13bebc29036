"""How the units themselves judge what they keep of the plan's mottos, as totals."""

from collections.abc import Container, Iterable, Mapping
from typing import cast

from plans.models import Assignment, CommitmentItem, Plan
from reporting.reviews.snapshots.results import Reported
from reporting.reviews.topics_schema import FrozenCommitment, FrozenCommitmentItem

Answers = Mapping[str, bool | None]


def commitments(
    plan: Plan, leads: Iterable[Assignment], results: Iterable[Reported]
) -> list[FrozenCommitment]:
    """Each motto with its components, counted over the latest accepted answers of each unit.

    Read from what was sent, like the rest of a review. One query.
    """
    task_of = {lead.pk: lead.task_id for lead in leads}
    latest = latest_answers(results, task_of)
    items = (
        CommitmentItem.objects.filter(commitment__task__plan=plan)
        .select_related("commitment__task")
        .order_by(
            "commitment__task__group__position",
            "commitment__task__position",
            "commitment",
            "position",
        )
    )
    found: dict[int, FrozenCommitment] = {}
    for item in items:
        commitment = item.commitment
        given = [answers_in(row) for pk, row in latest.items() if task_of[pk] == commitment.task_id]
        frozen = found.setdefault(
            commitment.pk,
            {
                "task": commitment.task.code,
                "name": commitment.name,
                "num_units": len(given),
                "items": [],
            },
        )
        frozen["items"].append(_counted(str(item), given))
    return [frozen for frozen in found.values() if frozen["num_units"]]


def latest_answers(results: Iterable[Reported], known: Container[int]) -> dict[int, Reported]:
    """The last accepted result with answers, by assignment."""
    return {
        row.assignment: row
        for row in results
        if row.is_accepted and answers_in(row) and row.assignment in known
    }


def answers_in(row: Reported) -> Answers:
    """What the unit answered on each component: kept, not kept, or None."""
    return cast("Answers", row.content.get("answers") or {})


def _counted(words: str, given: Iterable[Answers]) -> FrozenCommitmentItem:
    kept = [answers.get(words) for answers in given]
    return {
        "words": words,
        "kept": kept.count(True),
        "not_kept": kept.count(False),
        "unanswered": kept.count(None),
    }
