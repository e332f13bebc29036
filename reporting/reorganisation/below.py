"""Where the units go that stand below one that ends: they have to stand below another, or alone."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from reporting.reorganisation.people import STAY
from reporting.reorganisation.recognising import Heir, Recognised, RecognisedRow
from units.models import Unit

# Below the superior of the unit that ends, or below none
UP = "up"
# In a decision on many at once: wherever there is one successor, that one
ONLY_HEIR = "only"


@dataclass(frozen=True)
class PlaceBelow:
    """A unit below one that ends, the place proposed for it, why, and the one decided.

    A place is the reference of a successor, `UP`, or `STAY`; `to` is that successor, if any.
    """

    unit: Unit
    above: Unit | None
    proposal: str
    why: str
    decision: str
    to: Heir | None
    options: list[tuple[str, str]]

    @property
    def key(self) -> str:
        return f"below-{self.unit.pk}"

    @property
    def is_moved(self) -> bool:
        return self.decision != STAY


def places_of(
    recognised: Recognised,
    rows: Iterable[RecognisedRow],
    decisions: Mapping[str, str],
    *,
    on: date,
) -> dict[int, list[PlaceBelow]]:
    """The units that exist on the day of the step, by the one above that ends; two queries."""
    by_unit = {row.unit.pk: row for row in rows if row.unit is not None and not row.goes_on}
    found: dict[int, list[PlaceBelow]] = {pk: [] for pk in by_unit}
    below = Unit.objects.existing_on(on).filter(parent__in=by_unit).exclude(pk__in=by_unit)
    units = list(below.select_related("kind", "parent__parent").in_list_order())
    if not units:
        return found
    superiors = dict(Unit.objects.values_list("pk", "parent"))
    for unit in units:
        row = by_unit[unit.parent_id or 0]
        above = _above(unit, by_unit)
        heirs = [heir for heir in row.heirs if not _is_within(unit, heir, superiors)]
        proposal, why = _proposal_for(row, heirs)
        options = _options_of(heirs, above)
        own = decisions.get(f"below-{unit.pk}", "")
        decision = own if own in dict(options) else proposal
        to = recognised.heirs.get(decision)
        found[unit.parent_id or 0].append(
            PlaceBelow(unit, above, proposal, why, decision, to, options)
        )
    return found


def _above(unit: Unit, ending: Container[int]) -> Unit | None:
    """The superior of the one that ends, unless that ends too."""
    above = unit.parent.parent if unit.parent else None
    return None if above is None or above.pk in ending else above


def _options_of(heirs: Iterable[Heir], above: Unit | None) -> list[tuple[str, str]]:
    up = f"Trực thuộc {above.short_name}" if above else "Không trực thuộc đơn vị nào"
    below = [(heir.reference, f"Trực thuộc {heir.short_name}") for heir in heirs]
    return [*below, (UP, up), (STAY, "Để lại, chờ quyết định")]


def _is_within(unit: Unit, heir: Heir, superiors: Mapping[int, int | None]) -> bool:
    """Whether the successor is the unit itself, or stands below it."""
    return heir.unit is not None and unit.pk in set(_with_superiors(heir.unit.pk, superiors))


def _with_superiors(pk: int | None, superiors: Mapping[int, int | None]) -> Iterator[int]:
    seen: set[int] = set()
    while pk is not None and pk not in seen:
        seen.add(pk)
        yield pk
        pk = superiors.get(pk)


def _proposal_for(row: RecognisedRow, heirs: list[Heir]) -> tuple[str, str]:
    if not row.heirs:
        return STAY, "Đơn vị cấp trên không có đơn vị kế thừa"
    if len(row.heirs) > 1:
        return STAY, "Đơn vị cấp trên có nhiều đơn vị kế thừa, cần chọn một"
    if not heirs:
        return UP, "Chính đơn vị này, hoặc đơn vị trực thuộc nó, kế thừa"
    return heirs[0].reference, "Một đơn vị kế thừa đơn vị cấp trên"
