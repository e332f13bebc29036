"""Beat: what is due at its start, and what does not stop it."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from django.utils import timezone

from reporting.models import Heartbeat
from reporting.operations import heartbeats
from reporting.operations.beat import EVERY, HeartbeatScheduler
from tracker.celery import app


@pytest.fixture
def sent(monkeypatch):
    """Names of the tasks that beat sends."""
    names = []
    monkeypatch.setattr(
        HeartbeatScheduler,
        "apply_entry",
        lambda self, entry, producer=None: names.append(entry.task),
    )
    monkeypatch.setattr(HeartbeatScheduler, "producer", None)
    monkeypatch.setattr("reporting.operations.beat.close_old_connections", lambda: None)
    return names


def test_everything_is_due_at_the_start_and_no_file_is_read_or_written(
    sent, settings, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    damaged = tmp_path / "beat-schedule"
    damaged.write_bytes(bytes(300))
    monkeypatch.setattr(heartbeats, "note", lambda **_: None)

    scheduler = HeartbeatScheduler(app=app, schedule_filename=str(damaged))
    for _ in settings.CELERY_BEAT_SCHEDULE:
        scheduler.tick()
    scheduler.close()

    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(sent)
    assert list(Path().iterdir()) == [Path("beat-schedule")]
    assert damaged.read_bytes() == bytes(300)


@pytest.mark.django_db
def test_database_that_does_not_answer_does_not_stop_beat(sent, monkeypatch, caplog):
    scheduler = HeartbeatScheduler(app=app)
    note = heartbeats.note

    def fail(**_):
        raise OperationalError("gone")

    monkeypatch.setattr(heartbeats, "note", fail)
    wait = scheduler.tick()
    scheduler._noted_at -= EVERY
    monkeypatch.setattr(heartbeats, "note", note)
    scheduler.tick()

    assert wait <= 20
    assert "the database does not answer" in caplog.text
    seen = Heartbeat.objects.get(name="beat").at
    assert timezone.now() - seen < timedelta(minutes=1)
