"""Two web processes of one machine act like one: presses and wrong passwords count in both."""

import contextlib
import html
import json
import os
import signal
import sqlite3
import subprocess
import sys

import pytest

from tests.load.visitor import Visitor
from tests.product import ROOT, clean_environment, processes_with, running_product

PREPARE = """
import json
from django.core.management import call_command
from django.test import Client
from units.models import Role, User
call_command("prepare", verbosity=0)
from tests.factories import person
admin = person(Role.ADMINISTRATOR, username="quantri")
client = Client()
client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
print(json.dumps(client.cookies["sessionid"].value))
"""


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    """A running product, and the session of an administrator."""
    data = tmp_path_factory.mktemp("two") / "data"
    environment = clean_environment(data) | {"DJANGO_SETTINGS_MODULE": "tracker.settings"}
    made = subprocess.run(
        [sys.executable, "manage.py", "shell", "--verbosity=0", "-c", PREPARE],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    with running_product(data, WEB_CONCURRENCY="2") as running:
        visitor = Visitor(running.url, submission=0, entry=0)
        visitor.cookies = {"sessionid": json.loads(made.stdout.splitlines()[-1])}
        running.wait_until(lambda: len(_web_processes(running)) == 2)
        yield running, visitor


def _web_processes(running):
    """The two that answer, without the one that started them."""
    found = []
    for pid in processes_with(str(running.data)):
        with contextlib.suppress(OSError), open(f"/proc/{pid}/stat") as stat:
            parent = int(stat.read().rpartition(")")[2].split()[1])
            with open(f"/proc/{pid}/cmdline") as mine, open(f"/proc/{parent}/cmdline") as above:
                if "gunicorn" in mine.read() and "gunicorn" in above.read():
                    found.append(pid)
    return found


@contextlib.contextmanager
def _only(running, which):
    """While the others stand still, one of the processes answers."""
    stopped = [pid for number, pid in enumerate(_web_processes(running)) if number != which]
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)


def test_a_doubled_press_is_carried_out_by_one_of_them(product):
    running, visitor = product
    visitor.request("GET", "/people/add/")
    form = {"username": "lan.tran", "full_name": "Trần Thị Lan", "position": "", "email": ""}
    with _only(running, 0):
        first = visitor.request("POST", "/people/add/", form | {"work_phone": ""})
    with _only(running, 1):
        second = visitor.request("POST", "/people/add/", form | {"work_phone": ""})

    assert first == second
    assert first[0] == 200
    assert "đã có người dùng" not in html.unescape(first[1])
    with contextlib.closing(sqlite3.connect(running.data / "tracker.sqlite3")) as database:
        rows = database.execute("SELECT 1 FROM units_user WHERE username = 'lan.tran'").fetchall()
    assert len(rows) == 1
    # The answer holds a one-time password, and what is kept of it cannot be read
    kept = [file.read_bytes() for file in (running.data / "cache").glob("*.kept")]
    assert kept
    assert not any(b"lan.tran" in content for content in kept)


def test_wrong_passwords_are_counted_by_both_together(product):
    running, _ = product
    answers = []
    for number in range(6):
        stranger = Visitor(running.url, submission=0, entry=0)
        with _only(running, number % 2):
            stranger.request("GET", "/log-in/")
            form = {"username": "quantri", "password": "sai-mat-khau"}
            answers.append(stranger.request("POST", "/log-in/", form)[1])

    assert ["Đã nhập sai nhiều lần" in html.unescape(each) for each in answers] == [
        *[False] * 5,
        True,
    ]
