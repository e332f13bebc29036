"""Databases beside the tests' own, brought to the states of fixtures and then upgraded.

Rendering the models of each migration takes nearly all of its time. So all databases that are
upgraded go through a migration together, with one rendering.
"""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from django.apps.registry import Apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, connections, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import RunPython
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from tests.upgrades import rows
from tracker.lib.database.steps import loader_of_single_steps


class Database:
    """A database with a connection of its own, empty or a copy of another one."""

    def __init__(self, folder: Path, name: str, *, copied: "Database | None" = None) -> None:
        own = connections[connection.alias] if copied is None else copied.own
        self.own = own
        is_file = own.vendor == "sqlite"
        self.name = (
            str(folder / f"{name}.sqlite3") if is_file else f"{own.settings_dict['NAME']}_{name}"
        )
        self.connection = type(own)({**own.settings_dict, "NAME": self.name}, own.alias)
        if copied is not None:
            copied.connection.close()
        if not is_file:
            self._execute(
                f'CREATE DATABASE "{self.name}"'
                + (f' TEMPLATE "{copied.name}"' if copied is not None else "")
            )
        elif copied is not None:
            shutil.copy(copied.name, self.name)

    @contextmanager
    def as_default(self) -> Iterator[None]:
        """Point the default connection here, and back."""
        before = connections[connection.alias]
        _point_at(self.connection)
        try:
            yield
        finally:
            _point_at(before)

    def drop(self) -> None:
        self.connection.close()
        if self.connection.vendor == "sqlite":
            Path(self.name).unlink(missing_ok=True)
        else:
            self._execute(f'DROP DATABASE "{self.name}"')

    def _execute(self, statement: str) -> None:
        with self.own.cursor() as cursor:
            cursor.execute(statement)


def _point_at(wrapper: Any) -> None:
    connections[connection.alias] = wrapper
    # Ids of content types differ between databases
    ContentType.objects.clear_cache()


class TogetherExecutor(MigrationExecutor):
    """Applies each migration to the default database and to others that stand where it does."""

    def __init__(self, databases: list[Database]) -> None:
        super().__init__(connection)
        self.loader = loader_of_single_steps()
        self.databases = databases

    def apply_migration(
        self,
        state: ProjectState,
        migration: Migration,
        fake: bool = False,
        fake_initial: bool = False,
    ) -> ProjectState:
        with ExitStack() as stack:
            editors = [
                stack.enter_context(_Editor(database, migration)) for database in self.databases
            ]
            for operation in migration.operations:
                before = state.clone()
                operation.state_forwards(migration.app_label, state)
                if isinstance(operation, RunPython):
                    # Complete, so that no database renders it again
                    before.clear_delayed_apps_cache()
                    before.is_delayed = False
                for editor in editors:
                    editor.apply(operation, before, state)
        for database in self.databases:
            with database.as_default():
                MigrationRecorder(connection).record_applied(migration.app_label, migration.name)
        return state


class _Editor:
    """The schema editor of a database, which is the default one while it works."""

    def __init__(self, database: Database, migration: Migration) -> None:
        self._database, self._migration = database, migration

    def __enter__(self) -> "_Editor":
        with self._database.as_default():
            self._editor: BaseDatabaseSchemaEditor = self._database.connection.schema_editor(
                atomic=self._migration.atomic
            )
            self._editor.__enter__()
        return self

    def apply(self, operation: Any, before: ProjectState, after: ProjectState) -> None:
        with self._database.as_default():
            if isinstance(operation, RunPython):
                before.apps.get_model("contenttypes", "ContentType").objects.clear_cache()
            operation.database_forwards(self._migration.app_label, self._editor, before, after)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._database.as_default():
            self._editor.__exit__(kind, error, trace)


def insert(fixture: dict[str, Any], apps: Apps) -> None:
    """Write the rows of `fixture` through the historical models, with the ids that they had."""
    permission_ids = {tuple(key): pk for pk, key in rows.permission_keys(apps).items()}
    # References are checked when the transaction ends, so that the order does not matter
    with transaction.atomic():
        for label, table in fixture["tables"].items():
            model = apps.get_model(label)
            fields = [model._meta.get_field(name) for name in table["fields"]]
            for field in fields:
                # The time of a row is the time it had
                field.auto_now = field.auto_now_add = False
            model._base_manager.bulk_create(
                [
                    model(
                        **{
                            field.attname: permission_ids[tuple(value)]
                            if rows.refers_to_permission(field)
                            else field.to_python(value)
                            for field, value in zip(fields, row, strict=True)
                        }
                    )
                    for row in table["rows"]
                ]
            )
    _reset_sequences(list(map(apps.get_model, fixture["tables"])))


def _reset_sequences(tables: list[type[models.Model]]) -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
