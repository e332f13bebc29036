"""A second database beside the tests' own, brought to the state of a fixture and then upgraded."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor

from reporting.register import frozen
from tests.upgrades import rows


@contextmanager
def new_database(folder: Path) -> Iterator[None]:
    """Point the default connection at an empty database, and back at the tests' own.

    Migrations run forward only in practice, so none of them has to be reversible here.
    """
    own = str(connection.settings_dict["NAME"])
    name = str(folder / "upgrade.sqlite3") if connection.vendor == "sqlite" else f"{own}_upgrade"
    _execute_on_server(f'CREATE DATABASE "{name}"')
    _point_at(name)
    try:
        yield
    finally:
        _point_at(own)
        _execute_on_server(f'DROP DATABASE "{name}"')


def migrate_to(migrations: dict[str, str]) -> Apps:
    """Bring an empty database to the state of `migrations` (app: name). Returns its models.

    The permissions and content types of that state are made too, as `manage.py migrate` does.
    """
    executor = MigrationExecutor(connection)
    targets = [key for key in migrations.items() if key in executor.loader.graph.nodes]
    missing = set(rows.APPS) - {app for app, _ in targets}
    assert not missing, f"The last migrations of {missing} are gone; give their successors."
    apps = executor.migrate(targets).apps
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias, apps=apps)
    return apps


def insert(fixture: dict[str, Any], apps: Apps) -> None:
    """Write the rows of `fixture` through the historical models, with the ids that they had."""
    frozen.uninstall()  # texts of issued reviews are inserted too; the upgrade makes them again
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


def upgrade() -> None:
    """Migrate to the newest state, as the start of a new release does."""
    call_command("migrate", verbosity=0, interactive=False)


def _reset_sequences(tables: list[type[models.Model]]) -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)


def _execute_on_server(statement: str) -> None:
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(statement)


def _point_at(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    # Ids of content types differ between databases
    ContentType.objects.clear_cache()
