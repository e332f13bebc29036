"""What a drill prints: a row per fault and one line per engine."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.drill.stage import Stage

COLUMNS = ("fault", "saves", "lost", "healthy after", "what was seen")
WIDTHS = (34, 6, 5, 14)


class Skipped(Exception):  # noqa: N818 -- no error
    """This machine cannot show the fault, for the reason in the message."""


@dataclass(frozen=True)
class Fault:
    """`inject` does the harm and returns what was seen, in a few words.

    `hears`: the processes whose next heartbeat is waited for; /healthz and a save always are.
    """

    name: str
    inject: Callable[["Stage"], str]
    engines: tuple[str, ...] = ("sqlite", "postgres")
    hears: tuple[str, ...] = ("beat", "worker", "printer")


@dataclass
class Row:
    fault: str
    saves: int = 0
    lost: int = 0
    healthy_after: float | None = None
    seen: str = ""
    is_skipped: bool = False

    def __str__(self) -> str:
        seconds = "-" if self.healthy_after is None else f"{self.healthy_after:.1f} s"
        cells = (self.fault, str(self.saves), str(self.lost), seconds)
        return " ".join(map(str.ljust, cells, WIDTHS)) + " " + self.seen


@dataclass(frozen=True)
class Inputs:
    """Bad inputs that were sent, and what they did."""

    inputs: int = 0
    errors_5xx: int = 0
    partial: int = 0
    injected: int = 0

    def __add__(self, other: "Inputs") -> "Inputs":
        return Inputs(
            self.inputs + other.inputs,
            self.errors_5xx + other.errors_5xx,
            self.partial + other.partial,
            self.injected + other.injected,
        )


@dataclass
class Totals:
    """Everything that one engine showed.

    `saves`: results, comments and files that were acknowledged; `by_kind`: each of them.
    `unhealthy`: faults after which it did not work again.
    """

    engine: str
    rows: list[Row] = field(default_factory=list)
    saves: int = 0
    by_kind: dict[str, int] = field(default_factory=dict)
    lost: int = 0
    jobs_once: int = 0
    jobs_twice: int = 0
    jobs_told: int = 0
    jobs_open: int = 0
    error_pages: int = 0
    inputs: Inputs = field(default_factory=Inputs)
    unhealthy: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        faults = sum(not row.is_skipped for row in self.rows)
        errors = self.inputs.errors_5xx + self.error_pages
        return (
            f"drill engine={self.engine} faults={faults} saves={self.saves} lost={self.lost} "
            f"jobs_twice={self.jobs_twice} inputs={self.inputs.inputs} errors_5xx={errors} "
            f"partial={self.inputs.partial}"
        )

    @property
    def is_good(self) -> bool:
        bad = (
            self.lost
            + self.jobs_twice
            + self.jobs_open
            + self.inputs.partial
            + self.inputs.injected
        )
        return not (bad or self.inputs.errors_5xx or self.error_pages or self.unhealthy)


def head() -> str:
    return " ".join(map(str.ljust, COLUMNS, (*WIDTHS, 0)))


def slowest(rows: Iterable[Row]) -> float:
    return max((row.healthy_after or 0.0 for row in rows), default=0.0)
