"""The document of a review with the changes of people, without queries.

The machine composes the document anew each time. What people changed is kept apart, by the keys
of blocks, and laid over it here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from reporting.models import OWN, BlockKind
from reporting.papers.blocks import (
    Block,
    Document,
    Heading,
    ItemList,
    PageBreak,
    Paragraph,
    Runs,
    text_of,
)
from reporting.reviews.editing.words import items_of, own_heading, with_words, words_of
from reporting.reviews.skeletons.sections import numbers

# Not a block of the body: the lines of the foot that name who gets the paper
RECIPIENTS = "recipients"
# `after` of a block that follows the last of the section under a heading
END_OF = "end:"


@dataclass(frozen=True)
class BlockEdit:
    """What people did to the block `key`; see `ReviewBlock`."""

    key: str
    kind: str
    runs: Runs | None
    after: str = ""
    position: int | None = None
    is_hidden: bool = False
    level: int = 2

    @property
    def is_own(self) -> bool:
        return self.key.startswith(OWN)


@dataclass(frozen=True)
class Placed:
    """A block where it stands now. `machine` is what the machine says there, if it does."""

    block: Block
    machine: Block | None
    edit: BlockEdit | None

    @property
    def is_hidden(self) -> bool:
        return self.edit is not None and self.edit.is_hidden


def apply_edits(
    document: Document, edits: Iterable[BlockEdit], figures: Mapping[str, str]
) -> Document:
    """`document` with `edits`: what is hidden is gone, blanks that somebody filled as well.

    `figures` are the numbers of today by their place; those in edited words are renewed.
    """
    edits = list(edits)
    body, *annexes = placed(document, edits, figures)
    return replace(
        document,
        blocks=tuple(_shown(body)),
        annexes=tuple(
            replace(annex, blocks=tuple(_shown(blocks)))
            for annex, blocks in zip(document.annexes, annexes, strict=True)
        ),
        foot=replace(document.foot, recipients=recipients(document, edits)),
    )


def placed(
    document: Document, edits: Iterable[BlockEdit], figures: Mapping[str, str]
) -> list[list[Placed]]:
    """All blocks in order, hidden ones too: those of the body, then those of each annex."""
    by_key = {edit.key: edit for edit in edits if edit.key != RECIPIENTS}
    machine = {block.key: block for block in document.all_blocks()}
    parts = [document.blocks, *(annex.blocks for annex in document.annexes)]
    order = _Order(parts, [edit for edit in by_key.values() if _is_placed(edit, machine)])
    made = {
        key: _placed(machine.get(key), by_key.get(key), figures)
        for key in [*machine, *(key for key in by_key if key not in machine)]
    }
    body, *annexes = [[made[key] for key in keys] for keys in order.in_parts()]
    return [_numbered(body), *annexes]


def recipients(document: Document, edits: Iterable[BlockEdit]) -> tuple[str, ...]:
    """The lines of the foot: those that people wrote, else those of the document."""
    own = next((edit.runs for edit in edits if edit.key == RECIPIENTS), None)
    if not own:
        return document.foot.recipients
    lines = [" ".join(text_of(item).split()) for item in items_of(own)]
    return tuple(line.lstrip("-– ").rstrip(",;.") for line in lines) or document.foot.recipients


def renewed(runs: Runs, figures: Mapping[str, str]) -> Runs:
    """`runs` with the numbers of `figures`; one whose place is gone keeps what it said."""
    return tuple(
        replace(run, text=figures[run.figure]) if run.figure in figures else run for run in runs
    )


def last_under(heading: str, blocks: Iterable[Block]) -> str:
    """The last of `blocks` under `heading`, before the next heading; "" where there is none.

    A section without a heading is found by the keys of its blocks.
    """
    blocks = list(blocks)
    is_known = any(isinstance(block, Heading) and block.key == heading for block in blocks)
    last = ""
    is_inside = False
    for block in blocks:
        if isinstance(block, Heading):
            is_inside = block.key == heading
        elif not is_known:
            is_inside = f"{block.key}.".startswith(f"{heading}.")
        last = block.key if is_inside else last
    return last


class _Order:
    """Where the blocks stand that people put somewhere: each follows another one."""

    def __init__(self, parts: list[tuple[Block, ...]], moved: list[BlockEdit]) -> None:
        self.moved = {edit.key for edit in moved}
        self.standing = [[block for block in part if block.key not in self.moved] for part in parts]
        known = {block.key for part in self.standing for block in part} | self.moved
        self.followers: dict[str, list[str]] = defaultdict(list)
        for edit in sorted(moved, key=lambda edit: (edit.position or 0, edit.key)):
            self.followers[self._anchor(edit.after, known)].append(edit.key)
        self._break_circles()

    def in_parts(self) -> list[list[str]]:
        """The keys of each part in order."""
        found = [
            [key for one in part for key in self._with_below(one.key)] for part in self.standing
        ]
        return [[*self._below(""), *found[0]], *found[1:]]

    def _with_below(self, key: str) -> list[str]:
        return [key, *self._below(key)]

    def _below(self, key: str) -> list[str]:
        return [found for one in self.followers[key] for found in self._with_below(one)]

    def _anchor(self, after: str, known: set[str]) -> str:
        """The block that `after` means; the nearest one where it is gone."""
        if after.startswith(END_OF):
            return self._end_of(after.removeprefix(END_OF))
        if after in known or not after:
            return after
        parent = after
        while "." in parent:
            parent = parent.rpartition(".")[0]
            if parent in known:
                return self._end_of(parent)
        return self._last()

    def _end_of(self, heading: str) -> str:
        ends = (last_under(heading, part) for part in self.standing)
        return next(filter(None, ends), self._last())

    def _last(self) -> str:
        return self.standing[0][-1].key if self.standing[0] else ""

    def _break_circles(self) -> None:
        """Blocks that only follow each other come last, so that nobody's words are lost."""
        reached = {found for one in ["", *self._standing_keys()] for found in self._below(one)}
        for key in sorted(self.moved - reached):
            if key in reached:
                continue
            for keys in self.followers.values():
                if key in keys:
                    keys.remove(key)
            self.followers[self._last()].append(key)
            reached |= {key, *self._below(key)}

    def _standing_keys(self) -> Iterator[str]:
        for part in self.standing:
            yield from (block.key for block in part)


def _is_placed(edit: BlockEdit, machine: Mapping[str, Block]) -> bool:
    """Whether people decide where the block stands: theirs, moved, or gone from the machine's."""
    if edit.key in machine:
        return edit.position is not None
    return edit.runs is not None


def _placed(machine: Block | None, edit: BlockEdit | None, figures: Mapping[str, str]) -> Placed:
    runs = renewed(edit.runs, figures) if edit and edit.runs is not None else None
    if machine is None:
        return Placed(_made(edit, runs or ()), None, edit)
    return Placed(machine if runs is None else with_words(machine, runs), machine, edit)


def _numbered(body: list[Placed]) -> list[Placed]:
    """`body` with headings numbered anew where people hid, moved or added one.

    A number that people typed before their own heading stays, and counts.
    """
    if not any(map(_is_reordered, body)):
        return body
    headings = [one.block for one in body if isinstance(one.block, Heading) and not one.is_hidden]
    counted = [heading for heading in headings if heading.number]
    given = numbers(heading.level for heading in counted)
    by_key = {heading.key: number for heading, number in zip(counted, given, strict=True)}
    return [_with_number(one, by_key) for one in body]


def _is_reordered(one: Placed) -> bool:
    """Whether people hid, moved or added a heading."""
    if one.edit is None or not isinstance(one.block, Heading):
        return False
    return one.is_hidden or one.edit.position is not None


def _with_number(one: Placed, given: Mapping[str, str]) -> Placed:
    block = one.block
    if one.machine is None or not isinstance(block, Heading) or block.key not in given:
        return one
    return replace(one, block=replace(block, number=given[block.key]))


def _made(edit: BlockEdit | None, runs: Runs) -> Block:
    """A block that only people wrote, or of which the machine no longer speaks."""
    key, kind, level = (edit.key, edit.kind, edit.level) if edit else ("", "", 2)
    if kind == BlockKind.HEADING:
        return own_heading(key, runs, level)
    if kind == BlockKind.LIST:
        return ItemList(key, items_of(runs))
    return Paragraph(key, runs)


def _shown(blocks: list[Placed]) -> Iterator[Block]:
    left_out = left_out_blanks(blocks)
    for one in blocks:
        if not (one.is_hidden or _is_empty(one.block) or one.block.key in left_out):
            yield one.block


def left_out_blanks(blocks: Iterable[Placed]) -> set[str]:
    """The keys of dotted lines that are not printed, as their section says something."""
    shown = [one.block for one in blocks if not one.is_hidden and not _is_empty(one.block)]
    filled = _filled_sections(shown)
    left_out = set()
    section = ""
    for block in shown:
        section = block.key if isinstance(block, Heading) else section
        if is_blank(block) and section in filled:
            left_out.add(block.key)
    return left_out


def _filled_sections(blocks: list[Block]) -> set[str]:
    """Keys of headings under which somebody says something."""
    filled = set()
    section = ""
    for block in blocks:
        if isinstance(block, Heading):
            section = block.key
        elif not is_blank(block) and not isinstance(block, PageBreak):
            filled.add(section)
    return filled


def is_blank(block: Block) -> bool:
    """Whether the block is a dotted line that the office still has to fill."""
    return isinstance(block, Paragraph) and block.style == "blank"


def _is_empty(block: Block) -> bool:
    """Whether somebody took all words away."""
    if is_blank(block):
        return False
    words = words_of(block)
    return words is not None and not text_of(words).strip()
