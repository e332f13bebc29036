"""Content of the page of a review."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Window
from django.urls import reverse

from reporting.models import IssuedFileKind, Review, ReviewStatus
from reporting.reviews import own_task
from reporting.reviews.access import may_trace
from tracker.lib.refusal import Refused
from units.models import User

MOST_DOWNLOADS = 5


@dataclass(frozen=True)
class SaidBy:
    """A unit that said it, and the entry in which it did."""

    entry: int
    unit_name: str
    task: str
    period: str
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
    frozen = review.snapshot or {}
    periods = {row["id"]: row["name"] for row in frozen.get("report", {}).get("periods", [])}
    found: dict[str, Feedback] = {}
    for row in frozen.get("voices", []):
        if not row[name]:
            continue
        key = " ".join(row[name].casefold().split()).rstrip(".;!")
        feedback = found.setdefault(key, Feedback(row[name]))
        feedback.said_by.append(
            SaidBy(
                row["entry"],
                row["unit_name"],
                row["task"],
                periods.get(row["period"], ""),
                row["is_accepted"],
            )
        )
    return sorted(found.values(), key=lambda feedback: -feedback.num_units)


# Columns of the counts by group; older snapshots lack some
GROUP_CELLS = (
    *("applicable", "done_on_time", "done_extended", "done_late", "open_on_time", "open_late"),
)


@dataclass(frozen=True)
class LinkedCount:
    """A count on the page, and the address of its rows ("" for those who may not see them)."""

    value: int
    url: str


@dataclass(frozen=True)
class LinkedCounts:
    """The counts of the page: the tiles by name, and a row by each group of tasks."""

    done: LinkedCount
    applicable: LinkedCount
    open_late: LinkedCount
    outside: LinkedCount
    waiting: LinkedCount
    by_group: list[tuple[str, list[LinkedCount]]]


def counts_of(review: Review, *, has_links: bool) -> LinkedCounts | None:
    """The frozen counts that the page shows; None without figures."""
    figures = (review.snapshot or {}).get("figures")
    if not figures:
        return None

    def linked(cells: Mapping[str, int], key: str, place: str) -> LinkedCount:
        args = [review.pk, f"figures.{place}.{key}"]
        return LinkedCount(
            cells[key], reverse("reporting:trace-figure", args=args) if has_links else ""
        )

    total, shown = figures["totals"], [key for key in GROUP_CELLS if key in figures["totals"]]
    return LinkedCounts(
        **{
            key: linked(total, key, "totals")
            for key in ("done", "applicable", "open_late", "outside")
        },
        waiting=linked(figures["entries"], "sent", "entries"),
        by_group=[
            (
                row["label"],
                [linked(row["cells"], key, f"by_group.{index}.cells") for key in shown],
            )
            for index, row in enumerate(figures["by_group"])
        ],
    )


def context(
    review: Review, user: User, *, title: str | None = None, refusal: Refused | None = None
) -> dict[str, object]:
    """The context of `reporting/reviews/review.html`; after a refusal with the typed `title`."""
    may_compile = user.has_perm("plans.compile_reviews", review.plan)
    may_read_all = may_trace(user, review)
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
        "may_read_all": may_read_all,
        "counts": counts_of(review, has_links=may_read_all),
        # How the office came to it is told to nobody else
        "events": review.events.select_related("by").order_by("-at", "-pk") if may_read_all else [],
        **(_own_task(review) if may_read_all and review.is_issued else {}),
        **standing(review, user),
        **(_downloads(review) if may_compile else {}),
    }


def standing(review: Review, user: User) -> dict[str, object]:
    """What has become of an issued review, as `user` may know it, and the files kept with it."""
    others = Review.objects.readable_by(user).filter(replaces=review.pk)
    files = list(review.issued_files.select_related("added_by").order_by("-added_at", "-pk"))
    return {
        "withdrawal": getattr(review, "withdrawal", None),
        "replaced_by": others.defer("snapshot").first(),
        "issued_files": files,
        "signed": next((row for row in files if row.kind == IssuedFileKind.SIGNED_PDF), None),
    }


def _own_task(review: Review) -> dict[str, object]:
    """The task that takes it as evidence, where it was filed, and whether a part lacks it."""
    task, filed = own_task.task_for(review), own_task.evidence_of(review)
    is_lacking = task is not None and (not filed or own_task.lacking(review, task).exists())
    return {"own_task": task, "filed": filed, "is_lacking": is_lacking}


def _downloads(review: Review) -> dict[str, object]:
    """The last downloads, and the number of all; one query."""
    rows = review.downloads.select_related("by").annotate(num_all=Window(Count("pk")))
    last = list(rows.order_by("-at", "-pk")[:MOST_DOWNLOADS])
    return {"downloads": last, "num_downloads": last[0].num_all if last else 0}
