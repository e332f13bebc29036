"""A new database, whose tables are made at once, is like one that went through all migrations."""

from collections import Counter

import pytest
from django.apps import apps
from django.db import connection

from tests.upgrades.upgrading import FIXTURES

pytestmark = pytest.mark.xdist_group("upgrades")
KINDS = ("primary_key", "unique", "check", "index", "foreign_key")


def _structure():
    """By table: its columns with their types, and what holds for them.

    Without names: those of foreign keys and indexes hold what a table was called once.
    """
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            described = connection.introspection.get_table_description(cursor, table)
            columns = {
                row.name: (row.type_code, row.null_ok, row.display_size) for row in described
            }
            constraints = connection.introspection.get_constraints(cursor, table).values()
            found[table] = (columns, Counter(map(_described, constraints)))
    return found


def _described(constraint):
    columns = constraint["columns"] or ()
    # The columns of a check come in no order
    columns = sorted(columns) if constraint["check"] else columns
    return (*columns, *(constraint[kind] for kind in KINDS))


def _named():
    with connection.cursor() as cursor:
        return {
            name
            for table in connection.introspection.table_names(cursor)
            for name, constraint in connection.introspection.get_constraints(cursor, table).items()
            if constraint["check"] or constraint["unique"]
        }


def test_a_new_database_has_the_structure_of_an_upgraded_one(db, upgraded):
    new, new_names = _structure(), _named()

    with upgraded[FIXTURES[0].stem].database.as_default():
        old, old_names = _structure(), _named()

    assert old == new
    ours = {
        constraint.name for model in apps.get_models() for constraint in model._meta.constraints
    }
    assert len(ours) > 150
    assert (ours & old_names, ours - old_names) == (ours & new_names, ours - new_names)
