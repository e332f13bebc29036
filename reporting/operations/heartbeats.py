"""Heartbeats of the processes other than the web server."""

from datetime import datetime

from reporting.models import Heartbeat


def note(*, name: str, at: datetime) -> None:
    """Record that the process `name` ("worker", "printer" or "beat") was alive at `at`."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})
