"""A product moves from SQLite to PostgreSQL and back, row by row the same."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests import servers
from tests.product import ROOT, clean_environment
from tests.tracker.backups import content

KEY = "dung-khoa"


def _manage(data: Path, *arguments: str, database: str = "") -> str:
    data.mkdir(exist_ok=True)
    environment = {
        **clean_environment(data),
        "SECRET_KEY": f"of-{data.name}",
        "BACKUP_KEY": KEY,
        **({"DATABASE_URL": database} if database else {}),
    }
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _backup(data: Path, *, database: str = "") -> Path:
    return Path(_manage(data, "backup", database=database).split(": ")[0])


@pytest.mark.servers
@pytest.mark.apart
def test_a_product_moves_to_postgresql_and_back(tmp_path):
    first, second, third = (tmp_path / name for name in ("first", "second", "third"))
    for command in ("migrate", "load_plan_126", "create_administrator"):
        _manage(first, command)
    begun = _backup(first)

    with servers.postgresql() as url:
        assert "Everything agrees." in _manage(second, "restore", str(begun), database=url)
        moved = _backup(second, database=url)
    assert "Everything agrees." in _manage(third, "restore", str(moved))
    back = _backup(third)

    found = content.of_backup(begun, KEY)
    assert len(found["plans.task"]) == 52
    assert content.of_backup(moved, KEY) == found
    assert content.of_backup(back, KEY) == found
