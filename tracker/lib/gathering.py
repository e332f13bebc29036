"""Rows of several tables that one statement reads: what stands beside the rows of a page.

Each table would be a round trip of its own. Here each of its rows is a JSON object, and all of them
are joined by UNION; they become the same objects as those of a QuerySet. Their order is lost.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias, cast

from django.db import DEFAULT_DB_ALIAS
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    DecimalField,
    Field,
    ForeignKey,
    Func,
    JSONField,
    Model,
    TextField,
)
from django.db.models import Value as Constant
from django.db.models.functions import JSONObject
from django.db.models.sql.compiler import SQLCompiler

from tracker.lib import statements
from tracker.lib.statements import Given, Query, Value

AnyField: TypeAlias = "Field[Value, Value]"
Convert = Callable[[Value], object]


@dataclass(frozen=True)
class ObjectsOf:
    """Rows of one table as objects of `model`, with those behind the paths in `related`.

    `without`: columns that are read when they are asked for. `related` names a path after those
    that it leads through.
    """

    model: type[Model]
    related: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ValuesOf:
    """Rows of one table as tuples of numbers and texts, whose columns have these names."""

    names: tuple[str, ...]


Parts = Mapping[str, ObjectsOf | ValuesOf]
Build = Callable[[], Mapping[str, Query]]


def read(key: object, parts: Parts, build: Build, *, given: Given = None) -> dict[str, list[Value]]:
    """The rows of each part, in no order; one query.

    `build` returns the QuerySets of the parts by name, of fewer parts where some are not wanted;
    it runs only where `key` is new. The key names the parts that it returns. `given` as in
    `statements.rows_of`.
    """
    rows = statements.rows_of(
        key and ("gathered", key), (), lambda: _joined(parts, build()), given=given
    )
    found: dict[str, list[Value]] = {name: [] for name in parts}
    for name, text in rows:
        found[name].append(_row(parts[name], json.loads(text, parse_float=Decimal)))
    return found


def set_prefetched(rows: Sequence[Model], name: str, found: Iterable[Model]) -> None:
    """Set the rows behind the relation `name` as Django sets those that it prefetches."""
    if not rows:
        return
    owner = getattr(type(rows[0]), name).field.attname
    behind: dict[int, list[Model]] = defaultdict(list)
    for one in found:
        behind[getattr(one, owner)].append(one)
    for row in rows:
        queryset = getattr(row, name).get_queryset()
        queryset._result_cache = behind[row.pk]
        queryset._prefetch_done = True
        prefetched = vars(row).setdefault("_prefetched_objects_cache", {})
        prefetched[name] = queryset


def _joined(parts: Parts, queries: Mapping[str, Query]) -> Query:
    first, *others = [
        query.order_by().values_list(Constant(name, CharField()), _as_json(parts[name]))
        for name, query in queries.items()
    ]
    return first.union(*others, all=True) if others else first


class _JsonText(JSONObject):
    """JSON that Django does not read: of decimals it would make floats."""

    output_field = TextField()  # type: ignore[assignment]

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Value
    ) -> tuple[str, tuple[str | int, ...]]:
        """Do not ask whether this SQLite knows JSON: models with JSON fields need that anyway."""
        sql, params = Func.as_sql(self, compiler, connection, **context)
        return sql, tuple(params)


def _as_json(part: ObjectsOf | ValuesOf) -> _JsonText:
    if isinstance(part, ValuesOf):
        return _JsonText(**{name: name for name in part.names})
    own = {field.attname: field.attname for field in _fields(part.model, part.without)}
    behind = {
        path: _JsonText(
            **{
                field.attname: f"{path}__{field.attname}"
                for field in _fields(_model_behind(part.model, path), frozenset())
            }
        )
        for path in part.related
    }
    return _JsonText(**own, **behind)


def _row(part: ObjectsOf | ValuesOf, raw: Mapping[str, Value]) -> object:
    if isinstance(part, ValuesOf):
        return tuple(raw[name] for name in part.names)
    made = _object(part.model, raw, part.without)
    for path in part.related:
        *way, last = path.split("__")
        owner = made
        for name in way:
            owner = owner and getattr(owner, name)
        if owner is None:
            continue
        model = _model_behind(part.model, path)
        has_row = raw[path][model._meta.pk.attname] is not None
        field = cast("ForeignKey[Value, Value]", owner._meta.get_field(last))
        field.set_cached_value(owner, _object(model, raw[path], frozenset()) if has_row else None)
    return made


def _object(model: type[Model], raw: Mapping[str, Value], without: frozenset[str]) -> Model:
    names, values = [], []
    for name, convert in _columns(model, without):
        value = raw[name]
        names.append(name)
        values.append(value if convert is None or value is None else convert(value))
    return model.from_db(DEFAULT_DB_ALIAS, names, values)


@lru_cache(100)
def _columns(model: type[Model], without: frozenset[str]) -> Sequence[tuple[str, Convert | None]]:
    return [(field.attname, _converter(field)) for field in _fields(model, without)]


def _fields(model: type[Model], without: frozenset[str]) -> list[AnyField]:
    return [field for field in model._meta.concrete_fields if field.attname not in without]


@lru_cache(100)
def _model_behind(model: type[Model], path: str) -> type[Model]:
    for name in path.split("__"):
        model = cast("ForeignKey[Value, Value]", model._meta.get_field(name)).related_model
    return model


def _converter(field: AnyField) -> Convert | None:
    """What makes the value of a column of what JSON has for it, where the two differ."""
    if isinstance(field, DateTimeField):
        return _moment
    if isinstance(field, DateField):
        return date.fromisoformat
    if isinstance(field, DecimalField):
        step = Decimal(1).scaleb(-field.decimal_places)
        return lambda number: Decimal(number).quantize(step)
    if isinstance(field, JSONField):
        return _parsed
    if field.get_internal_type() == "BooleanField":
        return bool  # SQLite has numbers
    return None


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)  # SQLite has no zones


def _parsed(value: Value) -> object:
    return json.loads(value) if isinstance(value, str) else value
