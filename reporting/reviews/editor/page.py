"""The whole paper on screen, block by block, with what people changed in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.safestring import SafeString

from reporting.models import BlockKind, Review, ReviewBlock, ReviewBlockVersion, ReviewStatus
from reporting.papers import drawing, ending
from reporting.papers.blocks import (
    Annex,
    Document,
    Heading,
    ItemList,
    Paragraph,
    Run,
    Runs,
    Table,
    plain,
    text_of,
)
from reporting.papers.stored import from_json
from reporting.reviews.composing import Composed, compose
from reporting.reviews.editing.applying import (
    RECIPIENTS,
    Placed,
    left_out_blanks,
    placed,
    recipients,
)
from reporting.reviews.editing.changing import WRITABLE
from reporting.reviews.editing.reading import edit_of
from reporting.reviews.editing.words import to_text, words_of
from reporting.reviews.editor.threads import BlockThread
from reporting.reviews.origins import Origins
from reporting.reviews.schema import Snapshot
from units.models import User


@dataclass(frozen=True)
class ShownBlock:
    """A block on screen: as it is drawn, and the row of people's changes if there is one."""

    placed: Placed
    row: ReviewBlock | None
    origins: Origins | None
    thread: BlockThread | None = None

    @property
    def key(self) -> str:
        return self.placed.block.key

    @property
    def version(self) -> int:
        return self.row.version if self.row else 0

    @property
    def kind(self) -> str:
        if self.row and self.row.is_own:
            return self.row.kind
        return WRITABLE.get(type(self.placed.block), BlockKind.OTHER)

    @property
    def is_writable(self) -> bool:
        return self.kind != BlockKind.OTHER

    @property
    def is_wide(self) -> bool:
        """Whether it may be wider than a narrow screen, and then scrolls sideways."""
        return isinstance(self.placed.block, Table)

    @property
    def is_hidden(self) -> bool:
        return self.placed.is_hidden

    @property
    def is_own(self) -> bool:
        return bool(self.row and self.row.is_own)

    @property
    def is_edited(self) -> bool:
        """Whether people wrote over words of the machine."""
        return bool(self.row and self.row.runs is not None and not self.row.is_own)

    @property
    def is_blank(self) -> bool:
        block = self.placed.block
        return isinstance(block, Paragraph) and block.style == "blank"

    @property
    def drawn(self) -> SafeString:
        block = self.placed.block
        return drawing.draw_block(self.origins.marked(block) if self.origins else block)

    @property
    def machine_said(self) -> SafeString:
        """What the machine said when people wrote over it."""
        stored = self.row.machine_runs if self.row else None
        return drawing.draw_runs(from_json(stored or []))

    @cached_property
    def words(self) -> Runs:
        """The words as they are written in: an added heading has its number among them."""
        block = self.placed.block
        words = words_of(block) or ()
        if isinstance(block, Heading) and self.is_own and block.number:
            return (Run(f"{block.number} "), *words)
        return words

    @property
    def text(self) -> str:
        return to_text(self.words)

    @property
    def excerpt(self) -> str:
        text = " ".join(text_of(self.words).split())
        return text if len(text) <= 80 else f"{text[:79]}…"


@dataclass(frozen=True)
class ShownAnnex:
    annex: Annex
    blocks: list[ShownBlock]


@dataclass(frozen=True)
class OutlineLine:
    """A heading of the body in the list that leads to it."""

    key: str
    level: int
    words: str


@dataclass(frozen=True)
class Sheet:
    """The paper of a review on screen; with `origins` its figures lead to their rows."""

    composed: Composed
    snapshot: Snapshot
    rows: dict[str, ReviewBlock]
    origins: Origins | None
    threads: Mapping[str, BlockThread] = field(default_factory=dict)

    @cached_property
    def parts(self) -> list[list[ShownBlock]]:
        composed = self.composed
        parts = placed(composed.machine, composed.edits, composed.figures)
        return [[self._shown(one) for one in part] for part in parts]

    def _shown(self, one: Placed) -> ShownBlock:
        key = one.block.key
        return ShownBlock(one, self.rows.get(key), self.origins, self.threads.get(key))

    @property
    def document(self) -> Document:
        return self.composed.machine

    @property
    def body(self) -> list[ShownBlock]:
        return _as_printed(self.parts[0])

    @cached_property
    def end(self) -> tuple[str, str]:
        """The key of the block that is printed last, and the mark of the end behind its words."""
        shown = [one for one in self.body if not one.is_hidden]
        if not (shown and self.document.head.has_end_mark):
            return "", ""
        return shown[-1].key, ending.missing(shown[-1].placed.block)

    @property
    def outline(self) -> list[OutlineLine]:
        blocks = [(one.key, one.placed.block) for one in self.body if not one.is_hidden]
        return [
            OutlineLine(key, block.level, f"{block.number} {block.title}".strip())
            for key, block in blocks
            if isinstance(block, Heading)
        ]

    @property
    def annexes(self) -> list[ShownAnnex]:
        pairs = zip(self.document.annexes, self.parts[1:], strict=True)
        return [ShownAnnex(annex, _as_printed(blocks)) for annex, blocks in pairs]

    @cached_property
    def recipients(self) -> ShownBlock:
        """The lines of the foot that name who gets the paper, as a list to write in."""
        row = self.rows.get(RECIPIENTS)
        lines = recipients(self.document, self.composed.edits)
        return ShownBlock(
            Placed(
                _lines(lines), _lines(self.document.foot.recipients), edit_of(row) if row else None
            ),
            row,
            self.origins,
            self.threads.get(RECIPIENTS),
        )

    @cached_property
    def lost_threads(self) -> list[BlockThread]:
        """Threads with open comments on blocks that are gone."""
        return [one for key, one in self.threads.items() if one.open and self.block(key) is None]

    @property
    def num_open_comments(self) -> int:
        return sum(len(one.open) for one in self.threads.values())

    def block(self, key: str) -> ShownBlock | None:
        """The block `key`, hidden or not; None where it is gone."""
        if key == RECIPIENTS:
            return self.recipients
        return next((one for part in self.parts for one in part if one.key == key), None)


def sheet_of(
    review: Review,
    *,
    has_origins: bool = True,
    threads: Mapping[str, BlockThread] | None = None,
    machine: Document | None = None,
) -> Sheet:
    """Refused where the figures of the review are of an earlier form; see `compose`."""
    rows = {row.key: row for row in review.blocks.select_related("saved_by").order_by("key")}
    composed = compose(review, machine=machine)
    assert review.snapshot is not None  # noqa: S101 -- it was composed from it
    origins = Origins(review) if has_origins else None
    return Sheet(composed, review.snapshot, rows, origins, threads or {})


@dataclass(frozen=True)
class ShownVersion:
    """A saved version of a block: `words` as they are drawn, none where the machine's stood."""

    row: ReviewBlockVersion
    words: SafeString
    is_current: bool


def versions_of(block: ShownBlock) -> list[ShownVersion]:
    """All versions of a block, the newest first."""
    if block.row is None:
        return []
    return [
        ShownVersion(
            row, drawing.draw_runs(from_json(row.runs or [])), row.version == block.version
        )
        for row in block.row.versions.select_related("saved_by").order_by("-version")
    ]


def is_editable(review: Review, user: User) -> bool:
    may_compile = user.has_perm("plans.compile_reviews", review.plan)
    return may_compile and review.status == ReviewStatus.DRAFT


def _as_printed(blocks: list[ShownBlock]) -> list[ShownBlock]:
    """Without dotted lines that are not printed; comments on them stay in sight."""
    left_out = left_out_blanks(one.placed for one in blocks)
    return [one for one in blocks if one.thread or one.key not in left_out]


def _lines(lines: tuple[str, ...]) -> ItemList:
    return ItemList(RECIPIENTS, tuple(map(plain, lines)))
