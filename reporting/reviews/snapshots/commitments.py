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
    latest = _latest(results, task_of)
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
        given = [answers for pk, answers in latest.items() if task_of[pk] == commitment.task_id]
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


def _latest(results: Iterable[Reported], known: Container[int]) -> dict[int, Answers]:
    """The last accepted answers by assignment."""
    found: dict[int, Answers] = {}
    for row in results:
        answers = cast("Answers", row.content.get("answers") or {})
        if row.is_accepted and answers and row.assignment in known:
            found[row.assignment] = answers
    return found


def _counted(words: str, given: Iterable[Answers]) -> FrozenCommitmentItem:
    kept = [answers.get(words) for answers in given]
    return {
        "words": words,
        "kept": kept.count(True),
        "not_kept": kept.count(False),
        "unanswered": kept.count(None),
    }
