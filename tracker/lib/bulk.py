"""Insert very many rows without an instance of a model for each, which takes most of the time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, cast

from django.core.management.color import no_style
from django.db import connection
from django.db.models import AutoField, Field, Model

if TYPE_CHECKING:
    AnyField = Field[object, object]

CHUNK = 5000

Row = Mapping[str, object]
_Convert = Callable[[object], object]


def insert(model: type[Model], rows: Iterable[Row]) -> None:
    """Insert `rows`, which map the columns of `model` (`unit_id`) to values.

    A column that a row lacks takes its default; either all rows have an `id`, or none has.
    """
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        _insert(model, chunk)


def _insert(model: type[Model], rows: list[Row]) -> None:
    fields: list[AnyField] = [
        field
        for field in model._meta.concrete_fields
        if not isinstance(field, AutoField) or field.attname in rows[0]
    ]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    table = f"{quote(model._meta.db_table)} ({names})"
    values = _values(fields, rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for line in values:
                    copy.write_row(line)
        else:
            marks = ", ".join(["%s"] * len(fields))
            statement = f"INSERT INTO {table} VALUES ({marks})"  # noqa: S608
            cursor.executemany(statement, cast("list[Sequence[str]]", list(values)))
        # Ids that were given did not come from the sequence
        for reset in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(reset)


def _values(fields: list["AnyField"], rows: list[Row]) -> Iterator[tuple[object, ...]]:
    plan = [(field.attname, field.get_default(), _converter(field)) for field in fields]
    for row in rows:
        yield tuple(
            [
                convert(row.get(name, default)) if convert else row.get(name, default)
                for name, default, convert in plan
            ]
        )


def _converter(field: "AnyField") -> _Convert | None:
    """How values become those of the database; None where they already are."""
    kind = field.get_internal_type()
    if kind in ("DateTimeField", "DateField"):
        # Few different ones
        return lru_cache(maxsize=CHUNK)(lambda value: field.get_db_prep_value(value, connection))
    if kind in ("JSONField", "DecimalField", "BooleanField"):
        return lambda value: field.get_db_prep_value(value, connection)
    return None
