"""Rows of fixtures, inserted model by model. Rows that they name are looked up in memory first.

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
        for field in model._meta.concrete_fields:
            if _names_own_kind(field, model):
                self._set_own_kind(field.name, model, new)
        for relation in model._meta.local_many_to_many:
            self._relate(relation, new)

    def _built(self, model: type[Model], fields: Mapping[str, object]) -> Model:
        built = model()
        for name, value in fields.items():
            field = model._meta.get_field(name)
            if isinstance(field, ManyToManyField) or _names_own_kind(field, model):
                continue
            if isinstance(field, ForeignKey) and isinstance(value, list):
                setattr(built, name, self._named(field.related_model, value))
            elif isinstance(field, Field):
                setattr(built, field.attname, field.to_python(value))
        return built

    def _set_own_kind(
        self, name: str, model: type[Model], new: list[tuple[Model, dict[str, object]]]
    ) -> None:
        """Name rows of the same model once all of them have an id."""
        naming = [
            (row, value) for row, fields in new if isinstance(value := fields.get(name), list)
        ]
        for row, value in naming:
            setattr(row, name, self._named(model, value))
        if naming:
            model._base_manager.bulk_update([row for row, _ in naming], [name])

    def _relate(
        self, relation: "ManyToManyField[Model, Model]", new: list[tuple[Model, dict[str, object]]]
    ) -> None:
        through = relation.remote_field.through
        assert through is not None  # noqa: S101 -- relations are resolved
        own, other = relation.m2m_field_name(), relation.m2m_reverse_field_name()
        pairs = []
        for row, fields in new:
            names = fields.get(relation.name)
            for name in names if isinstance(names, list) else ():
                pairs.append(
                    through(**{own: row, other: self._named(relation.related_model, name)})
                )
        through._base_manager.bulk_create(pairs)

    def _named(self, model: object, value: list[object]) -> Model:
        return self._by_name[model, tuple(map(str, value))]


def _names_own_kind(field: object, model: type[Model]) -> bool:
    return isinstance(field, ForeignKey) and field.related_model is model


def _name_of(row: Model) -> tuple[str, ...]:
    """Empty for rows that nobody names."""
    name = getattr(row, "natural_key", None)
    return tuple(map(str, name())) if name else ()
