"""Where the parts of a chart stand as SVG: a bar per period, its done part by shade and number.

A period that still received on the cut-off day is no result yet: its bar is dashed and pale.
"""

import textwrap
from dataclasses import dataclass

from reporting.papers.blocks import Bar, Chart

WIDTH, HEIGHT = 600, 190
LINE, SMALL_LINE = 16, 12
# Width of a letter on average, as a part of the size of the letters
LETTER = 0.52
LEFT, RIGHT, TOP, BOTTOM = 12, 8, 20, 26
WIDEST_BAR = 72.0


@dataclass(frozen=True)
class DrawnBar:
    """A bar and its done part; lengths as SVG attributes, formatted with a decimal point."""

    bar: Bar
    name_lines: list[str]
    x: str
    width: str
    middle: str
    whole_y: str
    whole_height: str
    done_y: str
    done_height: str
    figures_y: str


@dataclass(frozen=True)
class Drawn:
    """A chart with the lengths of its parts, in the units of its view box."""

    chart: Chart
    base: int
    label_y: int
    label_size: int
    line: int
    bars: list[DrawnBar]
    left: int = LEFT
    right: int = WIDTH - RIGHT
    width: int = WIDTH

    @property
    def height(self) -> int:
        """Enough for the longest name below its bar."""
        return self.base + BOTTOM + self.line * (max(len(bar.name_lines) for bar in self.bars) - 1)


def drawn(chart: Chart) -> Drawn:
    """The lengths of `chart`, which has a bar that is not empty."""
    base = HEIGHT - BOTTOM
    step = (WIDTH - LEFT - RIGHT) / len(chart.bars)
    unit = (base - TOP) / max(bar.whole for bar in chart.bars)
    width = min(step * 0.6, WIDEST_BAR)
    size = 14 if all(len(bar.name) * 14 * LETTER <= step for bar in chart.bars) else 11
    return Drawn(
        chart=chart,
        base=base,
        label_y=base + 18,
        label_size=size,
        line=LINE if size == 14 else SMALL_LINE,
        bars=[
            _drawn(bar, LEFT + (index + 0.5) * step, width, base, unit, _fit(step, size))
            for index, bar in enumerate(chart.bars)
        ],
    )


def _fit(step: float, size: int) -> int:
    """How many letters of `size` a name below its bar may have in a line."""
    return max(6, int((step - 4) / (size * LETTER)))


def _drawn(
    bar: Bar, middle: float, width: float, base: int, unit: float, num_letters: int
) -> DrawnBar:
    return DrawnBar(
        bar=bar,
        name_lines=textwrap.wrap(bar.name, num_letters, break_on_hyphens=False) or [""],
        x=_length(middle - width / 2),
        width=_length(width),
        middle=_length(middle),
        whole_y=_length(base - bar.whole * unit),
        whole_height=_length(bar.whole * unit),
        done_y=_length(base - bar.done * unit),
        done_height=_length(bar.done * unit),
        figures_y=_length(base - bar.whole * unit - 4),
    )


def _length(value: float) -> str:
    return f"{value:.1f}"
