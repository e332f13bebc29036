"""Which unit stands today for a unit that was merged, renamed or dissolved."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from units.models import Succession


@dataclass(frozen=True)
class PresentUnits:
    """Successors today: of a unit that ended, the last one of its chain.

    `blocs`: those of the successors. `names`: short names of both sides. `divided`: names of ended
    units with several successors, which stand for themselves, as do dissolved units that have none.
    """

    successors: Mapping[int, int] = field(default_factory=dict)
    blocs: Mapping[int, str] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict, compare=False)
    divided: tuple[str, ...] = ()

    @property
    def key(self) -> Hashable:
        """Equal where the same units stand for the same units."""
        return tuple(self.successors.items()), tuple(self.blocs.items())

    def unit_of(self, unit_id: int) -> int:
        """The unit that stands for this one."""
        return self.successors.get(unit_id, unit_id)

    def heir_of(self, unit_id: int) -> str:
        """Short name of the unit that stands for this one; empty if it stands for itself."""
        return self.names.get(self.successors.get(unit_id, 0), "")

    def standing_for(self, unit_id: int) -> list[int]:
        """The units that this one stands for; none if it was succeeded itself."""
        if unit_id in self.successors:
            return []
        return [unit_id, *(old for old, new in self.successors.items() if new == unit_id)]


def heirs_of(unit_ids: Iterable[int], *, on: date) -> set[int]:
    """The units themselves and all that succeeded them by `on`, also of divided ones; one query."""
    next_of: dict[int, list[int]] = defaultdict(list)
    rows = Succession.objects.filter(effective_on__lte=on, successor__isnull=False)
    for old, new in rows.values_list("predecessor", "successor"):
        if new is not None:
            next_of[old].append(new)
    found: set[int] = set()
    waiting = list(unit_ids)
    while waiting:
        unit_id = waiting.pop()
        if unit_id not in found:
            found.add(unit_id)
            waiting += next_of[unit_id]
    return found


def present_units(*, on: date) -> PresentUnits:
    """Follow the successions in effect on `on`, where there is one successor; one query."""
    rows = (
        Succession.objects.filter(
            effective_on__lte=on, predecessor__last_day__lt=on, successor__isnull=False
        )
        .order_by("predecessor__position", "pk")
        .values_list(
            "predecessor",
            "predecessor__short_name",
            "successor",
            "successor__bloc",
            "successor__short_name",
        )
    )
    next_of: dict[int, list[int]] = defaultdict(list)
    blocs: dict[int, str] = {}
    names: dict[int, str] = {}
    for old, old_name, new, bloc, name in rows:
        if new is not None:
            next_of[old].append(new)
            blocs[new], names[old], names[new] = bloc, old_name, name or ""
    single = {old: new[0] for old, new in next_of.items() if len(new) == 1}
    successors = {old: _last(old, single) for old in single}
    return PresentUnits(
        successors={old: new for old, new in successors.items() if old != new},
        blocs=blocs,
        names=names,
        divided=tuple(names[old] for old, new in next_of.items() if len(new) > 1),
    )


def _last(unit_id: int, single: Mapping[int, int]) -> int:
    """The end of the chain; a circle, which mistaken records could make, ends where it closes."""
    seen = {unit_id}
    while (following := single.get(unit_id)) is not None and following not in seen:
        unit_id = following
        seen.add(unit_id)
    return unit_id
