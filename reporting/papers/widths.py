"""How wide words are in the print font, for drawings, whose text does not wrap by itself."""

import functools

from fontTools.ttLib import TTFont

from reporting.papers.glyphs import printable
from tracker.lib.fonts import print_font_files

# A sign that the print font lacks and the font of signs has
_WIDEST_SIGN = 1.0


def width_of(text: str, size: float) -> float:
    """Width of `text` when printed with letters of `size`; kerning only makes it narrower."""
    advances = _advances()
    return size * sum(advances.get(ord(letter), _WIDEST_SIGN) for letter in printable(text))


def wrap(text: str, size: float, width: float) -> list[str]:
    """Lines of `text` no wider than `width`; a longer word is divided."""
    lines = [""]
    for word in printable(text).split():
        joined = f"{lines[-1]} {word}".strip()
        if width_of(joined, size) <= width:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and width_of(lines[-1] + letter, size) > width:
                lines.append("")
            lines[-1] += letter
    return lines


@functools.cache
def _advances() -> dict[int, float]:
    """The advance of each character, as a part of the size of letters."""
    with TTFont(print_font_files()["normal", "normal"], lazy=True) as font:
        units = font["head"].unitsPerEm
        widths = font["hmtx"].metrics
        return {code: widths[name][0] / units for code, name in font.getBestCmap().items()}
