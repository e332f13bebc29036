"""Fixtures and ordering shared by all tests."""

import gc
import logging
import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests import servers

pytest_plugins = ["tests.migrated", "tests.upgrades.upgrading"]

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


SERVER_FIXTURES = {"django_db_setup", "postgresql_url", "redis_url"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests without a database, which need not run again on another one, as `apart`.

    They include the longest tests, which start processes. These begin first, and with them the
    groups, which one worker runs alone, so that no worker waits for another at the end.
    """
    for item in items:
        uses_server = SERVER_FIXTURES & set(getattr(item, "fixturenames", ()))
        if not uses_server and not item.get_closest_marker("django_db"):
            item.add_marker("apart")
    first = ("apart", "servers", "xdist_group")
    items.sort(key=lambda item: not any(item.get_closest_marker(name) for name in first))


def pytest_collection_finish() -> None:
    """Leave the modules and tests, which live to the end, out of each collection of garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by their argument.

    A file that is made for a test holds the time, and the processes of a run must collect tests
    of the same names.
    """
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The PostgreSQL that the suite runs on, or one started for the tests that use it."""
    if os.environ.get("DATABASE_URL"):
        yield os.environ["DATABASE_URL"]
    else:
        with servers.postgresql() as url:
            yield url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The Redis that the suite runs on, or one started for the tests that use it."""
    if os.environ.get("REDIS_URL"):
        yield os.environ["REDIS_URL"]
    else:
        with servers.redis_server() as url:
            yield url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The Chromium of the system.

    Synchronous Playwright runs an event loop in this thread, which the ORM would take for
    asynchronous code.
    """
    from playwright.sync_api import expect, sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=30_000)  # like every other wait, for a busy machine
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page of a new visitor at 1366×768.

    A script error, a violation of the content policy or a 5xx response fails the test.
    """
    context = chromium.new_context(
        locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport={"width": 1366, "height": 768}
    )
    opened = context.new_page()
    errors: list[str] = []

    def check_message(message: Any) -> None:
        # Responses are checked below; a test may expect a 422 or a 404.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            errors.append(message.text)

    def check_response(response: Any) -> None:
        if response.status >= 500:
            errors.append(f"{response.status} {response.url}")

    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", check_message)
    opened.on("response", check_response)
    yield opened
    context.close()
    assert errors == []


@pytest.fixture
def lean_answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave out what nobody reads of thousands of answers: log lines, contexts of templates."""
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *_, **__: None)
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def without_error_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the words of a refusal, which the permission matrix draws for everybody."""
    monkeypatch.setattr("reporting.operations.error_views.is_htmx", lambda request: True)


@pytest.fixture(autouse=True)
def _issued_reviews_can_be_flushed(request: pytest.FixtureRequest) -> Iterator[None]:
    """Take the triggers away that keep issued reviews; the flush of the database makes them."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (
        marker is not None and marker.kwargs.get("transaction")
    ):
        from reporting.register import frozen

        frozen.uninstall()
