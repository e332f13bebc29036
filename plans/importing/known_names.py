"""The names by which texts may call the units of the directory."""

from datetime import date

from plans.reading.names import names_in
from units.models import Unit


def by_folded_words(*, on: date) -> dict[str, str]:
    """Codes of the units that exist `on` that day, by all their folded names."""
    units = Unit.objects.existing_on(on).in_list_order()
    return names_in(units.values_list("code", "folded"))
