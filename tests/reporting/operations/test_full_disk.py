"""A full disk is told in a sentence at every write, and leaves nothing half-written."""

import errno
import os
import sqlite3
import subprocess
from contextlib import contextmanager

import psycopg
import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from reporting.models import EntryStatus
from reporting.operations import error_views
from tests.factories import PASSWORD, UserFactory, person
from tests.reporting.evidence.uploads import pdf, upload
from tests.reporting.filing.scene import entry_of, form_of, fresh
from tracker.lib import filestore
from tracker.lib.disk.full import is_full
from units.models import Role

TOLD = "Ổ đĩa của máy chủ đã đầy"


@pytest.fixture
def client(client):
    client.raise_request_exception = False
    return client


@pytest.fixture
def entry(client, db):
    entry = entry_of(EntryStatus.DRAFT, timezone.now())
    user = person(Role.OFFICER, entry.submission.unit)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return entry


@pytest.fixture
def full_folder(tmp_path, monkeypatch):
    """A folder on a disk of its own without room; without the right to mount, `fsync` fails."""
    folder = tmp_path / "full"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        monkeypatch.setattr(filestore.os, "fsync", _fail)
        yield folder
        return
    try:
        (folder / "other").write_bytes(b"x" * 60 * 1024)
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _fail(*args):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _sqlite_error():
    """What SQLite says when its file cannot grow."""
    full = sqlite3.connect(":memory:")
    full.execute("CREATE TABLE t (x)")
    full.execute("PRAGMA max_page_count = 2")
    with pytest.raises(sqlite3.OperationalError) as raised:
        full.execute("INSERT INTO t VALUES (zeroblob(100000))")
    full.close()
    return raised.value


@contextmanager
def full_database():
    """Each row that is written finds no room, as the driver of this database tells it."""

    def write(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            is_sqlite = connection.vendor == "sqlite"
            cause = _sqlite_error() if is_sqlite else psycopg.errors.DiskFull("No space left")
            raise OperationalError(str(cause)) from cause
        return execute(sql, params, many, context)

    with connection.execute_wrapper(write):
        yield


def test_an_upload_is_refused_with_the_reason(client, entry, settings, full_folder):
    settings.MEDIA_ROOT = full_folder

    answer = client.post(
        reverse("reporting:add-evidence", args=[entry.pk]),
        {"file": upload("a.pdf", pdf() + b"\n" * 20_000), "is_declared_not_secret": "on"},
    )

    assert (answer.status_code, TOLD in answer.content.decode()) == (507, True)
    assert entry.evidence.count() == 0
    assert [path.name for path in full_folder.iterdir() if path.name != "other"] == []


def test_a_save_is_refused_with_the_reason(client, entry):
    with full_database():
        answer = client.post(reverse("reporting:save-entry", args=[entry.pk]), form_of(entry))

    assert (answer.status_code, TOLD in answer.content.decode()) == (507, True)
    assert fresh(entry).version == entry.version
    assert fresh(entry).result == entry.result


@pytest.mark.django_db
def test_a_log_in_is_refused_with_the_reason(client):
    UserFactory(username="canbo")

    with full_database():
        answer = client.post(reverse("units:log-in"), {"username": "canbo", "password": PASSWORD})

    assert (answer.status_code, TOLD in answer.content.decode()) == (507, True)
    assert not Session.objects.exists()


def test_a_session_that_cannot_be_written_is_told_with_the_reason():
    lost = SessionInterrupted()
    lost.__context__ = _sqlite_error()

    assert error_views.bad_request(RequestFactory().get("/"), lost).status_code == 507


def test_reading_goes_on(client, entry):
    with full_database():
        page = client.get(reverse("reporting:file-submission", args=[entry.submission_id]))

    assert page.status_code == 200


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OSError(errno.ENOSPC, ""), True),
        (OSError(errno.EDQUOT, ""), True),
        (OSError(errno.EIO, ""), False),
        (psycopg.errors.DiskFull(""), True),
        (psycopg.errors.UniqueViolation(""), False),
        (sqlite3.OperationalError("no such table"), False),
        (ValueError(), False),
        (None, False),
    ],
)
def test_a_full_disk_is_known_by_its_error(error, expected):
    assert is_full(error) is expected


def test_a_full_disk_is_known_by_what_the_error_was_raised_from():
    error = RuntimeError()
    error.__cause__ = _sqlite_error()

    assert is_full(error) is True
