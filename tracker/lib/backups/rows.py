"""The rows of every table as lines of JSON that do not depend on the kind of database."""

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import TypeAlias
from uuid import UUID

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils.duration import duration_string

Model: TypeAlias = type[models.Model]
Field: TypeAlias = "models.Field[object, object]"
# What a driver takes, wrapped documents of JSON aside
Parameter: TypeAlias = "str | int | None"

# Who is logged in, and which processes run, is not restored
LEFT_OUT = {"sessions.session", "units.session", "reporting.heartbeat"}
AT_ONCE = 500


def tables(apps: Apps) -> list[Model]:
    """The models with a table of their own, in a fixed order, those of relations included."""
    found = apps.get_models(include_auto_created=True)
    own = [model for model in found if model._meta.managed and not model._meta.proxy]
    return sorted((model for model in own if label(model) not in LEFT_OUT), key=label)


def label(model: Model) -> str:
    return model._meta.label_lower


def read(model: Model) -> Iterator[bytes]:
    """Each row of the table as one line."""
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=AT_ONCE):
        values = [
            value if isinstance(field, models.JSONField) else _written(value)
            for field, value in zip(fields, row, strict=True)
        ]
        line = json.dumps(dict(zip(names, values, strict=True)), ensure_ascii=False)
        yield line.encode() + b"\n"


def write(model: Model, lines: Iterable[bytes]) -> int:
    """Insert rows as they were, with their keys and times; returns their number.

    Call it in a transaction: rows may name others that are inserted later.
    """
    fields = model._meta.concrete_fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    insert = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608
    num_rows = 0
    with connection.cursor() as cursor:
        lines = iter(lines)
        while some := list(islice(lines, AT_ONCE)):
            cursor.executemany(insert, [_values(fields, json.loads(line)) for line in some])
            num_rows += len(some)
    return num_rows


def empty(models_of_all: Sequence[Model]) -> None:
    """Delete all rows of these tables, which a fresh database already has a few of."""
    with transaction.atomic(), connection.cursor() as cursor:
        for model in models_of_all:
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608


def go_on_counting(models_of_all: Sequence[Model]) -> None:
    """Let new rows be numbered after the inserted ones; SQLite does so by itself."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [*models_of_all]):
            cursor.execute(statement)


def _written(value: object) -> object:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return duration_string(value)
        case Decimal() | UUID():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode()
    raise TypeError(f"A column of type {type(value).__name__} cannot be backed up")


def _values(fields: Sequence[Field], row: dict[str, object]) -> list[Parameter]:
    return [_value(field, row[field.attname]) for field in fields]


def _value(field: Field, written: object) -> Parameter:
    is_json = isinstance(field, models.JSONField)
    value = written if is_json else field.to_python(written)
    prepared: Parameter = field.get_db_prep_save(value, connection)
    return prepared
