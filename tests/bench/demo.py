"""The pages, the filing and the processes at the size of the demonstration.

In a temporary data directory, a fresh demonstration is made, pages are requested through Django's
test client (CPU seconds of this process, which exclude other load on the machine), a review is
compiled in a process of its own, and the memory of a real web server on loopback is measured.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
RUNS = 15


def main(arguments: list[str]) -> None:
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
        _manage("seed_demo", "--no-reviews", *arguments)
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
