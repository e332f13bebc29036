"""The sizes that are measured."""

from dataclasses import dataclass

NUM_PERIODS = 5
# Months of history over which the dashboard must hardly grow, at the units of one size
GROWN = "medium"
HISTORIES = (5, 20, 80)
MAX_EXPONENT = 0.03


@dataclass(frozen=True)
class Size:
    name: str
    units: int
    tasks: int = 40


SIZES = {size.name: size for size in (Size("medium", units=40), Size("large", units=400))}
