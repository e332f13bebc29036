"""Rows of a folder as rows of the database, with ids of their own."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db import connection
from django.db.models import JSONField, Max, Model

from reporting.plan_folders import parsing, tables
from reporting.plan_folders.earlier import Row
from reporting.plan_folders.keys import Key
from reporting.plan_folders.manifest import DAMAGED
from reporting.plan_folders.numbers import Ids, renumbered
from tracker.lib.refusal import Refused

AT_ONCE = 200
_Row = TypeVar("_Row", bound=Model)


class LocalIds(dict[type[Model], dict[Key, Key]]):
    """What the rows of a folder are called there, and their ids here.

    `numbers` has the ids that they had there, for what stored JSON says of them.
    """

    def __init__(self) -> None:
        super().__init__()
        self.numbers: dict[type[Model], dict[int, int]] = {}

    def know(self, model: type[Model], row: Row, pk: Key) -> None:
        self.setdefault(model, {})[parsing.key_of(model, row)] = pk
        number = row.get("id")
        if isinstance(number, int) and isinstance(pk, int):
            self.numbers.setdefault(model, {})[number] = pk


def reserve(model: type[Model], count: int) -> Sequence[int]:
    """Ids that no other row of `model` has or will get, ascending; call it in a transaction."""
    if not count:
        return []
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [model._meta.db_table, count],
            )
            return sorted(pk for (pk,) in cursor.fetchall())
    highest = model._base_manager.aggregate(highest=Max("pk"))["highest"] or 0
    return range(highest + 1, highest + 1 + count)


def know_all(model: type[Model], rows: Sequence[Row], ids: LocalIds) -> None:
    """Give each of the rows an id here."""
    ids.setdefault(model, {})
    ids.numbers.setdefault(model, {})
    for row, pk in zip(rows, reserve(model, len(rows)), strict=True):
        ids.know(model, row, pk)


def build(model: type[_Row], row: Row, ids: LocalIds, **changes: object) -> _Row:
    """The unsaved row; `changes` replace columns."""
    values: dict[str, object] = {}
    for field in tables.columns(model):
        target = tables.target_of(field)
        if field.name == "id":
            continue
        if target is not None:
            values[field.attname] = _local(field, target, row, ids)
        elif isinstance(field, JSONField):
            values[field.attname] = renumbered(parsing.value_of(field, row), _numbers(ids))
        else:
            values[field.attname] = parsing.value_of(field, row)
    if model._meta.pk.attname == "id":
        values["id"] = ids[model][parsing.key_of(model, row)]
    return model(**values | changes)


def insert(rows: Iterable[Model]) -> None:
    """Insert rows of one model."""
    built = list(rows)
    if built:
        type(built[0])._base_manager.bulk_create(built, batch_size=AT_ONCE)


def _numbers(ids: LocalIds) -> Ids:
    return ids.numbers


def _local(field: tables.AnyField, target: type[Model], row: Row, ids: LocalIds) -> Key | None:
    key = parsing.named(row, field.name)
    if key is None:
        return None
    found = ids.get(target, {}).get(key)
    if found is None and not field.null:
        raise Refused(DAMAGED.format(f"{field.verbose_name} “{key}”"))
    return found
