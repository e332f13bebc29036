"""The names by which texts may call the units of the directory."""

from datetime import date

from plans.bearers import possible_bearers
from plans.reading.names import names_in


def by_folded_words(*, on: date) -> dict[str, str]:
    """Codes of the units that exist `on` that day, by all their folded names."""
    return of_bearers(None, on=on)


def of_bearers(owner_id: int | None, *, on: date) -> dict[str, str]:
    """The same of those that may bear tasks of a plan, which the unit `owner_id` may keep."""
    units = possible_bearers(owner_id, on=on).in_list_order()
    return names_in(units.values_list("code", "folded"))
