"""Rows of fixtures, inserted model by model. Rows that they name are looked up in memory.

Django's own loading asks the database for each name, several times a row.
"""

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import TypedDict

from django.apps import apps
from django.db.models import Field, ForeignKey, ManyToManyField, Model

from units.models import Unit


class FixtureRow(TypedDict):
    model: str
    fields: dict[str, object]


class FixtureRows:
    """The rows that were inserted so far, by what others call them.

    `kept` are rows that are there already: those of the fixture with the same name are left out.
    `unit_codes` are the codes that units take, by the codes by which the fixture names them.
    """

    def __init__(self, kept: Iterable[Model], unit_codes: Mapping[str, str]) -> None:
        self._unit_codes = unit_codes
        self._by_name: dict[tuple[object, tuple[str, ...]], Model] = {
            (type(row), _name_of(row)): row for row in kept
        }

    def insert(self, rows: Iterable[FixtureRow]) -> None:
        for label, of_model in groupby(rows, key=itemgetter("model")):
            self._insert(apps.get_model(label), [row["fields"] for row in of_model])

    def _insert(self, model: type[Model], rows: list[dict[str, object]]) -> None:
        new: list[tuple[Model, dict[str, object]]] = []
        for fields in rows:
            built = self._built(model, fields)
            name = _name_of(built)
            if (model, name) not in self._by_name or not name:
                new.append((built, fields))
                self._by_name[model, name] = built
                if isinstance(built, Unit):
                    built.code = self._unit_codes[built.code]
        model._base_manager.bulk_create([row for row, _ in new])
        for row, fields in new:
            self._link(row, fields)

    def _built(self, model: type[Model], fields: Mapping[str, object]) -> Model:
        built = model()
        for name, value in fields.items():
            field = model._meta.get_field(name)
            if _is_linked_later(field, model):
                continue
            if isinstance(field, ForeignKey) and isinstance(value, list):
                setattr(built, name, self._named(field.related_model, value))
            elif isinstance(field, Field):
                setattr(built, field.attname, field.to_python(value))
        return built

    def _link(self, row: Model, fields: Mapping[str, object]) -> None:
        """Name rows of the same model, and many of another, once all of them have an id."""
        for name, value in fields.items():
            field = row._meta.get_field(name)
            if not isinstance(value, list) or not _is_linked_later(field, type(row)):
                continue
            if isinstance(field, ManyToManyField):
                getattr(row, name).add(*(self._named(field.related_model, each) for each in value))
            else:
                setattr(row, name, self._named(field.related_model, value))
                row.save(update_fields=[name])

    def _named(self, model: object, value: list[object]) -> Model:
        return self._by_name[model, tuple(map(str, value))]


def _is_linked_later(field: object, model: type[Model]) -> bool:
    return isinstance(field, ManyToManyField) or (
        isinstance(field, ForeignKey) and field.related_model is model
    )


def _name_of(row: Model) -> tuple[str, ...]:
    """Empty for rows that nobody names."""
    name = getattr(row, "natural_key", None)
    return tuple(map(str, name())) if name else ()
