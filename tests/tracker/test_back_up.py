"""A backup contains rows and files, and a second one copies only new files."""

import io
import sqlite3

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.factories import UserFactory
from tracker.lib import filestore

pytestmark = pytest.mark.django_db(transaction=True)


def test_backup_contains_the_rows_and_the_files(settings, tmp_path, capsys):
    if connection.vendor != "sqlite":
        with pytest.raises(CommandError, match="pg_dump"):
            call_command("back_up", str(tmp_path / "backup"))
        return
    settings.MEDIA_ROOT = tmp_path / "files"
    sha256, _ = filestore.store(io.BytesIO(b"evidence"))
    UserFactory(username="first")

    call_command("back_up", str(tmp_path / "backup"))
    UserFactory(username="second")
    filestore.store(io.BytesIO(b"more evidence"))
    call_command("back_up", str(tmp_path / "backup"))

    with sqlite3.connect(tmp_path / "backup" / "tracker.sqlite3") as copy:
        names = copy.execute("SELECT username FROM units_user ORDER BY id").fetchall()
    assert names == [("first",), ("second",)]
    settings.MEDIA_ROOT = tmp_path / "backup" / "files"
    assert filestore.is_intact(sha256)
    assert [line.split(", ")[1] for line in capsys.readouterr().out.splitlines()] == [
        "1 files not there yet",
        "1 files not there yet",
    ]
