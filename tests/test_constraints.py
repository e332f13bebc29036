"""Each named constraint of the models, broken in the database and in a form's validation."""

import re
from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import BaseConstraint, Model, UniqueConstraint

from tests.constraints import breaches
from tests.house.constraints import named

BREACHES = breaches()
# A constraint may be broken in more than one way: the second is `name-2`
_nth: Counter[str] = Counter()


def _title(name: str) -> str:
    _nth[name] += 1
    return name if _nth[name] == 1 else f"{name}-{_nth[name]}"


each_breach = pytest.mark.parametrize(
    "breach", [pytest.param(breach, id=_title(breach.name)) for breach in BREACHES]
)


def test_each_named_constraint_is_broken_below():
    assert named() == {breach.name for breach in BREACHES}


@pytest.mark.django_db
@each_breach
def test_the_database_refuses_the_row_by_the_name_of_the_constraint(breach):
    row = breach.row()

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        row.save(force_insert=row._state.adding)

    assert _is_named(_constraint(row, breach.name), type(row), str(refusal.value))


@pytest.mark.django_db
@each_breach
def test_a_form_refuses_the_row_before_the_database_does(breach):
    row = breach.row()

    with pytest.raises(ValidationError):
        _constraint(row, breach.name).validate(type(row), row)


def _constraint(row: Model, name: str) -> BaseConstraint:
    (constraint,) = (each for each in row._meta.constraints if each.name == name)
    return constraint


def _is_named(constraint: BaseConstraint, model: type[Model], refusal: str) -> bool:
    """PostgreSQL names a broken unique constraint, SQLite its columns, if it has columns alone."""
    is_unique = isinstance(constraint, UniqueConstraint) and constraint.fields
    if connection.vendor == "sqlite" and is_unique:
        columns = (model._meta.get_field(field).column for field in constraint.fields)
        named = ", ".join(f"{model._meta.db_table}.{column}" for column in columns)
        return refusal == f"UNIQUE constraint failed: {named}"
    return re.search(rf"\b{constraint.name}\b", refusal) is not None
