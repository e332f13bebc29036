"""The rows of a plan as they are written: columns by name, others by what people call them."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from django.db.models import JSONField, Model, QuerySet

from plans.models import IssuingBody, IssuingBodyEvent, LegalDocument, SigningCapacity
from reporting.models import Term
from reporting.plan_folders import tables
from reporting.plan_folders.earlier import Row
from reporting.plan_folders.keys import Key, Keys
from units.models import Bloc, Succession, Unit, UnitAlias, UnitKind, UnitName, User

AT_ONCE = 500


def of_table(table: tables.PlanTable, keys: Keys) -> list[Row]:
    """The rows of the plan in one of its own tables, oldest first."""
    of_plan = _all(table.model).filter(table.only, **{table.plan: keys.plan_id})
    rows = list(_written(of_plan, keys))
    for name in tables.relations(table.model):
        _add_relation(of_plan, name, rows, keys)
    return rows


def shared(keys: Keys) -> dict[type[Model], list[Row]]:
    """The rows that the plan shares with others, after its own were written.

    Bodies and units bring along those that they follow or belong to; those that are named by others
    are written after these.
    """
    found: dict[type[Model], list[Row]] = {}
    _add_successors(keys)
    of_bodies: list[type[Model]] = [SigningCapacity, IssuingBodyEvent]
    of_units: list[type[Model]] = [UnitName, UnitAlias]
    named: list[type[Model]] = [IssuingBody, Term, LegalDocument, Unit, UnitKind, Bloc]
    for model in of_bodies:
        found[model] = _rows(model, keys, body__in=keys.needed[IssuingBody])
    _add_units(keys)
    units = keys.needed[Unit]
    for model in of_units:
        found[model] = _rows(model, keys, unit__in=units)
    found[Succession] = _rows(Succession, keys, predecessor__in=units)
    for model in named:
        found[model] = _rows(model, keys, pk__in=keys.needed.get(model, ()))
    found[User] = list(_people(keys))
    return {model: found[model] for model in tables.SHARED}


def _rows(model: type[Model], keys: Keys, **lookup: Iterable[Key]) -> list[Row]:
    return list(_written(_all(model).filter(**lookup), keys))


def _all(model: type[Model]) -> "QuerySet[Model]":
    return model._base_manager.order_by("pk")


def _written(rows: "QuerySet[Model]", keys: Keys) -> Iterator[Row]:
    fields = tables.columns(rows.model)
    for values in rows.values_list(*(field.attname for field in fields)).iterator(AT_ONCE):
        row: Row = {}
        for field, value in zip(fields, values, strict=True):
            kept = _value(field, value, keys)
            if kept not in (None, "") or field.get_default() not in (None, ""):
                row[field.name] = kept
        yield row


def _value(field: tables.AnyField, value: object, keys: Keys) -> object:
    target = tables.target_of(field)
    if target is None or value is None:
        return value if isinstance(field, JSONField) else _plain(value)
    name = keys.name(target, value if isinstance(value, str) else int(str(value)))
    if name is None and not field.null:
        raise LookupError(f"{field} names a row outside the plan")
    return name


def _plain(value: object) -> object:
    match value:
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return str(value)
    return value


def _add_relation(of_plan: "QuerySet[Model]", name: str, rows: Iterable[Row], keys: Keys) -> None:
    """Add what the rows are related to, many to many, to those that are related to anything."""
    target = of_plan.model._meta.get_field(name).related_model
    if not isinstance(target, type):
        raise TypeError(name)
    pairs = of_plan.filter(**{f"{name}__isnull": False})
    related: dict[object, list[object]] = {}
    for pk, other in pairs.order_by("pk", name).values_list("pk", name):
        related.setdefault(pk, []).append(keys.name(target, other))
    for row in rows:
        if names := related.get(row["id"]):
            row[name] = [one for one in names if one is not None]


def _add_successors(keys: Keys) -> None:
    """Need the bodies that follow those that are needed."""
    bodies = keys.needed.setdefault(IssuingBody, set())
    pairs = IssuingBody.objects.exclude(successor=None).values_list("pk", "successor")
    _add_linked(bodies, [(pk, successor) for pk, successor in pairs if successor], both=False)


def _add_units(keys: Keys) -> None:
    """Need the units above, before and after those that are needed, however far."""
    units = keys.needed.setdefault(Unit, set())
    above = Unit.objects.exclude(parent=None).values_list("pk", "parent")
    chains = Succession.objects.exclude(successor=None).values_list("predecessor", "successor")
    upwards = [(pk, parent) for pk, parent in above if parent]
    along = [(old, new) for old, new in chains if new]
    size = -1
    while size != len(units):
        size = len(units)
        _add_linked(units, upwards, both=False)
        _add_linked(units, along, both=True)


def _add_linked(found: set[Key], pairs: list[tuple[int, int]], *, both: bool) -> None:
    """Add the second of each pair whose first is found, or (`both`) either of the other."""
    size = -1
    while size != len(found):
        size = len(found)
        for first, second in pairs:
            if first in found:
                found.add(second)
            elif both and second in found:
                found.add(first)


def _people(keys: Keys) -> Iterator[Row]:
    people = User.objects.filter(pk__in=keys.needed.get(User, ())).order_by("pk")
    for pk, full_name, position in people.values_list("pk", *tables.OF_PERSON):
        row: Row = {"name": keys.of[User][pk], "full_name": full_name, "position": position}
        yield row
