"""SQL that is compiled once and run many times.

Compiling a statement of a few kilobytes costs the ORM more than running it over a thousand rows.
`rows_of` keeps the text and parameters under a key. The key names everything that the statement
depends on, values included, because they are part of the parameters. Where the caller knows a
version of all that a statement reads, the rows are kept too, until the version moves.
`objects_of` keeps the statement in the same way and makes objects of its rows.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from threading import Lock
from typing import Any, TypeAlias, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import IntegerField, Model, QuerySet
from django.db.models.query import RelatedPopulator, get_related_populators
from django.db.models.sql.compiler import SQLCompiler
from django.http import Http404
from django.utils.dateparse import parse_date

MOST_KEPT = 200
# Rows of all answers together that a process keeps, about 5 MB
MOST_ROWS = 10_000
# Stands for an id or a text that is another at each run: `rows_of(..., given=pk)` puts it in
MARK = -(2**62)
# Where a run has several of them: `given` has as many, in this order
MARKS = tuple(MARK + place for place in range(120))
# So many ids share a statement: those that a page lists are never the same twice
SIZES = (1, 4, 12, 50, 100)
# In place of columns, where objects are made of the rows
OBJECTS = ("*",)
# The id of no row
NOBODY = 0
Value: TypeAlias = Any
Row = tuple[Value, ...]
Query: TypeAlias = "QuerySet[Value, Value]"
Build = Callable[[], Query]
Given: TypeAlias = int | str | tuple[int | str, ...] | None
AnyModel = TypeVar("AnyModel", bound=Model)
# By column: functions of value, expression and connection; and the expression
Converter = tuple[list[Callable[..., object]], object]
Converters = dict[int, Converter]
# Takes the place of what SQLite makes each day with: thousands of them are read, most are empty
_AS_DAY: Converter = ([], "day")


@dataclass(frozen=True)
class _Statement:
    """Text, parameters and, by column, what turns a raw value into a Python one."""

    sql: str
    params: Row
    converters: Converters
    in_order: Callable[[Row], Row] | None
    shape: "_Shape | None" = None


@dataclass(frozen=True)
class _Shape:
    """How an object is made of a row, as Django's ModelIterable does it."""

    model: type[Model]
    names: list[str]
    place: slice
    related: list[RelatedPopulator]
    annotations: list[tuple[str, int]]

    @classmethod
    def of(cls, compiler: SQLCompiler) -> "_Shape | None":
        info = compiler.klass_info
        if info is None:  # of values, not of objects
            return None
        fields = info["select_fields"]
        place = slice(fields[0], fields[-1] + 1)
        return cls(
            info["model"],
            [column[0].target.attname for column in compiler.select[place]],
            place,
            # The types are those of Django 6, where it takes one more
            get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS),  # type: ignore[call-arg]
            list((compiler.annotation_col_map or {}).items()),
        )

    def object_of(self, row: Row) -> Value:
        made = self.model.from_db(DEFAULT_DB_ALIAS, self.names, row[self.place])
        for populator in self.related:
            populator.populate(row, made)
        attributes = vars(made)
        for name, place in self.annotations:
            attributes[name] = row[place]
        return made


_kept: OrderedDict[Hashable, _Statement | None] = OrderedDict()
_answers: OrderedDict[Hashable, tuple[Hashable, list[Row]]] = OrderedDict()
_lock = Lock()


def rows_of(
    key: Hashable | None,
    columns: Sequence[str],
    build: Build,
    *,
    is_scan: bool = False,
    given: Given = None,
    version: Hashable | None = None,
) -> list[Row]:
    """The rows of the QuerySet that `build` makes, with `columns` in this order.

    One query, or none where the same rows were read at the same `version`. The version was read
    before, and moves with each change of the tables of the statement.

    `build` returns a QuerySet of `values(...)`, or without `columns` one of `values_list(...)`. It
    runs only where `key` is new; without a key nothing is kept. `is_scan` says that most rows of
    the first table are wanted. `given` takes the place of MARK, or of MARKS, in the statement.
    """
    if key is None or version is None:
        return _read(key, columns, build, is_scan=is_scan, given=given)
    full_key = tuple(columns), key, given
    with _lock:
        kept_at, rows = _answers.get(full_key, (None, []))
    if kept_at != version:
        rows = _read(key, columns, build, is_scan=is_scan, given=given)
        _keep(full_key, version, rows)
    return rows


def objects_of(
    key: Hashable, build: Callable[[], QuerySet[AnyModel, AnyModel]], *, given: Given = None
) -> list[AnyModel]:
    """The objects of the QuerySet that `build` makes, with what it joins and annotates; one query.

    It prefetches nothing and begins at a manager of a model, not at one of an object.
    """
    rows = _read(key, OBJECTS, build, is_scan=False, given=given)
    statement = _statement_of(key, OBJECTS, build, is_scan=False) if rows else None
    shape = statement.shape if statement else None
    return [shape.object_of(row) for row in rows] if shape else []


def object_or_404(
    key: Hashable, build: Callable[[], QuerySet[AnyModel, AnyModel]], *, given: Given
) -> AnyModel:
    """The only object of the QuerySet that `build` makes; one query."""
    found = objects_of(key, build, given=given)
    if not found:
        raise Http404
    return found[0]


def is_read(row: Model, name: str) -> bool:
    """Whether the rows behind the relation `name` were prefetched."""
    return name in getattr(row, "_prefetched_objects_cache", ())


def marks_or_ids(
    ids: Collection[int], *, after: int = 0
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What to select by and name in the key, and what is `given` for it.

    Marks in one of a few numbers, so that few statements serve all selections; `after` so many
    others. The `ids` themselves where they are too many.
    """
    size = next((size for size in SIZES if size >= len(ids)), None)
    if size is None or after + size > len(MARKS):
        return tuple(ids), ()
    return MARKS[after : after + size], (*ids, *(size - len(ids)) * (NOBODY,))


def _keep(full_key: Hashable, version: Hashable, rows: list[Row]) -> None:
    with _lock:
        _answers.pop(full_key, None)
        _answers[full_key] = version, rows
        while sum(len(kept) for _, kept in _answers.values()) > MOST_ROWS:
            _answers.popitem(last=False)


def _read(
    key: Hashable | None,
    columns: Sequence[str],
    build: Build,
    *,
    is_scan: bool,
    given: Given,
) -> list[Row]:
    statement = _statement_of(key, columns, build, is_scan=is_scan)
    if statement is None:  # nothing can match
        return []
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, _filled(statement.params, given))
        rows = cursor.fetchall()
    if statement.converters:
        rows = [_converted(row, statement.converters, connection) for row in rows]
    return rows if statement.in_order is None else [statement.in_order(row) for row in rows]


def _statement_of(
    key: Hashable | None, columns: Sequence[str], build: Build, *, is_scan: bool
) -> _Statement | None:
    if key is None:
        return _compiled(columns, build, is_scan=is_scan)
    full_key = connections[DEFAULT_DB_ALIAS].vendor, tuple(columns), key
    with _lock:
        if full_key in _kept:
            _kept.move_to_end(full_key)
            return _kept[full_key]
    statement = _compiled(columns, build, is_scan=is_scan)
    with _lock:
        _kept[full_key] = statement
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return statement


def _compiled(columns: Sequence[str], build: Build, *, is_scan: bool) -> _Statement | None:
    query = build().query
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    if is_scan and compiler.connection.vendor == "sqlite":
        # Not reordered: reading 16,000 rows through an index of few values takes twice as long
        sql = sql.replace(" INNER JOIN ", " CROSS JOIN ")
    converters = _converters_of(compiler)
    if columns == OBJECTS:
        return _Statement(sql, tuple(params), converters, None, _Shape.of(compiler))
    if not columns:
        return _Statement(sql, tuple(params), converters, None)
    names = (
        [*query.selected] if query.selected else [*query.values_select, *query.annotation_select]
    )
    places = [names.index(column) for column in columns]
    return _Statement(
        sql,
        tuple(params),
        converters,
        None if places == list(range(len(names))) else _picking(places),
    )


def _converters_of(compiler: SQLCompiler) -> Converters:
    """Without those that only make integers of integers."""
    found = compiler.get_converters([column for column, *_ in compiler.select])
    return {
        place: _AS_DAY if functions == [_plain_day(compiler)] else (functions, expression)
        for place, (functions, expression) in found.items()
        if not isinstance(expression.output_field, IntegerField)
    }


def _plain_day(compiler: SQLCompiler) -> Callable[..., object] | None:
    """What SQLite makes a day with; PostgreSQL has days."""
    return getattr(compiler.connection.ops, "convert_datefield_value", None)


@lru_cache(4096)
def _parsed(text: str) -> object:
    """A column has thousands of rows and few days."""
    return parse_date(text)


def _filled(params: Row, given: Given) -> Row:
    if given is None:
        return params
    values = given if isinstance(given, tuple) else (given,)
    named: dict[Value, Value] = dict(zip(MARKS, values, strict=False))
    # A column of text has the mark as text
    named |= {str(mark): value for mark, value in named.items()}
    return tuple(named.get(it, it) if isinstance(it, int | str) else it for it in params)


def _picking(places: list[int]) -> Callable[[Row], Row]:
    return itemgetter(*places) if len(places) > 1 else lambda row: (row[places[0]],)


def _converted(row: Row, converters: Converters, connection: BaseDatabaseWrapper) -> Row:
    values = list(row)
    for place, converter in converters.items():
        if converter is _AS_DAY:
            value = values[place]
            if value and isinstance(value, str):
                values[place] = _parsed(value)
            continue
        functions, expression = converter
        for function in functions:
            values[place] = function(values[place], expression, connection)
    return tuple(values)
