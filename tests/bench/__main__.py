"""Measure the product at demo size and print each figure beside its limit.

In a temporary data directory, a fresh demonstration is made, pages are requested through Django's
test client (CPU seconds of this process, which exclude other load on the machine), a review is
compiled in a process of its own, and the memory of a real web server on loopback is measured.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
RUNS = 15


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        os.environ.update(
            SECRET_KEY="only-for-measuring",
            TRACKER_DATA=folder,
            DEBUG="False",
            DJANGO_SETTINGS_MODULE="tracker.settings",
            ALLOWED_HOSTS="testserver,127.0.0.1",
        )
        os.environ.pop("DATABASE_URL", None)
        os.environ.pop("REDIS_URL", None)
        _manage("prepare")
        started = time.monotonic()
        _manage("seed_demo", "--no-reviews", *sys.argv[1:])
        _print("make the demonstration", time.monotonic() - started, "s", 60)

        import django

        django.setup()
        from tests.bench import filing, pages, processes

        for line in pages.measure(runs=RUNS):
            _print(*line)
        for line in filing.measure(runs=RUNS):
            _print(*line)
        for line in processes.measure(folder=Path(folder), root=ROOT):
            _print(*line)


def _manage(*arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, check=True)


def _print(name: str, figure: float, unit: str, limit: float) -> None:
    verdict = "" if figure <= limit else "  OVER"
    print(f"{name:<58} {figure:>9.1f} {unit:<8} limit {limit:g}{verdict}", flush=True)


def cpu_of(action: Callable[[], object], *, runs: int) -> float:
    """Median CPU milliseconds of `action` in this process, after one warm-up run."""
    action()
    figures = []
    for _ in range(runs):
        before = time.process_time()
        action()
        figures.append((time.process_time() - before) * 1000)
    return statistics.median(figures)


def peak_of_children() -> float:
    """The largest resident set of any finished child process, in MB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


if __name__ == "__main__":
    main()
