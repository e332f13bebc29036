"""While a task runs, its process is heard of though it takes no message."""

from functools import partial

from celery import Task
from celery.signals import task_postrun, task_prerun
from django.utils import timezone

from reporting.operations import heartbeats
from tracker.lib.heartbeat_thread import HeartbeatThread

EVERY = 30.0  # seconds; most tasks end before

_running: dict[str, HeartbeatThread] = {}


def connect() -> None:
    """Have Celery tell the begin and the end of each task."""
    task_prerun.connect(begin)
    task_postrun.connect(end)


def begin(task_id: str, task: "Task[..., object] | None" = None, **kwargs: object) -> None:
    sent = (task.request.delivery_info or {}) if task else {}
    name = "printer" if sent.get("routing_key") == "reviews" else "worker"
    thread = HeartbeatThread(partial(_note, name), seconds=EVERY)
    thread.__enter__()
    _running[task_id] = thread


def end(task_id: str, **kwargs: object) -> None:
    if thread := _running.pop(task_id, None):
        thread.__exit__(None, None, None)


def _note(name: str) -> bool:
    heartbeats.note(name=name, at=timezone.now())
    return True
