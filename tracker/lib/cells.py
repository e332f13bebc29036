"""Text in the cells of Excel sheets: it stays text, and nothing in it makes a file invalid."""

import re

from openpyxl.cell.cell import Cell as WritableCell

from tracker.lib import pasted
from tracker.lib.text import compose

_FORMULA_MARKS = ("=", "+", "-", "@")
# How Excel writes control characters, and an underscore that could be read as such a mark
_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f]|005[Ff])_")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# What XML cannot hold, so no cell either; line ends and tabs stay
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


def plain(text: str) -> str:
    """Composed text with one kind of line end and space, without characters no cell can hold."""
    text = compose(text).replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    text = pasted.tidy(text).text
    return _UNWRITABLE.sub("", text).strip()


def to_cell(text: str) -> str:
    """The text for a cell, with sequences like `_x0041_` escaped."""
    return _LOOKS_ESCAPED.sub("_x005F_", plain(text))


def from_cell(text: str) -> str:
    """The text of a cell, with Excel's escapes replaced by their letters."""
    return plain(_ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text))


def put_text(cell: WritableCell, words: str) -> None:
    """Write text that may begin with a dash or an equals sign without becoming a formula.

    The cell is of kind "text", so that a dash typed later is no formula either.
    """
    cell.value = to_cell(words) or None
    cell.number_format = "@"
    if cell.value:
        cell.data_type = "s"
        cell.quotePrefix = cell.value.startswith(_FORMULA_MARKS)
