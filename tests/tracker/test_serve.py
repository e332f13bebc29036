"""The product with real processes: `manage.py serve` on both kinds of servers."""

import os
import signal
import stat

import pytest

from tests.product import processes_with, running_product
from tracker.management.commands.serve import table_of_logins


def alive(product):
    """Worker and beat have both been seen."""
    return lambda: all(product.health().get(name, False) for name in ("worker", "beat"))


def workers(product):
    """Ids of the processes of the worker, its main process first."""
    found = []
    for pid in processes_with(str(product.data)):
        try:
            with open(f"/proc/{pid}/cmdline") as file:
                if "celery" in (line := file.read()) and "worker" in line:
                    found.append(pid)
        except OSError:
            continue
    return found


def test_everything_runs_without_servers_survives_a_kill_and_leaves_nothing(tmp_path):
    data = tmp_path / "data"
    with running_product(data) as product:
        product.wait_until(alive(product))
        before = workers(product)
        os.kill(before[0], signal.SIGKILL)
        product.wait_until(lambda: len(workers(product)) == 2 and workers(product) != before)
        code = product.stop()

        assert product.console().count("worker ended (killed by SIGKILL)") == 1
        assert f"Tracker: {product.url}/" in product.console()
        assert "First administrator: quantri   password: " in product.console()
        assert product.console().endswith("Stopped.\n")
    assert code == 0
    assert processes_with(str(data)) == []
    assert stat.S_IMODE((data / "first-login.txt").stat().st_mode) == 0o600


@pytest.mark.servers
def test_everything_runs_on_postgresql_and_redis(tmp_path, postgresql_url, redis_url):
    data = tmp_path / "data"
    with running_product(data, DATABASE_URL=postgresql_url, REDIS_URL=redis_url) as product:
        product.wait_until(alive(product))
        health = product.health()
        code = product.stop()

        assert all(health.values()), product.logs()
    assert code == 0
    assert processes_with(str(data)) == []
    assert not (data / "tracker.sqlite3").exists()
    assert not (data / "broker").exists()


def test_logins_are_shown_in_columns():
    text = "Lãnh đạo\tlanhdao\tmat-khau\nQuản trị\tqt\tmat-khau\n"

    assert table_of_logins(text).splitlines() == [
        "  Lãnh đạo   lanhdao   mat-khau",
        "  Quản trị   qt        mat-khau",
    ]
