"""The product with real processes: `manage.py serve` on both kinds of servers."""

import os
import signal
import subprocess
import sys

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError

from tests.factories import UserFactory
from tests.product import ROOT, processes_with, running_product
from tracker.management.commands.serve import Command, lock_data_dir, make_children, table_of_logins


def alive(product):
    """Condition that worker, printer and beat are all healthy."""
    return lambda: all(product.health().get(name, False) for name in ("worker", "printer", "beat"))


def workers(product):
    """Process ids of the worker, its main process first."""
    found = []
    for pid in processes_with(str(product.data)):
        try:
            with open(f"/proc/{pid}/cmdline") as file:
                if "--queues=celery" in file.read():
                    found.append(pid)
        except OSError:
            continue
    return found


def healthz(product, process):
    """The exit code of a container's health check."""
    command = [sys.executable, "manage.py", "healthz", "--only", process]
    return subprocess.run(command, cwd=ROOT, env=product.environment, check=False).returncode


def test_everything_runs_without_servers_survives_a_kill_and_leaves_nothing(tmp_path):
    data = tmp_path / "data"
    with running_product(data) as product:
        product.wait_until(alive(product))
        before = workers(product)
        os.kill(before[0], signal.SIGKILL)
        product.wait_until(lambda: "worker ended" in product.console())
        product.wait_until(lambda: len(workers(product)) == 2 and before[0] not in workers(product))
        code = product.stop()

        assert product.console().count("worker ended (killed by SIGKILL)") == 1
        assert f"Tracker: {product.url}/" in product.console()
        assert f"Set it up here, once: {product.url}/set-up/first/?key=" in product.console()
        assert product.console().endswith("Stopped.\n")
    assert code == 0
    assert processes_with(str(data)) == []


@pytest.mark.servers
def test_everything_runs_on_postgresql_and_redis(tmp_path, postgresql_url, redis_url):
    data = tmp_path / "data"
    like_compose = {
        "DATABASE_URL": postgresql_url,
        "REDIS_URL": redis_url,
        "HTTPS": "True",
        "ALLOWED_HOSTS": "tracker.example,127.0.0.1",
        "CSRF_TRUSTED_ORIGINS": "https://tracker.example",
        "WEB_CONCURRENCY": "2",
    }
    with running_product(data, **like_compose) as product:
        product.wait_until(alive(product))
        health = product.health()
        for_docker = {name: healthz(product, name) for name in ("web", "worker", "printer", "beat")}
        code = product.stop()

        assert all(health.values()), product.logs()
        assert for_docker == {"web": 0, "worker": 0, "printer": 0, "beat": 0}
    assert healthz(product, "web") == 1
    assert code == 0
    assert processes_with(str(data)) == []
    assert not (data / "tracker.sqlite3").exists()
    assert not (data / "broker").exists()


def test_data_directory_in_use_is_refused(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    lock = lock_data_dir()

    with pytest.raises(CommandError, match="is in use by a tracker that runs already"):
        lock_data_dir()

    lock.close()
    lock_data_dir().close()


@pytest.mark.django_db
def test_demonstration_that_failed_is_made_at_the_next_start(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    codes = [1, 0]

    def seed(command, check):
        return subprocess.CompletedProcess(command, codes.pop(0))

    monkeypatch.setattr(subprocess, "run", seed)
    with pytest.raises(CommandError, match="could not be made"):
        Command()._make_demo()
    Command()._make_demo()

    assert codes == []


@pytest.mark.django_db
def test_demonstration_is_never_made_over_data(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    (tmp_path / "demo-unfinished").touch()  # of an earlier version, which began afresh there
    person = UserFactory()
    monkeypatch.setattr(subprocess, "run", None)

    Command()._make_demo()

    assert list(get_user_model().objects.all()) == [person]


def test_logins_are_shown_in_columns_and_a_damaged_line_is_left_out():
    text = "Lãnh đạo\tlanhdao\tmat-khau\nQuản trị\tqt\tmat-khau\nQuản\n"

    assert table_of_logins(text).splitlines() == [
        "  Lãnh đạo   lanhdao   mat-khau",
        "  Quản trị   qt        mat-khau",
    ]


def test_pages_come_before_jobs(settings, tmp_path):
    settings.DATA_DIR = tmp_path

    children = {child.name: child for child in make_children(8000, say=print).children}

    assert children["worker"].command[:3] == ["nice", "-n", "5"]
    assert children["printer"].command[:3] == ["nice", "-n", "5"]
    assert children["web"].command[0] == sys.executable
