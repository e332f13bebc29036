"""What all tests share."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests import servers

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


ASKS_FOR_A_SERVER = {"django_db_setup", "postgresql_url", "redis_url"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks for no database, for it would say the same again on another one.

    Among those are the longest tests, which start processes: they begin first, so that in the end
    no worker waits for another.
    """
    for item in items:
        asks = ASKS_FOR_A_SERVER & set(getattr(item, "fixturenames", ()))
        if not asks and not item.get_closest_marker("django_db"):
            item.add_marker("apart")
    first = ("apart", "servers")
    items.sort(key=lambda item: not any(item.get_closest_marker(name) for name in first))


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The PostgreSQL that the suite already runs on, or one started for the tests that ask."""
    if os.environ.get("DATABASE_URL"):
        yield os.environ["DATABASE_URL"]
    else:
        with servers.postgresql() as url:
            yield url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The Redis that the suite already runs on, or one started for the tests that ask."""
    if os.environ.get("REDIS_URL"):
        yield os.environ["REDIS_URL"]
    else:
        with servers.redis_server() as url:
            yield url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real Chromium, the system's own. Synchronous Playwright runs an event loop in this thread,
    so the ORM must be told that it is not being used from asynchronous code."""
    from playwright.sync_api import expect, sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=30_000)  # as long as every other wait, for a machine that is busy
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page of a new visitor at 1366×768.

    An error of a script, a breach of the content policy or an answer 5xx fails the test.
    """
    context = chromium.new_context(
        locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport={"width": 1366, "height": 768}
    )
    opened = context.new_page()
    errors: list[str] = []

    def note_message(message: Any) -> None:
        # Answers are noted below; a 422 or a 404 may be what a test asks for.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            errors.append(message.text)

    def note_answer(answer: Any) -> None:
        if answer.status >= 500:
            errors.append(f"{answer.status} {answer.url}")

    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", note_message)
    opened.on("response", note_answer)
    yield opened
    context.close()
    assert errors == []
