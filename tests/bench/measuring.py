"""CPU time of an action: in this process, and in the database processes that serve it."""

import os
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection

TICKS = os.sysconf("SC_CLK_TCK")
# A group of requests lasts so long that ticks of 10 ms do not matter
GROUP_SECONDS = 0.4
NUM_GROUPS = 7
SLOW, VERY_SLOW = 2.0, 8.0  # seconds


def cpu_of(action: Callable[[], object], *, runs: int) -> float:
    """Median CPU milliseconds of `action` in this process, after one warm-up run."""
    action()
    figures = []
    for _ in range(runs):
        before = time.process_time()
        action()
        figures.append((time.process_time() - before) * 1000)
    return statistics.median(figures)


def cpu_of_both(action: Callable[[], object]) -> float:
    """CPU milliseconds of `action` in this process and in its database together.

    The median of groups of runs, after one warm-up run. Very slow actions are run once.
    """
    once = _timed(action, runs=1)
    if once > VERY_SLOW:
        return once * 1000
    num_groups = 3 if once > SLOW else NUM_GROUPS
    runs = max(1, round(GROUP_SECONDS / max(_timed(action, runs=1), 0.001)))
    return statistics.median(_timed(action, runs=runs) for _ in range(num_groups)) * 1000


def peak_of_children() -> float:
    """The largest resident set of any finished child process, in MB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def _timed(action: Callable[[], object], *, runs: int) -> float:
    """CPU seconds of one of `runs`."""
    before = time.process_time() + _database_seconds()
    for _ in range(runs):
        action()
    return (time.process_time() + _database_seconds() - before) / runs


def _database_seconds() -> float:
    """CPU of the backend of this connection and of parallel workers so far.

    A worker's time is added to that of the server, its parent, when it ends. SQLite runs in this
    process.
    """
    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    server = _stat(backend)[1]
    workers = sum(int(field) for field in _stat(server)[13:15])
    return _seconds_of(backend) + workers / TICKS


def _stat(pid: object) -> list[str]:
    """The fields of /proc/PID/stat from the state on; the parent is the second."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _seconds_of(pid: int) -> float:
    """In nanoseconds where the kernel keeps them, else in ticks."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except OSError:
        return sum(int(field) for field in _stat(pid)[11:13]) / TICKS
