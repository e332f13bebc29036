"""Columns of a folder as values of the database, refused where they cannot be."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import CharField, JSONField, Model
from django.utils.timezone import is_naive, make_aware

from reporting.plan_folders import tables
from reporting.plan_folders.earlier import Row, Rows
from reporting.plan_folders.manifest import DAMAGED
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from units.models import User

UNKNOWN = (
    "Bản xuất có nội dung mà hệ thống này không biết ({}): có lẽ do phiên bản mới hơn tạo ra. "
    "Hãy cập nhật hệ thống trước."
)


def refuse_unknown(rows: Rows) -> None:
    """Refuse tables and columns that this release does not know, and marks of secrecy.

    Tables that are missing are empty: the release that wrote the folder did not know them.
    """
    models = [*tables.TABLE_OF, *tables.SHARED]
    by_label = {tables.label(model): model for model in models}
    for name in rows.keys() - by_label.keys():
        raise Refused(UNKNOWN.format(name))
    for name, model in by_label.items():
        known = known_columns(model)
        for row in rows.setdefault(name, []):
            for column in row.keys() - known:
                raise Refused(UNKNOWN.format(f"{name}, {column}"))
        _refuse_marks(str(model._meta.verbose_name), rows[name])


def known_columns(model: type[Model]) -> set[str]:
    """The columns that a row of a folder may have."""
    if model is User:
        return {"name", *tables.OF_PERSON}
    more = tables.MORE_COLUMNS.get(model, {})
    return {field.name for field in tables.columns(model)} | {*tables.relations(model), *more}


def value_of(field: tables.AnyField, row: Row) -> object:
    """The value of a column that names no other row."""
    value = row.get(field.name)
    if value is None or isinstance(field, JSONField):
        return field.get_default() if field.name not in row else value
    if isinstance(value, list | dict):
        raise Refused(DAMAGED.format(field.name))
    try:
        parsed = field.to_python(value)
    except ValidationError as error:
        raise Refused(DAMAGED.format(f"{field.name} “{str(value)[:40]}”")) from error
    if isinstance(parsed, datetime) and is_naive(parsed):
        return make_aware(parsed)
    if isinstance(field, CharField) and len(str(parsed)) > (field.max_length or len(str(parsed))):
        raise Refused(DAMAGED.format(f"{field.name} dài quá {field.max_length} ký tự"))
    return parsed


def named(row: Row, column: str) -> str | int | None:
    """What the row calls another row in `column`."""
    value = row.get(column)
    if value is None or isinstance(value, str | int):
        return value
    raise Refused(DAMAGED.format(column))


def key_of(model: type[Model], row: Row) -> str | int:
    """What other rows call this one."""
    column = "name" if model is User else tables.NAMED_BY.get(model, model._meta.pk.name)
    key = named(row, column)
    if key is None:
        raise Refused(DAMAGED.format(f"{model._meta.verbose_name} không có {column}"))
    return key


def _refuse_marks(name: str, rows: list[Row]) -> None:
    texts = {text for row in rows for text in row.values() if isinstance(text, str) and text}
    for text in sorted(texts):
        secrecy.refuse_marks({f"Bản xuất, {name}:": text})


def as_text(row: Mapping[str, object], column: str) -> str:
    """The words in `column`, empty where there are none."""
    return str(row.get(column, "") or "")


def several_named(row: Row, column: str) -> list[str | int]:
    """What the row calls its many other rows in `column`."""
    value = row.get(column, [])
    if isinstance(value, list) and all(isinstance(one, str | int) for one in value):
        return value
    raise Refused(DAMAGED.format(column))
