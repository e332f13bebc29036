"""One migration for all processes of a run: a database without rows, which each of them copies."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.product import ROOT, clean_environment


@pytest.fixture(scope="session")
def migrated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SQLite file of a product that has just been migrated. Copy it, never write to it.

    It is kept for later runs, by the content of all migrations.
    """
    if hasattr(request.config, "cache"):
        folder = request.config.cache.mkdir("migrated")
    else:
        folder = tmp_path_factory.getbasetemp()
    made = folder / digest_of_migrations()[:16] / "tracker.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            new = folder / "new"
            shutil.rmtree(new, ignore_errors=True)
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "--verbosity=0"],
                cwd=ROOT,
                env=clean_environment(new) | {"DJANGO_SETTINGS_MODULE": "tracker.settings"},
                check=True,
            )
            new.rename(made.parent)
    return made


def digest_of_migrations() -> str:
    """SHA-256 of the project's migrations and of the packages with theirs, in hexadecimal."""
    whole = hashlib.sha256()
    for file in (*sorted(ROOT.glob("*/migrations/*.py")), ROOT / "requirements.txt"):
        whole.update(f"{file.name}\n".encode() + file.read_bytes())
    return whole.hexdigest()


@pytest.fixture
def migrated_data(migrated: Path, tmp_path: Path) -> Path:
    """The data folder of a product without rows, for processes that a test starts."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(migrated, folder)
    return folder


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    if connection.vendor == "sqlite":
        copy = connection.settings_dict["TEST"]["NAME"]
        shutil.copy(request.getfixturevalue("migrated"), copy)
