"""Steps of the office on the order of the blocks of a review: move one, add one."""

import secrets
from datetime import datetime

from django.db import transaction

from reporting.models import OWN, Review, ReviewBlock
from reporting.papers.blocks import Document, Runs, text_of
from reporting.papers.stored import to_json
from reporting.reviews.editing.applying import END_OF, Placed, last_under, placed
from reporting.reviews.editing.changing import (
    NO_BLOCK,
    WRITABLE,
    check_words,
    keep,
    lock_draft,
    row_of,
)
from reporting.reviews.editing.reading import edits_of
from tracker.lib.refusal import Refused
from units.models import User


@transaction.atomic
def move(
    *, review: Review, document: Document, key: str, after: str, by: User, at: datetime
) -> ReviewBlock:
    """Put a block directly behind the block `after`; what followed it stays where it is."""
    locked = lock_draft(review)
    order, is_annex = _order(locked, document, key)
    keys = [one.block.key for one in order]
    if key not in keys or (after and after not in keys):
        raise Refused(NO_BLOCK)
    at_index = keys.index(key)
    # Before the first block there is a place in the body alone: "" is the beginning of the paper
    if is_annex and not (after and at_index):
        raise Refused("Đoạn đầu của phụ lục không đổi chỗ được.")
    before = keys[at_index - 1] if at_index else ""
    if after in (key, before):
        return row_of(locked, document, key)
    _leave(locked, document, key, to=before)
    row = row_of(locked, document, key)
    row.after, row.position = after, _first_position(locked, document, after)
    return keep(row, by=by, at=at)


def move_by_one(
    *, review: Review, document: Document, key: str, is_up: bool, by: User, at: datetime
) -> ReviewBlock:
    """Let a block change places with the one above or below it that is shown."""
    order, _ = _order(review, document, key)
    keys = [one.block.key for one in order if one.block.key == key or not one.is_hidden]
    index = keys.index(key) if key in keys else -1
    if index < 0:
        raise Refused(NO_BLOCK)
    if (is_up and index == 0) or (not is_up and index == len(keys) - 1):
        raise Refused("Đoạn này đã ở đầu hoặc cuối của phần.")
    after = (keys[index - 2] if index > 1 else "") if is_up else keys[index + 1]
    return move(review=review, document=document, key=key, after=after, by=by, at=at)


@transaction.atomic
def add(
    *,
    review: Review,
    document: Document,
    kind: str,
    after: str,
    runs: Runs,
    by: User,
    at: datetime,
    level: int = 2,
) -> ReviewBlock:
    """Add a paragraph, a heading or a list directly behind the block `after`.

    `after` may be "end:" with the key of a heading: behind the last block of its section.
    """
    if kind not in WRITABLE.values() or level not in (0, 1, 2, 3):
        raise Refused("Hãy chọn thêm đề mục, đoạn văn hay danh sách.")
    locked = lock_draft(review)
    if after.startswith(END_OF):
        # Sections are of the body: an annex without headings would pass for the end of the last one
        body = [one.block for one in placed(document, edits_of(locked), {})[0]]
        after = last_under(after.removeprefix(END_OF), body) or body[-1].key
    if after and not any(after == one.block.key for one in _all(locked, document)):
        raise Refused(NO_BLOCK)
    check_words(runs, kind)
    if not text_of(runs).strip():
        raise Refused("Hãy nhập nội dung của đoạn mới.")
    row = ReviewBlock(
        review=locked,
        key=f"{OWN}{secrets.token_hex(6)}",
        kind=kind,
        level=level,
        runs=to_json(runs),
        after=after,
        position=_first_position(locked, document, after),
        version=0,
    )
    return keep(row, by=by, at=at)


def _all(review: Review, document: Document) -> list[Placed]:
    return [one for part in placed(document, edits_of(review), {}) for one in part]


def _order(review: Review, document: Document, key: str) -> tuple[list[Placed], bool]:
    """The blocks of the part that holds `key`, hidden ones too, and whether it is an annex."""
    for number, part in enumerate(placed(document, edits_of(review), {})):
        if any(one.block.key == key for one in part):
            return part, number > 0
    return [], False


def _first_position(review: Review, document: Document, after: str) -> int:
    """A position before all that follow `after` now."""
    order = _all(review, document)
    keys = [one.block.key for one in order]
    index = keys.index(after) + 1 if after else 0
    edit = order[index].edit if index < len(order) else None
    return edit.position - 1 if edit and edit.position is not None else 0


def _leave(review: Review, document: Document, key: str, *, to: str) -> None:
    """What followed the block `key` follows `to` now, before what followed that already."""
    followers = ReviewBlock.objects.filter(review=review, after=key, position__isnull=False)
    first = _first_position(review, document, to)
    for offset, row in enumerate(followers.order_by("-position", "-key")):
        row.after, row.position = to, first - offset
        row.save(update_fields=["after", "position"])
