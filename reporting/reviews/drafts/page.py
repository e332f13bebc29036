"""The printings of a review, and the differences between two of them."""

from collections import Counter
from dataclasses import dataclass
from itertools import zip_longest

from reporting.models import Review, ReviewPrint, ReviewStatus
from reporting.reviews.composing import compose
from reporting.reviews.prints import comparing
from reporting.reviews.prints.kept import KeptBlock, blocks_to_keep
from tracker.lib.numbers import parse_id
from tracker.lib.refusal import Refused

# Instead of the id of a printing: what is being written now
NOW = "now"
NOW_NAME = "Nội dung đang soạn"
NO_WORDS = (
    "{} lập trước khi hệ thống giữ nội dung từng dự thảo, nên chỉ tải được tệp, không so sánh."
)


@dataclass(frozen=True)
class ShownDraft:
    """A printing and the one before it, None for the first."""

    row: ReviewPrint
    former: ReviewPrint | None


@dataclass(frozen=True)
class Comparison:
    """What differs from the printing `before` to `after`."""

    before: str
    after: str
    blocks: list[comparing.ComparedBlock]

    @property
    def num(self) -> Counter[str]:
        return comparing.count(self.blocks)


def prints_of(review: Review) -> list[ReviewPrint]:
    """All printings without their words, the newest first."""
    rows = review.prints.select_related("printed_by").defer("blocks")
    return list(rows.order_by("-is_final", "-number"))


def drafts(prints: list[ReviewPrint]) -> list[ShownDraft]:
    """The printings, each with the one before it."""
    return [ShownDraft(*pair) for pair in zip_longest(prints, prints[1:])]


def choices(review: Review, prints: list[ReviewPrint]) -> list[tuple[str, str]]:
    """What may be compared, by what the address says of it, the newest first."""
    now = [(NOW, NOW_NAME)] if review.status == ReviewStatus.DRAFT and prints else []
    return [*now, *((str(row.pk), str(row)) for row in prints)]


def newest_two(choices: list[tuple[str, str]]) -> tuple[str, str]:
    """The last two of `choices`, the older first; empty where there is none."""
    after, before = (*(value for value, _name in choices[:2]), "", "")[:2]
    return before, after


def comparison(review: Review, *, before: str, after: str) -> Comparison:
    """Refused where one of the two is not there, or its words were not kept."""
    name, blocks = _words(review, before)
    other_name, other_blocks = _words(review, after)
    return Comparison(name, other_name, comparing.compare(blocks, other_blocks))


def _words(review: Review, chosen: str) -> tuple[str, list[KeptBlock]]:
    if chosen == NOW and review.status == ReviewStatus.DRAFT:
        return NOW_NAME, blocks_to_keep(compose(review).document)
    row = review.prints.filter(pk=parse_id(chosen) or 0).first()
    if row is None:
        raise Refused("Không tìm thấy bản cần so sánh. Hãy chọn lại.")
    if row.blocks is None:
        raise Refused(NO_WORDS.format(row))
    return str(row), row.blocks
