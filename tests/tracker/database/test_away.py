"""The product while PostgreSQL restarts, or is away for ten seconds."""

import json
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError
from django.test import RequestFactory

from reporting.operations import error_views
from tests.load.visitor import Visitor
from tests.product import ROOT, running_product
from tests.servers import FAST, postgresql_server
from tracker.lib.database.outages import is_outage

PAGE = "/change-password/"


@pytest.fixture
def database():
    with postgresql_server(FAST) as started:
        yield started


def ask(product, path, cookie=""):
    """Status, text, headers and seconds of a GET."""
    request = urllib.request.Request(product.url + path, headers={"Cookie": cookie})
    began = time.monotonic()
    try:
        response = urllib.request.urlopen(request, timeout=30)
    except urllib.error.HTTPError as error:
        response = error
    with response:
        return (
            response.status,
            response.read().decode(),
            response.headers,
            time.monotonic() - began,
        )


def together(*calls):
    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(call) for call in calls]]


def logged_in(product):
    """The cookies of the first administrator, who must change the password first."""
    command = [sys.executable, "manage.py", "create_administrator"]
    subprocess.run(command, cwd=ROOT, env=product.environment, check=True)
    text = (product.data / "first-login.txt").read_text(encoding="utf-8")
    password = re.search(r"\w{4}-\w{4}-\w{4}", text).group()
    visitor = Visitor(product.url, submission=0, entry=0)
    visitor.log_in("quantri", password)
    return visitor.cookie_line()


@pytest.mark.servers
def test_a_restart_costs_no_page_and_an_absence_costs_a_sentence(tmp_path, database):
    settings = {"DATABASE_URL": database.url, "LOG_LEVEL": "WARNING"}
    with running_product(tmp_path / "data", **settings) as product:
        cookie = logged_in(product)

        # As many connections as there are threads
        def page():
            return ask(product, PAGE, cookie)

        def health():
            return ask(product, "/healthz", cookie)

        together(*[page] * 12)

        for _ in range(3):
            database.stop()
            database.start()
            found = together(page, page, page) + [page() for _ in range(10)]
            assert {status for status, *_ in found} == {200}, product.logs()

        database.stop()
        stopped = time.monotonic()
        *pages, first, second = together(*[page] * 6, health, health)

        assert {status for status, *_ in pages} == {503}
        assert max(seconds for *_, seconds in pages) < 7
        assert all("Cơ sở dữ liệu tạm thời không trả lời" in text for _, text, *_ in pages)
        assert {headers["Retry-After"] for _, _, headers, _ in pages} == {"10"}
        for status, text, _, seconds in (first, second):
            assert (status, seconds < 2) == (503, True), seconds
            failed = {name for name, check in json.loads(text)["checks"].items() if not check["ok"]}
            assert failed >= {"database"}
        time.sleep(max(0.0, stopped + 10 - time.monotonic()))
        database.start()

        again = page()
        assert again[0] == 200, (again[3], product.logs())
        product.wait_until(lambda: product.health().get("worker", False), within=60)
        assert "Traceback" not in (product.data / "log" / "beat.log").read_text()


def raised(cause, kind=OperationalError, text=""):
    error = kind(text)
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (raised(psycopg.OperationalError("server closed the connection")), True),
        (raised(psycopg.InterfaceError("the connection is closed"), InterfaceError), True),
        (raised(psycopg.errors.AdminShutdown("x")), True),
        (raised(psycopg.errors.CannotConnectNow("x")), True),
        (raised(psycopg.errors.ConnectionFailure("x")), True),
        (raised(None, text="database is locked"), True),
        (raised(psycopg.errors.DiskFull("x")), False),
        (raised(psycopg.errors.DeadlockDetected("x")), False),
        (raised(psycopg.errors.UniqueViolation("x"), IntegrityError), False),
        (raised(None, DatabaseError, "other"), False),
        (raised(None, text="no such table"), False),
        (ValueError("x"), False),
        (None, False),
    ],
)
def test_an_outage_is_told_from_a_fault(error, expected):
    assert is_outage(error) is expected


@pytest.mark.parametrize(
    ("method", "expected"), [("get", "tự mở lại sau 10 giây"), ("post", "có thể chưa được lưu")]
)
def test_the_page_says_what_became_of_the_request(method, expected):
    request = getattr(RequestFactory(), method)("/")
    try:
        raise raised(None, text="database is locked")
    except OperationalError:
        response = error_views.server_error(request)

    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert expected in response.content.decode()
    assert ('http-equiv="refresh"' in response.content.decode()) is (method == "get")


def test_a_fault_keeps_its_general_page():
    try:
        raise ValueError
    except ValueError:
        response = error_views.server_error(RequestFactory().get("/"))

    assert response.status_code == 500
