"""One figure about the code, and the limit that it has to keep."""

from collections.abc import Iterable
from dataclasses import dataclass

from tests.house.limits import LIMITS

SHOWN = 40  # lines of detail


@dataclass(frozen=True)
class Figure:
    """A measured `value`; `name` is its row in the table of limits.

    `found` is what was counted, a line each, where that helps to bring the figure down.
    """

    name: str
    value: float
    unit: str = ""
    found: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, found: Iterable[object]) -> "Figure":
        """The number of things found."""
        lines = tuple(str(each) for each in found)
        return cls(name, len(lines), found=lines)

    @property
    def limit(self) -> float | None:
        """The largest value allowed; None while the figure is only watched."""
        return LIMITS.get(self.name)

    @property
    def is_kept(self) -> bool:
        return self.limit is None or self.value <= self.limit

    @property
    def details(self) -> str:
        """Up to `SHOWN` of the things found, indented."""
        more = len(self.found) - SHOWN
        rest = [f"and {more} more"] if more > 0 else []
        return "".join(f"    {line}\n" for line in [*self.found[:SHOWN], *rest])

    def __str__(self) -> str:
        limit = "" if self.limit is None else f"at most {self.limit:g}{self.unit}"
        verdict = "" if self.is_kept else "  EXCEEDED"
        return f"{self.name:<52} {self.value:>8.4g}{self.unit:<2} {limit}{verdict}".rstrip()
