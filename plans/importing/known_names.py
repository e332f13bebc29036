"""The names by which texts may call the units of the directory."""

from datetime import date

from plans.bearers import possible_bearers
from plans.reading.names import names_in


def by_folded_words(*, on: date, owner_id: int | None = None) -> dict[str, str]:
    """Codes of the units that exist `on` that day, by all their folded names.

    For the own plan of a unit, of those that may bear its tasks.
    """
    units = possible_bearers(owner_id, on=on).in_list_order()
    return names_in(units.values_list("code", "folded"))
