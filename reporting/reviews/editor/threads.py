"""The comments on the blocks of a review, as one person sees them."""

from collections import defaultdict
from dataclasses import dataclass

from reporting.models import BlockComment, Review
from units.models import User


@dataclass(frozen=True)
class BlockThread:
    """The comments on a block, the oldest first."""

    key: str
    comments: list[BlockComment]
    may_resolve: bool

    @property
    def open(self) -> list[BlockComment]:
        return [one for one in self.comments if one.resolved_at is None]

    @property
    def excerpt(self) -> str:
        return self.comments[-1].excerpt

    @property
    def last_id(self) -> int:
        return self.comments[-1].pk


def threads_of(review: Review, *, user: User, is_of_office: bool) -> dict[str, BlockThread]:
    """The threads of a review by the keys of their blocks; one query."""
    rows = review.block_comments.select_related("by", "resolved_by").order_by("pk")
    by_key: dict[str, list[BlockComment]] = defaultdict(list)
    for row in rows:
        by_key[row.key].append(row)
    return {
        key: BlockThread(
            key,
            comments,
            is_of_office or all(one.by_id == user.pk or one.resolved_at for one in comments),
        )
        for key, comments in by_key.items()
    }
