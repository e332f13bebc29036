"""All fixtures upgraded in one pass, for the tests of upgrades and those of restoring."""

import base64
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import pytest
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from reporting.counting import fact_triggers
from reporting.register import frozen
from tests.upgrades import rows
from tests.upgrades.databases import Database, TogetherExecutor, insert
from tracker.lib import filestore
from tracker.lib.backups import archive, sealing
from tracker.lib.database.steps import loader_of_single_steps

FIXTURES = sorted(Path(__file__).parent.glob("from_*.json"))
KEY = "dung-khoa"


class Upgraded:
    """The rows of an earlier commit, in a database of the newest state, with their files.

    `backup` was written before the upgrade.
    """

    def __init__(self, stored: dict[str, Any], database: Database, folder: Path) -> None:
        self.stored, self.database, self.folder = stored, database, folder
        self.files, self.backup = folder / "files", folder / "earlier.backup"

    @contextmanager
    def as_default(self) -> Iterator[Self]:
        """Let the default connection lead to these rows, and back to the tests' own database."""
        with self.database.as_default(), override_settings(MEDIA_ROOT=self.files):
            yield self


@pytest.fixture(scope="session")
def upgraded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Upgraded]]:
    """Every fixture by the name of its file, upgraded. Its users share the xdist group `upgrades`.

    A database without rows goes through all migrations. Where it stands as a fixture did, a copy
    takes the rows of the fixture and goes on beside it.
    """
    folder = tmp_path_factory.mktemp("upgrades")
    with django_db_blocker.unblock():
        empty = Database(folder, "upgrade")
        found: dict[str, Upgraded] = {}
        with empty.as_default():
            for name, stored in _from_the_earliest():
                migrated = [empty, *(upgraded.database for upgraded in found.values())]
                apps = TogetherExecutor(migrated).migrate(_state_of(stored)).apps
                database = Database(folder, name, copied=empty)
                found[name] = Upgraded(stored, database, tmp_path_factory.mktemp(name))
                with found[name].as_default():
                    _fill(found[name], apps)
            migrated = [empty, *(upgraded.database for upgraded in found.values())]
            executor = TogetherExecutor(migrated)
            executor.migrate(executor.loader.graph.leaf_nodes())
        for upgraded in found.values():
            with upgraded.as_default():
                # Nothing is left to be applied; what follows every migration is done
                call_command("migrate", verbosity=0, interactive=False)
        yield found
        for database in migrated:
            database.drop()


def _from_the_earliest() -> list[tuple[str, dict[str, Any]]]:
    stored = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in FIXTURES}
    graph = loader_of_single_steps().graph

    def num_steps(stored: dict[str, Any]) -> int:
        return len({step for key in _state_of(stored) for step in graph.forwards_plan(key)})

    return sorted(stored.items(), key=lambda item: num_steps(item[1]))


def _state_of(stored: dict[str, Any]) -> list[tuple[str, str]]:
    """The last migrations of a fixture."""
    known = loader_of_single_steps().graph.nodes
    targets = [key for key in stored["migrations"].items() if key in known]
    missing = set(rows.APPS) - {app for app, _ in targets}
    assert not missing, f"The last migrations of {missing} are gone; give their successors."
    return targets


def _fill(upgraded: Upgraded, apps: Any) -> None:
    """Store the rows and the files of a fixture, and a backup of them."""
    # Permissions and content types of that state, which `manage.py migrate` makes
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias, apps=apps)
    # The triggers of today go before migrations, as there, and would watch these rows too
    fact_triggers.uninstall()
    frozen.uninstall()
    insert(upgraded.stored, apps)
    for content in upgraded.stored["files"].values():
        filestore.store(io.BytesIO(base64.b64decode(content)))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sealing, "COST", {"n": 2, "r": 8, "p": 1})
        with upgraded.backup.open("wb") as target:
            archive.write(target, KEY, at=timezone.now(), models=apps)
