"""The document of a review: what the machine says, and what people made of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from reporting.models import Review
from reporting.papers.blocks import Block, Document, Heading
from reporting.reviews import skeleton
from reporting.reviews.editing.applying import BlockEdit, apply_edits
from reporting.reviews.editing.figures import figures_for
from reporting.reviews.editing.reading import edits_of
from reporting.reviews.papers import paper
from reporting.reviews.snapshots import snapshot
from tracker.lib.refusal import Refused

NOT_FROZEN = "Số liệu của báo cáo chưa chốt xong. Hãy chờ lập xong dự thảo."
OLD_SNAPSHOT = "Số liệu đã chốt theo mẫu của phiên bản trước. Hãy chốt lại số liệu."


@dataclass(frozen=True)
class Composed:
    """The machine's `document`, people's `edits` of it, and the figures of today by place."""

    machine: Document
    edits: list[BlockEdit]
    figures: dict[str, str]

    @cached_property
    def document(self) -> Document:
        """The paper as it is printed."""
        return apply_edits(self.machine, self.edits, self.figures)


def sections_in(document: Document) -> Iterator[tuple[str, Block]]:
    """The blocks of the body, each with the key of the heading above it."""
    section = skeleton.OPENING.key
    for block in document.blocks:
        section = block.key if isinstance(block, Heading) else section
        yield section, block


def compose(
    review: Review, *, machine: Document | None = None, edits: list[BlockEdit] | None = None
) -> Composed:
    """Refused where the frozen figures are missing or of an earlier form.

    `machine` is what the machine says, where the caller has composed it from the same row, and
    `edits` what `edits_of` returns, where the caller has read the blocks.
    """
    frozen = review.snapshot
    if frozen is None:
        raise Refused(NOT_FROZEN)
    if not snapshot.is_current(frozen):
        raise Refused(OLD_SNAPSHOT)
    machine = machine or paper.document_of(paper.Paper.of(review), frozen)
    edits = edits_of(review) if edits is None else edits
    return Composed(machine, edits, figures_for(machine, edits, frozen))
