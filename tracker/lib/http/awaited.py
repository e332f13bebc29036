"""What a page asked a worker for: how long it looks again by itself, named in its address."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlencode

from tracker.lib.numbers import parse_id

LONGEST = timedelta(minutes=30)


def address_since(url: str, *, at: datetime) -> str:
    """The address that waits for what was asked for at `at`."""
    return f"{url}?{urlencode({'since': int(at.timestamp())})}"


def is_awaited(since: str, *, ends: Iterable[datetime], at: datetime) -> bool:
    """Whether nothing of what was asked for at `since` has come: its `ends` are all earlier."""
    asked = parse_id(since)
    if asked is None or not (at - LONGEST).timestamp() < asked <= at.timestamp():
        return False
    return all(end.timestamp() < asked for end in ends)
