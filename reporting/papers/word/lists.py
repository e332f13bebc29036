"""Lists that people typed within a paragraph or a cell: items of Word, a paragraph each.

Bullets are real ones. A typed number stays a word: Word must not count what somebody wrote.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from reporting.papers.blocks import Run, Runs
from reporting.papers.word.elements import add
from reporting.papers.word.texts import add_paragraph
from tracker.lib.typed_blocks import BULLETS, Item, TypedBlock, blocks, text_of

# The lists of a Word file by the sign before their items; 1 is that of `ItemList`
LISTS = {sign: number for number, sign in enumerate(f"{BULLETS}+–-", start=2)}
# Millimetres, as in `paper.css`: from the edge to the words, from the sign to the words
IN_TEXT = (16.0, 6.0)
IN_CELL = (4.0, 4.0)


@dataclass(frozen=True)
class _Piece:
    """Words that are a paragraph in Word: an `item` of a list, or what stands around lists."""

    runs: Runs
    item: Item | None = None


def add_typed(
    parent: BaseOxmlElement,
    style: str,
    runs: Runs,
    *,
    is_bold: bool = False,
    is_centred: bool = False,
    keeps_next: bool = False,
    is_in_cell: bool = False,
) -> None:
    """Add `runs` as a paragraph of `style`, with the items of typed lists in their own ones."""
    for number, piece in enumerate(_pieces(runs)):
        drawn = add_paragraph(
            parent,
            style,
            piece.runs,
            is_bold=is_bold,
            is_centred=is_centred and piece.item is None,
            keeps_next=keeps_next,
        )
        if piece.item is not None:
            _set_item(drawn.pPr, piece.item, is_in_cell=is_in_cell)
        elif number:
            drawn.pPr.spacing_before = Mm(0)


def _pieces(runs: Runs) -> Iterator[_Piece]:
    """`runs` cut where an item begins or ends; at least one piece."""
    words: list[Run] = []
    is_below = False
    for run in runs:
        parts = list(_parts(run))
        for part in parts:
            if part.item is None:
                words += [Run("\n"), *part.runs] if words and is_below else part.runs
                continue
            if words:
                yield _Piece(tuple(words))
                words = []
            yield part
        # A line below a list ends with its run
        is_below = len(parts) > 1
    if words or not runs:
        yield _Piece(tuple(words))


def _parts(run: Run) -> Iterator[_Piece]:
    """The items in `run` and the words around them; all of it where there are no items."""
    found = blocks(run.text) if "\n" in run.text else []
    if not any(map(_item, found)):
        yield _Piece((run,))
        return
    for item, group in groupby(found, key=_item):
        together = list(group)
        if item is None:
            yield _Piece((replace(run, text=text_of(together)),))
        else:
            yield from [_Piece((replace(run, text=_words_of(item)),), item)] * len(together)


def _item(block: TypedBlock) -> Item | None:
    return block if isinstance(block, Item) else None


def _words_of(item: Item) -> str:
    return item.text if item.sign in LISTS else f"{item.sign}\t{item.text}"


def _set_item(look: BaseOxmlElement, item: Item, *, is_in_cell: bool) -> None:
    left, hanging = IN_CELL if is_in_cell else IN_TEXT
    if item.sign in LISTS:
        numbering = look.get_or_add_numPr()
        add(numbering, "ilvl", val=0)
        add(numbering, "numId", val=LISTS[item.sign])
    look.spacing_before = Mm(0)
    look.ind_left = Mm(left if is_in_cell else left + hanging * item.level)
    look.first_line_indent = Mm(-hanging)
