"""Words of a block as people type them, and as runs.

In a field without looks a figure is written `{12|figures.totals.done}`, a quotation
`{Đã ban hành quy chế.|entry:17}`, bold words `**so**` and italic ones `__so__`. A backslash before
one of these signs makes it an ordinary one.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from reporting.papers.blocks import Block, Heading, ItemList, Paragraph, Run, Runs, text_of
from reporting.papers.sentences import joined
from tracker.lib import pasted

_QUOTED = "entry:"
_TOKEN = re.compile(
    r"\\(?P<sign>[\\{}|*_])"
    r"|\{(?P<text>(?:\\.|[^{}|\\])*)\|(?P<place>[\w.:\-]+)\}"
    r"|(?P<bold>\*\*)|(?P<italic>__)"
    r"|(?P<plain>[^\\{*_]+|.)",
    re.DOTALL,
)
_SIGNS = re.compile(r"[\\{}|]|\*(?=\*)|(?<=\*)\*|_(?=_)|(?<=_)_")
_NUMBER = re.compile(r"((?:[IVXLC]+|\d{1,3})\.|[a-zđ]\))\s+(?=\S)")


def to_text(runs: Runs) -> str:
    """`runs` as they are typed in a field."""
    return "".join(map(_typed, runs))


def from_text(text: str, figures: Mapping[str, str]) -> Runs:
    """The runs typed as `text`.

    A figure keeps its place where `figures` knows it, and gets the number from there: nobody can
    type another. An unknown one becomes plain words.
    """
    plain = pasted.tidy(text.replace("\r\n", "\n")).text
    return joined(_runs(plain.strip(), figures))


def words_of(block: Block) -> Runs | None:
    """The words of a block that people may write in, one line an item; None for a table."""
    match block:
        case Heading():
            return (Run(block.title),)
        case Paragraph():
            return () if block.style == "blank" else block.runs
        case ItemList():
            return joined(_lines(block.items))
        case _:
            return None


def with_words(block: Block, runs: Runs) -> Block:
    """`block` with `runs` in the place of its words."""
    match block:
        case Heading():
            return replace(block, title=text_of(runs))
        case Paragraph():
            return replace(
                block, runs=runs, style="body" if block.style == "blank" else block.style
            )
        case ItemList():
            return replace(block, items=items_of(runs))
        case _:
            return block


def items_of(runs: Runs) -> tuple[Runs, ...]:
    """`runs` cut at line ends, without empty lines."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *others = run.text.split("\n")
        lines[-1].append(replace(run, text=first))
        lines += [[replace(run, text=other)] for other in others]
    return tuple(line for line in map(joined, lines) if text_of(line).strip())


def own_heading(key: str, runs: Runs, level: int) -> Heading:
    """A heading that people added; a number that they typed before it becomes its number."""
    title = " ".join(text_of(runs).split())
    found = _NUMBER.match(title)
    number = found.group(1) if found else ""
    return Heading(key, number, title[found.end() :] if found else title, level)


def _lines(items: tuple[Runs, ...]) -> Iterator[Run]:
    for index, item in enumerate(items):
        if index:
            yield Run("\n")
        yield from item


def _typed(run: Run) -> str:
    text = _SIGNS.sub(lambda found: f"\\{found.group()}", run.text)
    place = run.figure or run.source
    if place:
        text = f"{{{text}|{place}}}"
    if run.is_bold:
        text = f"**{text}**"
    return f"__{text}__" if run.is_italic else text


def _runs(text: str, figures: Mapping[str, str]) -> Iterator[Run]:
    is_bold = is_italic = False
    for found in _TOKEN.finditer(text):
        if found["bold"]:
            is_bold = not is_bold
        elif found["italic"]:
            is_italic = not is_italic
        elif found["place"]:
            inner = re.sub(r"\\(.)", r"\1", found["text"])
            run = _placed(inner, found["place"], figures)
            yield replace(run, is_bold=is_bold, is_italic=is_italic)
        else:
            yield Run(found["sign"] or found["plain"], is_bold=is_bold, is_italic=is_italic)


def _placed(text: str, place: str, figures: Mapping[str, str]) -> Run:
    if place.startswith(_QUOTED) and place.removeprefix(_QUOTED).isdigit():
        return Run(text, source=place)
    if place in figures:
        return Run(figures[place], figure=place)
    return Run(text)
