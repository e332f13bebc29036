"""Signs of life of the processes that are not the web server."""

from datetime import datetime

from reporting.models import Heartbeat


def note(*, name: str, at: datetime) -> None:
    """Write that the process NAME ("worker", "beat") was alive at AT."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})
