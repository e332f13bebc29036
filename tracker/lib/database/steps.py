"""Migrations one by one, for databases that are to stand at an earlier state."""

from django.db import connection
from django.db.migrations.loader import MigrationLoader


def loader_of_single_steps() -> MigrationLoader:
    """All migrations without those that replace others.

    A new database takes the replacements, which are much faster and know the newest state only.
    What came after a replacement comes after the last migration that it replaces, as in Django's
    own handling of databases that applied a part of them.
    """
    loader = MigrationLoader(connection, replace_migrations=False)
    for key, migration in loader.replacements.items():
        loader.graph.remove_replacement_node(key, migration.replaces)
    return loader
