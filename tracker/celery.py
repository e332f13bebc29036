"""The Celery application, configured by the `CELERY_*` settings of Django."""

import atexit
import gc
import os

from celery import Celery, Task
from celery.signals import before_task_publish, task_postrun, task_prerun

from tracker.lib.broker import transport
from tracker.lib.logs import request_id

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

# Every process of the product ends sooner by half a second of the processor, if the interpreter
# does not look through all objects for circles before it gives their memory back
atexit.register(gc.freeze)
transport.register()
app = Celery("tracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def _give_request_id(headers: dict[str, object], **kwargs: object) -> None:
    """A job carries the id of the request that sent it, for its log."""
    headers["request_id"] = request_id.get()


def _take_request_id(task: "Task[..., object]", **kwargs: object) -> None:
    request_id.set(task.request.get("request_id") or "")


def _forget_request_id(**kwargs: object) -> None:
    request_id.set("")


before_task_publish.connect(_give_request_id)
task_prerun.connect(_take_request_id)
task_postrun.connect(_forget_request_id)
