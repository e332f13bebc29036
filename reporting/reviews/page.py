"""Content of the page of a review."""

from dataclasses import dataclass

from reporting.models import Review, ReviewStatus, ReviewWithdrawal
from tracker.lib.refusal import Refused
from units.models import User


@dataclass(frozen=True)
class Feedback:
    """An obstacle or a recommendation of a unit, and the entry it comes from."""

    entry: int
    unit_name: str
    task: str
    text: str
    is_accepted: bool


def feedback_of(review: Review, name: str) -> list[Feedback]:
    """The feedback of units in the field `name` (obstacle, recommendation), in plan order."""
    return [
        Feedback(row["entry"], row["unit_name"], row["task"], row[name], row["is_accepted"])
        for row in (review.snapshot or {}).get("voices", [])
        if row[name]
    ]


def context(
    review: Review, user: User, *, title: str | None = None, refusal: Refused | None = None
) -> dict[str, object]:
    """The context of `reporting/reviews/review.html`; after a refusal with the typed `title`."""
    may_compile = user.has_perm("plans.compile_reviews", review.plan)
    is_edited = may_compile and review.status == ReviewStatus.DRAFT
    return {
        "review": review,
        "plan": review.plan,
        "may_compile": may_compile,
        "is_edited": is_edited or refusal is not None,
        "refusal": refusal,
        "title": review.title if title is None else title,
        "num_blocks": review.blocks.count() if is_edited else 0,
        "obstacles": feedback_of(review, "obstacle") if is_edited else [],
        "recommendations": feedback_of(review, "recommendation") if is_edited else [],
        "figures": (review.snapshot or {}).get("figures"),
        "issued_files": review.issued_files.select_related("added_by").order_by("-added_at", "-pk"),
        "events": review.events.select_related("by").order_by("-at", "-pk"),
        "withdrawal": ReviewWithdrawal.objects.filter(review=review.pk).first(),
        "replaced_by": Review.objects.filter(replaces=review.pk).defer("snapshot").first(),
    }
