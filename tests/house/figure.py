"""One figure about the code, and the limit that it has to keep."""

from dataclasses import dataclass

from tests.house.limits import LIMITS


@dataclass(frozen=True)
class Figure:
    """A measured `value`; `name` is its row in the table of limits."""

    name: str
    value: float
    unit: str = ""

    @property
    def limit(self) -> float | None:
        """The largest value allowed; None while the figure is only watched."""
        return LIMITS.get(self.name)

    @property
    def is_kept(self) -> bool:
        return self.limit is None or self.value <= self.limit

    def __str__(self) -> str:
        limit = "" if self.limit is None else f"at most {self.limit:g}{self.unit}"
        verdict = "" if self.is_kept else "  EXCEEDED"
        return f"{self.name:<52} {self.value:>8.4g}{self.unit:<2} {limit}{verdict}".rstrip()
