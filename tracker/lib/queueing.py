"""Send background tasks by name, so that the sender need not import what the task runs."""

from celery import current_app
from django.db import transaction


def send(task: str, **arguments: int) -> None:
    """Queue a message for `task`, a registered name. Raises when the broker is unreachable."""
    current_app.send_task(task, kwargs=arguments)


def send_on_commit(task: str, *, robust: bool = False, **arguments: int) -> None:
    """Like `send`, once the rows that the task reads are committed.

    `robust`: an unreachable broker is logged and does not stop later callbacks.
    """

    # A function and no `partial`: Django logs a failure by the name of the callback
    def deliver() -> None:
        send(task, **arguments)

    transaction.on_commit(deliver, robust=robust)
