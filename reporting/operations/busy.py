"""While a task runs, the worker is heard of though it takes no message."""

from celery.signals import task_postrun, task_prerun
from django.utils import timezone

from reporting.operations import heartbeats
from reporting.reviews.heartbeat_thread import HeartbeatThread

EVERY = 30.0  # seconds; most tasks end before

_running: dict[str, HeartbeatThread] = {}


def connect() -> None:
    """Have Celery tell the begin and the end of each task."""
    task_prerun.connect(begin)
    task_postrun.connect(end)


def begin(task_id: str, **kwargs: object) -> None:
    thread = HeartbeatThread(_note, seconds=EVERY)
    thread.__enter__()
    _running[task_id] = thread


def end(task_id: str, **kwargs: object) -> None:
    if thread := _running.pop(task_id, None):
        thread.__exit__(None, None, None)


def _note() -> bool:
    heartbeats.note(name="worker", at=timezone.now())
    return True
