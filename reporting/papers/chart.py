"""Where the parts of a chart stand as SVG: a bar per period, its done part by shade and number.

Bars stand while every name fits below its own; else they lie, with the names beside them. A period
that still received on the cut-off day is no result yet: its bar is dashed and pale.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from reporting.papers.blocks import Bar, Chart
from reporting.papers.widths import width_of, wrap

WIDTH, HEIGHT = 600, 110
LEFT, RIGHT, TOP, BOTTOM = 12, 8, 20, 26
WIDEST_BAR = 72.0
GAP = 6
# Sizes of the names below bars, large first, with the distance of their lines
SIZES = {14: 16, 11: 12}
MOST_LINES = 4
FIGURES_SIZE = 14
LYING_SIZE, LYING_LINE, LYING_BAR = 12, 14, 12
NAMES_WIDTH = 230.0
# A drawing cannot be divided between pages: lying bars go on in another one
TALLEST = 800


@dataclass(frozen=True)
class Rectangle:
    """Lengths as attributes of SVG, with a decimal point."""

    x: str
    y: str
    width: str
    height: str

    @classmethod
    def at(cls, x: float, y: float, width: float, height: float) -> "Rectangle":
        return cls(_length(x), _length(y), _length(width), _length(height))


@dataclass(frozen=True)
class Words:
    """A line of text in the drawing."""

    x: str
    y: str
    text: str

    @classmethod
    def at(cls, x: float, y: float, text: str = "") -> "Words":
        return cls(_length(x), _length(y), text)


@dataclass(frozen=True)
class LaidLink:
    """A link of a printed drawing, laid over its figure: printers know no links within one."""

    address: str
    style: str


@dataclass(frozen=True)
class DrawnBar:
    """A bar, its done part, its figures and the lines of its name."""

    bar: Bar
    whole: Rectangle
    done: Rectangle
    figures: Words
    name_lines: list[Words]
    is_lying: bool = False

    @property
    def laid_links(self) -> list[LaidLink]:
        done, whole = (width_of(str(one), FIGURES_SIZE) for one in (self.bar.done, self.bar.whole))
        both = width_of(figures_of(self.bar), FIGURES_SIZE)
        left = float(self.figures.x) - (0 if self.is_lying else both / 2)
        places = zip(self.bar.links, (left, left + both - whole), (done, whole), strict=True)
        return [
            LaidLink(address, self._style(x, width))
            for address, x, width in places
            if urlsplit(address).netloc
        ]

    def _style(self, x: float, width: float) -> str:
        top = float(self.figures.y) - FIGURES_SIZE
        return f"left: {x:.1f}px; top: {top:.1f}px; width: {width:.1f}px"


@dataclass(frozen=True)
class Drawing:
    """One SVG: bars on a line from which they grow, from `axis[:2]` to `axis[2:]`."""

    height: int
    axis: tuple[int, int, int, int]
    bars: list[DrawnBar]
    width: int = WIDTH

    @property
    def role(self) -> str:
        """One picture for those who do not see it, unless links stand in it."""
        return "group" if any(any(one.bar.links) for one in self.bars) else "img"

    @property
    def laid_links(self) -> SafeString:
        """Links of a paper that is printed: these are absolute."""
        links = (link for bar in self.bars for link in bar.laid_links)
        return format_html_join(
            "",
            '<a class="trend__link" href="{}" style="{}"></a>',
            ((link.address, link.style) for link in links),
        )


@dataclass(frozen=True)
class Drawn:
    """A chart as drawings below each other."""

    chart: Chart
    drawings: list[Drawing]
    is_lying: bool = False
    label_size: int = LYING_SIZE


def drawn(chart: Chart) -> Drawn:
    """The lengths of `chart`, which has a bar that is not empty."""
    room = (WIDTH - LEFT - RIGHT) / len(chart.bars) - GAP
    if all(width_of(figures_of(bar), FIGURES_SIZE) <= room for bar in chart.bars):
        for size in SIZES:
            if all(_fits_below(bar.name, size, room) for bar in chart.bars):
                return Drawn(chart, [_standing(chart.bars, size)], label_size=size)
    return Drawn(chart, list(_lying(chart.bars)), is_lying=True)


def figures_of(bar: Bar) -> str:
    return f"{bar.done}/{bar.whole}"


def _fits_below(name: str, size: int, width: float) -> bool:
    """Whether the words of `name` fit whole into a few lines of `width`."""
    words_fit = all(width_of(word, size) <= width for word in name.split())
    return words_fit and len(wrap(name, size, width)) <= MOST_LINES


def _standing(bars: tuple[Bar, ...], size: int) -> Drawing:
    base = HEIGHT - BOTTOM
    step = (WIDTH - LEFT - RIGHT) / len(bars)
    unit = (base - TOP) / max(bar.whole for bar in bars)
    width = min(step * 0.6, WIDEST_BAR)
    found = []
    for index, bar in enumerate(bars):
        middle = LEFT + (index + 0.5) * step
        x, done, whole = middle - width / 2, bar.done * unit, bar.whole * unit
        lines = wrap(bar.name, size, step - GAP)
        found.append(
            DrawnBar(
                bar=bar,
                whole=Rectangle.at(x, base - whole, width, whole),
                done=Rectangle.at(x, base - done, width, done),
                figures=Words.at(middle, base - whole - 4),
                name_lines=[
                    Words.at(middle, base + 18 + place * SIZES[size], line)
                    for place, line in enumerate(lines)
                ],
            )
        )
    most = max(len(bar.name_lines) for bar in found)
    height = base + BOTTOM + SIZES[size] * (most - 1)
    return Drawing(height, (LEFT, base, WIDTH - RIGHT, base), found)


def _lying(bars: tuple[Bar, ...]) -> Iterator[Drawing]:
    names = [wrap(bar.name, LYING_SIZE, NAMES_WIDTH) for bar in bars]
    base = LEFT + max(width_of(line, LYING_SIZE) for lines in names for line in lines) + GAP
    figures_width = max(width_of(figures_of(bar), FIGURES_SIZE) for bar in bars)
    unit = (WIDTH - RIGHT - base - figures_width - 2 * GAP) / max(bar.whole for bar in bars)
    found: list[DrawnBar] = []
    top = GAP
    for bar, lines in zip(bars, names, strict=True):
        height = len(lines) * LYING_LINE + GAP
        if found and top + height > TALLEST:
            yield Drawing(top, (round(base), 0, round(base), top), found)
            found, top = [], GAP
        found.append(_lying_bar(bar, lines, base, top, unit))
        top += height
    yield Drawing(top, (round(base), 0, round(base), top), found)


def _lying_bar(bar: Bar, lines: list[str], base: float, top: int, unit: float) -> DrawnBar:
    middle = top + len(lines) * LYING_LINE / 2
    y = middle - LYING_BAR / 2
    return DrawnBar(
        bar=bar,
        whole=Rectangle.at(base, y, bar.whole * unit, LYING_BAR),
        done=Rectangle.at(base, y, bar.done * unit, LYING_BAR),
        figures=Words.at(base + bar.whole * unit + GAP, middle + 5),
        name_lines=[
            Words.at(base - GAP, top + 11 + place * LYING_LINE, line)
            for place, line in enumerate(lines)
        ],
        is_lying=True,
    )


def _length(value: float) -> str:
    return f"{value:.1f}"
