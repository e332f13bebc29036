"""What tests in a browser share."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.test import Client

from units.models import User


def give_session(context: Any, user: User, url: str) -> None:
    """Give `context` a session of `user` at `url`, without the page of the log-in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": url}])


@contextmanager
def page_in(context: Any) -> Iterator[Any]:
    """A page where failed requests may be logged to the console; scripts must not fail."""
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert errors == []
