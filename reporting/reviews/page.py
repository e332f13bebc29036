"""Content of the page of a review."""

from collections.abc import Mapping
from dataclasses import dataclass

from reporting.models import Review, ReviewPart, ReviewStatus
from reporting.reviews import skeleton
from reporting.reviews.parts import stamp_of
from tracker.lib.refusal import Refused
from units.models import User


@dataclass(frozen=True)
class Part:
    """A field of the editor; `is_stale` where another user saved since the page was read."""

    key: str
    label: str
    text: str
    stamp: str
    saved: ReviewPart | None
    has_facts: bool
    is_stale: bool

    @property
    def rows(self) -> int:
        return min(14, max(3, 1 + self.text.count("\n") + len(self.text) // 90))


@dataclass(frozen=True)
class Feedback:
    """An obstacle or a recommendation of a unit, and the entry it comes from."""

    entry: int
    unit_name: str
    task: str
    text: str
    is_accepted: bool


def parts_of(
    review: Review,
    *,
    typed: Mapping[str, str] | None = None,
    stale: frozenset[str] = frozenset(),
) -> list[Part]:
    """The headings the office writes under, with the stored text or, where given, `typed`."""
    if review.snapshot is None:
        return []
    typed = typed or {}
    stored = {part.key: part for part in review.parts.select_related("saved_by").order_by("key")}
    labels = skeleton.labels(review.snapshot)
    parts = []
    for heading in skeleton.written(review.snapshot):
        saved = stored.get(heading.key)
        parts.append(
            Part(
                key=heading.key,
                label=labels[heading.key],
                text=typed.get(heading.key, saved.text if saved else ""),
                stamp=stamp_of(saved),
                saved=saved,
                has_facts=bool(heading.source),
                is_stale=heading.key in stale,
            )
        )
    saved = stored.get(skeleton.RECIPIENTS)
    text = saved.text if saved else review.snapshot["plan"]["recipients"]
    parts.append(
        Part(
            key=skeleton.RECIPIENTS,
            label="Nơi nhận (mỗi dòng một nơi)",
            text=typed.get(skeleton.RECIPIENTS, text),
            stamp=stamp_of(saved),
            saved=saved,
            has_facts=False,
            is_stale=skeleton.RECIPIENTS in stale,
        )
    )
    return parts


def feedback_of(review: Review, name: str) -> list[Feedback]:
    """The feedback of units in the field `name` (obstacle, recommendation), in plan order."""
    return [
        Feedback(row["entry"], row["unit_name"], row["task"], row[name], row["is_accepted"])
        for row in (review.snapshot or {}).get("voices", [])
        if row[name]
    ]


def _split(parts: list[Part]) -> dict[str, list[Part]]:
    """The parts written by the office alone, and those added to the generated facts."""
    return {
        "own_parts": [part for part in parts if not part.has_facts],
        "added_parts": [part for part in parts if part.has_facts],
    }


def context(
    review: Review,
    user: User,
    *,
    parts: list[Part] | None = None,
    refusal: Refused | None = None,
) -> dict[str, object]:
    """The context of `reporting/reviews/review.html`; after a refusal with the editor open."""
    may_compile = user.has_perm("plans.compile_reviews", review.plan)
    is_edited = may_compile and review.status == ReviewStatus.DRAFT
    return {
        "review": review,
        "plan": review.plan,
        "may_compile": may_compile,
        "is_edited": is_edited or refusal is not None,
        "refusal": refusal,
        **_split(parts or (parts_of(review) if is_edited else [])),
        "obstacles": feedback_of(review, "obstacle") if is_edited else [],
        "recommendations": feedback_of(review, "recommendation") if is_edited else [],
        "figures": (review.snapshot or {}).get("figures"),
        "issued_files": review.issued_files.select_related("added_by").order_by("-added_at", "-pk"),
        "events": review.events.select_related("by").order_by("-at", "-pk"),
        "replaced_by": Review.objects.filter(replaces=review.pk).defer("snapshot").first(),
    }
