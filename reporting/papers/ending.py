"""The mark "./." that ends the text of a paper, where its norm or its body wants one.

People write without it: on screen it follows the words, in print it is one of them.
"""

from dataclasses import replace

from reporting.papers.blocks import Block, Document, ItemList, Paragraph, Run, Runs, text_of

MARK = "./."


def ended(document: Document) -> Document:
    """`document` with the mark behind the last words of its body, unless somebody typed it."""
    if not (document.head.has_end_mark and document.blocks):
        return document
    *before, last = document.blocks
    return replace(document, blocks=(*before, _with_mark(last)))


def missing(block: Block) -> str:
    """What the words of `block`, the last one of a body, lack of the mark.

    A line to fill has no words, and behind a table or a chart there is no place for it.
    """
    line = text_of(_last_words(block)).rstrip().rpartition("\n")[2]
    if not line or "\t" in line or line.endswith(MARK):
        return ""
    return MARK.removeprefix(".") if line.endswith(".") else MARK


def _last_words(block: Block) -> Runs:
    if isinstance(block, ItemList) and block.items:
        return block.items[-1]
    return block.runs if isinstance(block, Paragraph) and block.style == "body" else ()


def _with_mark(block: Block) -> Block:
    lacking = missing(block)
    if not lacking:
        return block
    *before, last = _last_words(block)
    marked = (*before, replace(last, text=last.text.rstrip()), Run(lacking))
    if isinstance(block, ItemList):
        return replace(block, items=(*block.items[:-1], marked))
    assert isinstance(block, Paragraph)  # noqa: S101 -- it has words
    return replace(block, runs=marked)
