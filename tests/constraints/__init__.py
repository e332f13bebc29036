"""How each named constraint of the database can be broken.

A module per subject holds `BREACHES`: pairs of a constraint's name and a function that arranges
valid rows and returns the row, unsaved, that the constraint forbids. `tests/test_constraints.py`
saves each of them, and fails for a constraint that has none.

PostgreSQL names the first broken constraint by the alphabet, so each row breaks one alone.
"""

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Model


class Breach(NamedTuple):
    name: str
    row: Callable[[], Model]


def changed(row: Model, **values: Any) -> Model:
    """`row` with `values` that are not saved yet."""
    for field, value in values.items():
        setattr(row, field, value)
    return row


def breaches() -> list[Breach]:
    """All of them, in the order of their modules."""
    modules = [each.name for each in pkgutil.iter_modules(__path__)]
    return [
        Breach(*pair)
        for module in modules
        for pair in importlib.import_module(f"{__name__}.{module}").BREACHES
    ]
