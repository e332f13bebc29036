"""The trend as SVG: a bar per period, its done part marked by shade and by number.

A period that still received on the cut-off day is no result yet: its bar is dashed and pale.
"""

from dataclasses import dataclass

from reporting.reviews.schema import CellsOfPeriod

WIDTH, HEIGHT = 600, 190
LEFT, RIGHT, TOP, BOTTOM = 12, 8, 20, 26
WIDEST_BAR = 72.0


@dataclass(frozen=True)
class TrendBar:
    """One period: the whole bar (applicable) and its done part; lengths as SVG attributes.

    `so_far` says how far a period has come that still received on the cut-off day.
    """

    index: int
    name: str
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
    bars: list[TrendBar]
    left: int = LEFT
    right: int = WIDTH - RIGHT
    width: int = WIDTH
    height: int = HEIGHT

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
    return Chart(
        base=base,
        label_y=base + 18,
        bars=[
            _bar(index, row, LEFT + (index + 0.5) * step, width, base, unit)
            for index, row in enumerate(trend)
        ],
    )


def _bar(
    index: int, row: CellsOfPeriod, middle: float, width: float, base: int, unit: float
) -> TrendBar:
    done, whole = row["cells"]["done"], row["cells"]["applicable"]
    return TrendBar(
        index=index,
        name=row["name"],
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
