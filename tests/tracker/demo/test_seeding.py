"""Making the demonstration: the same on both databases, and whole or not at all."""

import io
import json
import os
import subprocess
import sys
from contextlib import contextmanager

import psycopg
import pytest

from plans.models import AssignmentEvent
from reporting.models import ReportingPeriod
from reporting.notices import reminding
from tests.factories import NOON
from tests.product import ROOT
from tests.tracker.demo.digest import digests
from tracker.demo.seeding import seed_demo
from tracker.lib import filestore
from units.models import User


@contextmanager
def new_database(url):
    """An empty database beside the one at `url`."""
    name = "demonstration"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{url.rpartition('/')[0]}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def digests_of_a_new_demonstration(folder, **environment):
    folder.mkdir()
    varying = ("DATABASE_URL", "REDIS_URL", "TRACKER_DATA")
    inherited = {key: value for key, value in os.environ.items() if key not in varying}
    done = subprocess.run(
        [sys.executable, "-m", "tests.tracker.demo.digest"],
        cwd=ROOT,
        env={
            **inherited,
            "DJANGO_SETTINGS_MODULE": "tracker.settings",
            "SECRET_KEY": "only-for-tests",
            "TRACKER_DATA": str(folder),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.servers
def test_the_demonstration_is_the_same_on_both_databases(tmp_path, postgresql_url):
    on_sqlite = digests_of_a_new_demonstration(tmp_path / "sqlite")
    with new_database(postgresql_url) as url:
        on_postgresql = digests_of_a_new_demonstration(tmp_path / "postgresql", DATABASE_URL=url)

    assert on_postgresql == on_sqlite


@pytest.mark.django_db
def test_a_demonstration_that_fails_leaves_neither_rows_nor_files(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT, settings.DATA_DIR = tmp_path / "files", tmp_path
    kept, _ = filestore.store(io.BytesIO(b"here before"))
    before = digests()

    def fail(*, at):
        assert ReportingPeriod.objects.exists()
        assert AssignmentEvent.objects.exists()
        filestore.store(io.BytesIO(b"of the demonstration"))
        raise RuntimeError("The machine is tired")

    monkeypatch.setattr(reminding, "remind", fail)
    with pytest.raises(RuntimeError, match="tired"):
        seed_demo(at=NOON, num_units=2, num_periods=1, with_reviews=False)

    assert not User.objects.exists()
    assert digests() == before
    assert list(filestore.stored()) == [kept]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["files"]
