"""Versions of all that figures are counted from, so that counted rows are kept until they move.

Triggers of the database move them, whoever writes: a use case, a migration, a restore (see
`fact_triggers`). What belongs to a unit moves the version of its part only: a change of one unit
leaves what was counted of the others.
"""

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BigIntegerField, F, Func, Q
from django.db.models.expressions import Combinable

from reporting.counting.fact_triggers import ASIDE, COMMON, NUM_PARTS
from tracker.lib.parted import Parts, Version
from units.models import Unit


def fact_version() -> Version | None:
    """The versions of what is committed; one query.

    None within a transaction, whose own changes nobody else may see kept.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.in_atomic_block:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        found = dict(cursor.fetchall())
    if not found:
        return None
    return Version(
        by_part=tuple(int(found.get(part, 0)) for part in range(NUM_PARTS)),
        common=int(found.get(COMMON, 0)),
        aside=int(found.get(ASIDE, 0)),
    )


def of_parts(parts: Parts, unit: str = "unit") -> Q:
    """Rows of the units of `parts`; `unit` is their path to it."""
    if not parts:
        return Q()
    units = Unit.objects.annotate(part=F("pk") % NUM_PARTS).filter(part__in=parts)
    return Q(**{f"{unit}__in": units.order_by().values("pk")})


def part_columns(parts: Parts, unit: str = "unit") -> dict[str, Combinable]:
    """What `parted.counts_of` wants to know of each row; `unit` is its path to the unit."""
    if parts is None:
        return {}
    columns: dict[str, Combinable] = {"part": F(unit) % NUM_PARTS}
    if parts:
        columns["seen"] = Func(template=_TOTAL, output_field=BigIntegerField())
    return columns


def prune() -> None:
    """Remove all numbers of each part but the newest; the versions move."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_PRUNE)


_READ = "SELECT part, SUM(nonce) FROM reporting_fact_part GROUP BY part"
_TOTAL = "(SELECT SUM(nonce) FROM reporting_fact_part)"
_PRUNE = (
    "DELETE FROM reporting_fact_part"
    " WHERE id NOT IN (SELECT MAX(id) FROM reporting_fact_part GROUP BY part)"
)
