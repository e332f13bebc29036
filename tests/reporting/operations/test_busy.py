"""A worker with a long task is heard of; one that died at it is not."""

from datetime import timedelta
from threading import Event
from types import SimpleNamespace

import pytest
from celery.signals import task_postrun, task_prerun
from django.utils import timezone

import reporting.tasks  # noqa: F401 -- connects the signals
from reporting.models import Heartbeat
from reporting.operations import busy, health, heartbeats

pytestmark = pytest.mark.django_db(transaction=True)


def test_worker_is_heard_of_while_a_task_runs_and_silent_after(monkeypatch):
    monkeypatch.setattr(busy, "EVERY", 0.01)
    noted = Event()
    note = heartbeats.note
    monkeypatch.setattr(heartbeats, "note", lambda **values: (note(**values), noted.set()))

    task_prerun.send(sender=None, task_id="1", task=None, args=(), kwargs={})
    assert noted.wait(20)
    task_postrun.send(sender=None, task_id="1", task=None, args=(), kwargs={}, retval=None)
    seen = Heartbeat.objects.get(name="worker").at

    assert busy._running == {}
    assert health.check_heartbeat("worker", at=seen + timedelta(minutes=2)).ok
    assert not health.check_heartbeat("worker", at=seen + timedelta(minutes=3)).ok
    assert timezone.now() - seen < timedelta(minutes=1)


def test_the_printer_is_heard_of_for_its_tasks(monkeypatch):
    monkeypatch.setattr(busy, "EVERY", 0.01)
    noted = Event()
    names = []
    monkeypatch.setattr(heartbeats, "note", lambda *, name, at: (names.append(name), noted.set()))
    task = SimpleNamespace(request=SimpleNamespace(delivery_info={"routing_key": "reviews"}))

    busy.begin(task_id="3", task=task)
    assert noted.wait(20)
    busy.end(task_id="3")

    assert set(names) == {"printer"}


def test_short_task_writes_nothing():
    busy.begin(task_id="2")
    busy.end(task_id="2")
    busy.end(task_id="unknown")

    assert not Heartbeat.objects.exists()
