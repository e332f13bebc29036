"""The sides of a head or a foot that stand beside each other on one line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plans.reading.mending.paragraphs import MendedParagraph

# Not the room left for a number or a day that is written by hand
_GAP = re.compile(r"\t+| {3,}+(?!/|tháng|năm)")
# Where two sides fill their columns no gap is left between them
_MOTTO = re.compile(r"(?<=\S )(?:CỘNG HÒA XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT|Độc lập - Tự do)")
_RULE = re.compile(r"[\s*_=.\-–—oO0]{0,40}$")


@dataclass(frozen=True)
class Segment:
    """Words on one side of a line; `at` is the index of its paragraph, `side` 0 on the left."""

    text: str
    at: int
    side: int = 0


def segments_of(paragraphs: Sequence[MendedParagraph], first: int, last: int) -> list[Segment]:
    """The segments of the paragraphs from `first` to before `last`, lines of rules left out."""
    segments: list[Segment] = []
    for at in range(first, last):
        paragraph = paragraphs[at]
        if paragraph.rows:
            for row in paragraph.rows:
                for side, cell in enumerate(dict.fromkeys(row)):
                    segments += [Segment(text, at, side) for text in _lines(cell)]
        else:
            sides = _GAP.split(_MOTTO.sub(r"\t\g<0>", paragraph.text))
            segments += [
                Segment(text, at, side) for side, one in enumerate(sides) for text in _lines(one)
            ]
    return segments


def _lines(text: str) -> list[str]:
    lines = (" ".join(line.strip("* \t").split()) for line in text.split("\n"))
    return [line for line in lines if not _RULE.match(line)]
