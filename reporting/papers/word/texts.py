"""Words as runs of a Word paragraph."""

import re
from collections.abc import Iterator

from docx.oxml.xmlchemy import BaseOxmlElement

from reporting.papers.blocks import Run, Runs
from reporting.papers.document_numbers import UNBROKEN_HYPHEN, unbroken
from reporting.papers.word.elements import add
from tracker.lib.typed_blocks import Rows, blocks

LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
# What XML forbids, and marks that turn the words after them around
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
MARKS = re.compile(f"([\t\n{UNBROKEN_HYPHEN}])")
BREAKS = {"\t": "tab", "\n": "br", UNBROKEN_HYPHEN: "noBreakHyphen"}


def valid(text: str) -> str:
    """`text` with only the characters that a Word file may hold; each line ends with a "\\n"."""
    return UNPRINTABLE.sub("", LINE_ENDS.sub("\n", text))


def add_paragraph(
    parent: BaseOxmlElement,
    style: str,
    runs: Runs = (),
    *,
    is_bold: bool = False,
    is_centred: bool = False,
    keeps_next: bool = False,
) -> BaseOxmlElement:
    """A new paragraph of the style with the id `style`; what is not asked for is the style's."""
    paragraph = add(parent, "p")
    look = add(paragraph, "pPr")
    add(look, "pStyle", val=style)
    if keeps_next:
        add(look, "keepNext")
    if is_centred:
        add(look, "jc", val="center")
    for run in _on_lines(runs):
        _add_run(paragraph, run, is_bold=is_bold or run.is_bold)
    return paragraph


def _on_lines(runs: Runs) -> Iterator[Run]:
    """The runs; a table begins on a line of its own, and several lines end with one."""
    before: Run | None = None
    for run in runs:
        if before and _lacks_line_end(before.text, run.text):
            yield Run("\n")
        yield run
        before = run


def _lacks_line_end(before: str, after: str) -> bool:
    if before.endswith("\n") or after.startswith("\n"):
        return False
    return "\n" in before or _is_table(after)


def _is_table(text: str) -> bool:
    first = next(iter(blocks(text)), None) if "\n" in text else None
    return isinstance(first, Rows)


def _add_run(paragraph: BaseOxmlElement, run: Run, *, is_bold: bool) -> None:
    drawn = add(paragraph, "r")
    if is_bold or run.is_italic:
        look = add(drawn, "rPr")
        if is_bold:
            add(look, "b")
        if run.is_italic:
            add(look, "i")
    for piece in MARKS.split(unbroken(valid(run.text))):
        if piece in BREAKS:
            add(drawn, BREAKS[piece])
        elif piece:
            words = add(drawn, "t")
            words.text = piece
            words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
