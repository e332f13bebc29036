"""The stored changes of a review as the pure functions take them."""

from reporting.models import Review, ReviewBlock
from reporting.papers.stored import from_json
from reporting.reviews.editing.applying import BlockEdit


def edits_of(review: Review) -> list[BlockEdit]:
    """The changes of people to the blocks of `review`, in order of their keys."""
    return [edit_of(row) for row in review.blocks.order_by("key")]


def edit_of(row: ReviewBlock) -> BlockEdit:
    return BlockEdit(
        key=row.key,
        kind=row.kind,
        runs=None if row.runs is None else from_json(row.runs),
        after=row.after,
        position=row.position,
        is_hidden=row.is_hidden,
        level=row.level,
    )
