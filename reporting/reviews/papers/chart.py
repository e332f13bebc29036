"""The trend as SVG: a bar per period, its done part marked by shade and by number.

A period that still received on the cut-off day is no result yet: its bar is dashed and pale.
"""

import textwrap
from dataclasses import dataclass

from reporting.reviews.schema import CellsOfPeriod

WIDTH, HEIGHT = 600, 190
LINE, SMALL_LINE = 16, 12
# Width of a letter on average, as a part of the size of the letters
LETTER = 0.52
LEFT, RIGHT, TOP, BOTTOM = 12, 8, 20, 26
WIDEST_BAR = 72.0


@dataclass(frozen=True)
class TrendBar:
    """One period: the whole bar (applicable) and its done part; lengths as SVG attributes.

    `so_far` says how far a period has come that still received on the cut-off day.
    """

    index: int
    name: str
    name_lines: list[str]
    x: str
    width: str
    middle: str
    whole_y: str
    whole_height: str
    done_y: str
    done_height: str
    figures_y: str
    done: int
    applicable: int
    so_far: str

    @property
    def name_so_far(self) -> str:
        return f"{self.name} ({self.so_far})" if self.so_far else self.name


@dataclass(frozen=True)
class Chart:
    base: int
    label_y: int
    label_size: int
    line: int
    bars: list[TrendBar]
    left: int = LEFT
    right: int = WIDTH - RIGHT
    width: int = WIDTH

    @property
    def height(self) -> int:
        """Enough for the longest name below its bar."""
        return self.base + BOTTOM + self.line * (max(len(bar.name_lines) for bar in self.bars) - 1)

    @property
    def description(self) -> str:
        return "; ".join(f"{bar.name_so_far}: {bar.done}/{bar.applicable}" for bar in self.bars)

    @property
    def unfinished(self) -> str:
        """The periods that still received, in words; empty if all were finished."""
        return "; ".join(bar.name_so_far for bar in self.bars if bar.so_far)


def trend_chart(trend: list[CellsOfPeriod]) -> Chart | None:
    """The chart of the periods, or None if no task applied in any of them."""
    highest = max((row["cells"]["applicable"] for row in trend), default=0)
    if not highest:
        return None
    base = HEIGHT - BOTTOM
    step = (WIDTH - LEFT - RIGHT) / len(trend)
    unit = (base - TOP) / highest
    width = min(step * 0.6, WIDEST_BAR)
    size = 14 if all(len(row["name"]) * 14 * LETTER <= step for row in trend) else 11
    return Chart(
        base=base,
        label_y=base + 18,
        label_size=size,
        line=LINE if size == 14 else SMALL_LINE,
        bars=[
            _bar(index, row, LEFT + (index + 0.5) * step, width, base, unit, _fit(step, size))
            for index, row in enumerate(trend)
        ],
    )


def _fit(step: float, size: int) -> int:
    """How many letters of `size` a name below its bar may have in a line."""
    return max(6, int((step - 4) / (size * LETTER)))


def _bar(
    index: int,
    row: CellsOfPeriod,
    middle: float,
    width: float,
    base: int,
    unit: float,
    num_letters: int,
) -> TrendBar:
    done, whole = row["cells"]["done"], row["cells"]["applicable"]
    return TrendBar(
        index=index,
        name=row["name"],
        name_lines=textwrap.wrap(row["name"], num_letters, break_on_hyphens=False) or [""],
        x=_length(middle - width / 2),
        width=_length(width),
        middle=_length(middle),
        whole_y=_length(base - whole * unit),
        whole_height=_length(whole * unit),
        done_y=_length(base - done * unit),
        done_height=_length(done * unit),
        figures_y=_length(base - whole * unit - 4),
        done=done,
        applicable=whole,
        so_far=row.get("so_far", ""),
    )


def _length(value: float) -> str:
    """Formatted here, because a template would write a decimal comma."""
    return f"{value:.1f}"
