"""Typed text within a paragraph or a cell as HTML: lists and tables on lines of their own."""

import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tracker.lib.typed_blocks import Item, Rows, TypedBlock, TypedLine, blocks

# Words such as links: moved down whole, they tear a justified line apart
_LONG_WORD = re.compile(r"\S{30,}")
MANY_COLUMNS = 6


def drawn(text: str) -> SafeString:
    """`text` with its first line in the paragraph itself and the blocks after it below.

    All elements are `span`: a paragraph may not hold others. Their text has the line ends and tabs
    of `text`, which an editor of the paragraph reads back.
    """
    if "\n" not in text:
        return _words(text)
    first, _, rest = text.partition("\n")
    below = blocks(rest)
    if not below:
        return format_html("{}<br>", _words(first))
    whole = blocks(text)
    if isinstance(whole[0], TypedLine):
        return format_html("{}\n{}", _words(first), _below(below))
    return _below(whole)


def _below(found: list[TypedBlock]) -> SafeString:
    return format_html_join("\n", "{}", ((_block(one),) for one in found))


def has_long_word(text: str) -> bool:
    """Whether lines of `text` cannot be justified without wide gaps."""
    return bool(_LONG_WORD.search(text))


def _words(text: str) -> SafeString:
    """One line, with its gaps kept."""
    return format_html('<span class="typed">{}</span>' if "\t" in text else "{}", text)


def _block(block: TypedBlock) -> SafeString:
    if isinstance(block, Rows):
        return _table(block)
    if isinstance(block, Item):
        return format_html(
            '<span class="item item--{}"><span class="item__sign">{}</span> {}</span>',
            *(block.level, block.sign, _words(block.text)),
        )
    return format_html('<span class="line">{}</span>', _words(block.text))


def _table(block: Rows) -> SafeString:
    many = " typed-rows--many" if len(block.rows[0]) > MANY_COLUMNS else ""
    rows = (
        (format_html_join("\t", '<span class="typed-cell">{}</span>', ((cell,) for cell in cells)),)
        for cells in block.rows
    )
    return format_html(
        '<span class="typed-rows{}">{}</span>',
        many,
        format_html_join("\n", '<span class="typed-row">{}</span>', rows),
    )
