"""The sizes that are measured."""

from dataclasses import dataclass

NUM_PERIODS = 5
# Months of history over which the dashboard must hardly grow, at the units of one size
GROWN = "medium"
HISTORIES = (5, 20, 80)
MAX_EXPONENT = 0.03


# A page over many plans costs at most so much more than over one with as many assignments
MAX_RATIO = 1.5


@dataclass(frozen=True)
class Size:
    """`compared`: the size with a single plan and as many assignments."""

    name: str
    units: int
    tasks: int = 40
    plans: int = 1
    compared: str = ""


SIZES = {
    size.name: size
    for size in (
        Size("medium", units=40),
        Size("large", units=400),
        Size("plans30", units=40, plans=30, compared="medium"),
    )
}
