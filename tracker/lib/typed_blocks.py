"""The lines, lists and tables in text that was typed or pasted from Word, Excel or mail.

Every paper draws them in its own way: as HTML, as Word.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from tracker.lib import pasted


class TypedLine(NamedTuple):
    """A paragraph; tabs in it are gaps."""

    text: str


class Item(NamedTuple):
    """A line of a list: its sign or number, its text, and how deep it lies."""

    sign: str
    text: str
    level: int = 0

    @property
    def is_marked(self) -> bool:
        """Whether a bullet begins it, and not a number or a dash as in papers."""
        return self.sign in BULLETS


class Rows(NamedTuple):
    """A table: rows of cells, each as long as the longest."""

    rows: list[list[str]]


TypedBlock = TypedLine | Item | Rows

BULLETS = "•·▪■●○◦◆❖►➢➤▶☐□☑☒✓✔✗§*o→"
_ITEM = re.compile(
    rf"([{re.escape(BULLETS)}+–-]|(?:\d{{1,2}}\.){{1,4}}|\d{{1,2}}\)|\(\d{{1,2}}\)"
    r"|[a-zđ]\)|\([a-zđ]\))[ \t]+(\S.*)"
)
DEEPEST = 3


def blocks(text: str) -> list[TypedBlock]:
    """`text` without blank lines; gaps within a line are single.

    Lines with tabs that follow each other are a table; a single one is a line with gaps. Signs
    that come up within a list for the first time begin a deeper level.
    """
    found: list[TypedBlock] = []
    # A blank line, which has no cell, ends a table
    for num_cells, group in groupby(_lines(text), key=lambda cells: min(len(cells), 2)):
        together = list(group)
        if num_cells == 2 and len(together) > 1:
            found.append(_table(together))
        elif num_cells:
            found.extend(TypedLine("\t".join(cells).strip()) for cells in together)
    return list(_with_items(found))


def text_of(found: list[TypedBlock]) -> str:
    """The text of the blocks, which `blocks` reads as the same ones."""
    parts: list[str] = []
    for place, block in enumerate(found):
        if isinstance(block, Rows):
            # A blank line between two tables keeps them apart
            parts += [""] if place and isinstance(found[place - 1], Rows) else []
            parts += ["\t".join(cells) for cells in block.rows]
        else:
            parts.append(f"{block.sign} {block.text}" if isinstance(block, Item) else block.text)
    return "\n".join(parts)


def _lines(text: str) -> Iterator[list[str]]:
    """The cells of each line: one where there is no tab, none in a blank line."""
    for line in pasted.tidy(text).text.splitlines():
        cells = [" ".join(cell.split()) for cell in line.split("\t")]
        filled = [cell for cell in cells if cell]
        # Tabs before the only words are an indentation
        yield cells if cells[0] or len(filled) > 1 else filled


def _table(lines: list[list[str]]) -> Rows:
    width = max(len(cells) for cells in lines)
    rows = [cells + [""] * (width - len(cells)) for cells in lines]
    filled = [place for place in range(width) if any(cells[place] for cells in rows)]
    return Rows([[cells[place] for place in filled] for cells in rows])


def _with_items(found: list[TypedBlock]) -> Iterator[TypedBlock]:
    kinds: list[str] = []
    for block in found:
        item = _ITEM.fullmatch(block.text) if isinstance(block, TypedLine) else None
        # In the middle of a list "o" is a bullet of Word; elsewhere it is a word
        if not item or (item[1] == "o" and not kinds):
            kinds = []
            yield block
            continue
        kind = re.sub(r"\d+", "1", re.sub(r"[a-zđ](?=\))", "a", item[1]))
        kinds = kinds[: kinds.index(kind) + 1] if kind in kinds else [*kinds, kind]
        yield Item(item[1], item[2], min(len(kinds) - 1, DEEPEST))
