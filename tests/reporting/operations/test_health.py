"""Content of /healthz and `manage.py healthz`, and secrets that they never show."""

import re
from collections import namedtuple
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from reporting.models import Heartbeat
from reporting.operations import health, heartbeats
from tests.factories import NOON
from tracker.management.commands import prepare

pytestmark = pytest.mark.django_db


@pytest.fixture
def healthy(settings, tmp_path):
    if not settings.REDIS_URL:
        settings.BROKER_DIR = tmp_path / "broker"
        settings.BROKER_DIR.mkdir()
    now = timezone.now()
    heartbeats.note(name="beat", at=now)
    heartbeats.note(name="worker", at=now)
    heartbeats.note(name="printer", at=now)
    return now


def test_healthz_returns_200_when_healthy(client, healthy):
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json()["ok"] is True
    assert list(answer.json()["checks"]) == [
        *("database", "broker", "beat", "worker", "printer", "disk"),
    ]
    assert all(check["ok"] for check in answer.json()["checks"].values())


def test_healthz_returns_503_and_names_the_failed_check(client, healthy):
    Heartbeat.objects.filter(name="beat").delete()

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["ok"] is False
    assert answer.json()["checks"]["beat"] == {"ok": False, "detail": "never seen"}
    assert answer.json()["checks"]["worker"]["ok"] is True


@pytest.mark.parametrize("name", ["beat", "worker", "printer"])
def test_heartbeat_goes_stale(name):
    limit = health.STALE_AFTER[name]
    heartbeats.note(name=name, at=NOON)

    at_the_limit = health.check_heartbeat(name, at=NOON + limit)
    after = health.check_heartbeat(name, at=NOON + limit + timedelta(seconds=1))

    assert at_the_limit.ok
    assert after == health.Check(False, f"last seen {limit.total_seconds() + 1:.0f} s ago")


def test_failed_database_is_reported_without_its_address(monkeypatch):
    def fail():
        raise OperationalError("connection to postgres://tracker:secret@postgres failed")

    monkeypatch.setattr(connection, "cursor", fail)

    assert health.check_database() == health.Check(False, "does not answer")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="a file of SQLite")
def test_a_file_that_was_replaced_is_reported_although_an_open_connection_goes_on(
    monkeypatch, tmp_path
):
    assert health.check_database().ok
    connection.ensure_connection()
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "empty.sqlite3"))

    assert not health.check_database().ok

    connection.close()


def test_failed_redis_is_reported_without_its_password(settings):
    settings.REDIS_URL = "redis://:secret@127.0.0.1:1/0"

    assert health.check_broker() == health.Check(False, "does not answer")


def test_missing_broker_folder_is_reported(settings, tmp_path):
    settings.REDIS_URL = ""
    settings.BROKER_DIR = tmp_path / "gone"

    assert health.check_broker() == health.Check(False, "folder cannot be written")


def test_full_disk_is_reported(settings, monkeypatch):
    settings.MIN_FREE_DISK_MB = 500
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage(0, 0, 499 * 1024 * 1024))

    assert health.check_disk() == health.Check(False, "499 MB free")


def test_command_exits_with_1_on_a_failed_check(healthy, capsys):
    Heartbeat.objects.filter(name="worker").delete()

    with pytest.raises(SystemExit) as ended:
        call_command("healthz")

    assert ended.value.code == 1
    assert "BAD  worker: never seen" in capsys.readouterr().out


def test_command_can_check_one_process(healthy, capsys):
    Heartbeat.objects.filter(name="worker").delete()

    call_command("healthz", only="beat")

    assert re.fullmatch(r"ok   beat: last seen \d+ s ago\n", capsys.readouterr().out)


def test_web_check_fails_without_a_web_server(monkeypatch):
    monkeypatch.setenv("PORT", "1")

    assert health.check_web() == health.Check(False, "does not answer")


def test_folders_of_the_broker_are_created(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.BROKER_DIR = tmp_path / "broker"

    prepare.make_folders()

    made = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*"))
    assert made == [
        "broker",
        "files",
        "log",
    ]
