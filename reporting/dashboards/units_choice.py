"""The choice by which units a page without a filter form counts: those of that time or of today."""

from collections.abc import Mapping
from dataclasses import dataclass

from reporting.models import ByUnits


@dataclass(frozen=True)
class UnitsChoice:
    """What the address asks for; an unknown value is named and left out."""

    by_units: ByUnits = ByUnits.THEN
    is_unknown: bool = False

    @classmethod
    def of(cls, query: Mapping[str, object]) -> "UnitsChoice":
        asked = str(query.get("by_units") or ByUnits.THEN)
        if asked not in ByUnits.values:
            return cls(is_unknown=True)
        return cls(ByUnits(asked))

    @property
    def is_now(self) -> bool:
        return self.by_units == ByUnits.NOW

    @property
    def kept(self) -> dict[str, str]:
        """What links to other pages repeat."""
        return {"by_units": ByUnits.NOW.value} if self.is_now else {}
