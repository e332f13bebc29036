"""Content of the page of a review."""

from dataclasses import dataclass, field

from reporting.models import Review, ReviewStatus, ReviewWithdrawal
from tracker.lib.refusal import Refused
from units.models import User


@dataclass(frozen=True)
class SaidBy:
    """A unit that said it, and the entry in which it did."""

    entry: int
    unit_name: str
    task: str
    is_accepted: bool


@dataclass(frozen=True)
class Feedback:
    """An obstacle or a recommendation, told once with all the units that said the same."""

    text: str
    said_by: list[SaidBy] = field(default_factory=list)

    @property
    def num_units(self) -> int:
        return len({one.unit_name for one in self.said_by})


def feedback_of(review: Review, name: str) -> list[Feedback]:
    """The feedback in the field `name` (obstacle, recommendation), that of most units first.

    Texts that differ in spaces, capitals or the mark at their end only are the same.
    """
    found: dict[str, Feedback] = {}
    for row in (review.snapshot or {}).get("voices", []):
        if not row[name]:
            continue
        key = " ".join(row[name].casefold().split()).rstrip(".;!")
        feedback = found.setdefault(key, Feedback(row[name]))
        feedback.said_by.append(
            SaidBy(row["entry"], row["unit_name"], row["task"], row["is_accepted"])
        )
    return sorted(found.values(), key=lambda feedback: -feedback.num_units)


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
