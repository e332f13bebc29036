"""Fill the database and the folder of files from a backup.

Tables are made as they were at the time of the backup, filled, and then brought to the present
version of the code, as an update would do.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.apps.registry import Apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import Node
from django.db.migrations.loader import MigrationLoader

from tracker.lib import filestore
from tracker.lib.backups import archive, rows
from tracker.lib.backups.sealing import NotOpened
from tracker.lib.database.steps import loader_of_single_steps

# Settings read it: what was signed with an earlier key is still accepted
EARLIER_KEYS = "earlier-secret-keys"
NEWER = "Bản sao lưu được tạo bởi phiên bản mới hơn của hệ thống: hãy cập nhật hệ thống trước."


def restore(path: Path, passphrase: str) -> archive.Tail:
    """Replace all rows by those of the backup, and add its files; returns what it contains.

    The whole backup is read and checked before anything is touched. Where the rows fail after
    that, the database is as it was (SQLite) or empty (PostgreSQL).
    """
    checked = _Checked()
    tail = archive.read(path, passphrase, checked)
    with _fresh_database():
        apps = _make_tables(checked.found.migrations)
        loader = _Loader(apps)
        with transaction.atomic():
            rows.empty(loader.models)
            archive.read(path, passphrase, loader)
            rows.go_on_counting(loader.models)
        call_command("migrate", verbosity=0)
    _keep_secret_keys(checked.found.secret_keys)
    return tail


class _Checked(archive.Visitor):
    """Keeps the head of a backup that this version of the code knows."""

    found: archive.ArchiveHead

    def head(self, head: archive.ArchiveHead) -> None:
        known = MigrationLoader(None).disk_migrations
        if set(head.migrations) - known.keys():
            raise NotOpened(NEWER)
        self.found = head


class _Loader(archive.Visitor):
    """Inserts rows and stores files."""

    def __init__(self, apps: Apps) -> None:
        self.models = rows.tables(apps)
        self._by_label = {rows.label(model): model for model in self.models}

    def part(self, table: str, lines: list[bytes]) -> None:
        rows.write(self._by_label[table], lines)

    def file(self, sha256: str, content: BinaryIO) -> None:
        filestore.store(content)


def _make_tables(applied: list[tuple[str, str]]) -> Apps:
    """Make the tables as they are after these migrations; returns the models of that time."""
    executor = MigrationExecutor(connection)
    if not executor.loader.replacements.keys() <= set(applied):
        executor.loader = loader_of_single_steps()
    nodes = executor.loader.graph.node_map
    wanted = nodes.keys() & set(applied)
    last = [key for key in sorted(wanted) if not _children(nodes[key]) & wanted]
    executor.migrate(last)
    return executor.loader.project_state(last).apps


def _children(node: Node) -> set[tuple[str, str]]:
    return {child.key for child in node.children}


@contextmanager
def _fresh_database() -> Iterator[None]:
    """An empty database in place of the present one."""
    with _aside() if connection.vendor == "sqlite" else _emptied():
        yield


@contextmanager
def _aside() -> Iterator[None]:
    """A new file beside the present database, which replaces it in the end."""
    present = Path(connection.settings_dict["NAME"])
    aside = present.with_name(f"{present.name}.restoring")
    _unlink(aside)
    connection.close()
    connection.settings_dict["NAME"] = str(aside)
    try:
        yield
        connection.close()
        # Until the new file is in place, the present one must be whole; it may be damaged already
        with (
            contextlib.suppress(sqlite3.Error),
            contextlib.closing(sqlite3.connect(present)) as replaced,
        ):
            replaced.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        aside.chmod(0o600)
        aside.replace(present)
        _unlink(Path(f"{present}-wal"), Path(f"{present}-shm"))
    finally:
        connection.close()
        _unlink(aside, Path(f"{aside}-wal"), Path(f"{aside}-shm"))
        connection.settings_dict["NAME"] = str(present)


@contextmanager
def _emptied() -> Iterator[None]:
    """The present database without its tables."""
    _drop_tables()
    try:
        yield
    except BaseException:
        _drop_tables()
        raise


def _drop_tables() -> None:
    with connection.cursor() as cursor:
        names = map(connection.ops.quote_name, connection.introspection.table_names(cursor))
        if listed := ", ".join(names):
            cursor.execute(f"DROP TABLE {listed} CASCADE")


def _keep_secret_keys(keys: list[str]) -> None:
    """Let the product accept what was signed with these keys; its own key stays as it is."""
    path = Path(settings.DATA_DIR) / EARLIER_KEYS
    earlier = [*settings.SECRET_KEY_FALLBACKS]
    earlier += [key for key in keys if key not in (settings.SECRET_KEY, *earlier)]
    if earlier:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write("\n".join(earlier) + "\n")


def _unlink(*paths: Path) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
