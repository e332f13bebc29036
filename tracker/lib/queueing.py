"""Send background tasks by name, so that the sender need not import what the task runs."""

from functools import partial

from celery import current_app
from django.db import transaction


def send(task: str, **arguments: int) -> None:
    """Queue a message for `task`, a registered name. Raises when the broker is unreachable."""
    current_app.send_task(task, kwargs=arguments)


def send_on_commit(task: str, *, robust: bool = False, **arguments: int) -> None:
    """Like `send`, once the rows that the task reads are committed.

    `robust`: an unreachable broker is logged and does not stop later callbacks.
    """
    transaction.on_commit(partial(send, task, **arguments), robust=robust)
