"""The pages at 1,600 or 16,000 assignments, on SQLite or on a PostgreSQL with default settings.

Each size and each length of history is a database of its own, measured in a process of its own.
"""

import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests import servers
from tests.bench.sizes import GROWN, HISTORIES, MAX_EXPONENT, MAX_RATIO, SIZES, Size

ROOT = Path(__file__).resolve().parent.parent.parent
PREPARE = """
import django
django.setup()
from tracker.management.commands import prepare
prepare.make_folders()
prepare.collect_static()
"""
MOST_OF_A_LOG = 5_000  # characters
# Makes a new product by its name, and returns the environment of its processes
Maker = Callable[[str], dict[str, str]]


def main(size: str, engine: str) -> None:
    print(_machine(), flush=True)
    with products(engine) as make:
        if SIZES[size].compared:
            _print_ratios(make, SIZES[size])
            return
        _world(make("pages"), size)
        if size == GROWN:
            _print_growth(make, engine)


def _print_ratios(make: Maker, size: Size) -> None:
    """Each page at the size, and how much it costs beside the size with one plan."""
    one = _pages(_world(make(size.compared), size.compared, is_captured=True))
    output = _world(make(size.name), size.name, is_captured=True)
    print(output, end="", flush=True)
    for page, cpu_ms in _pages(output).items():
        ratio = cpu_ms / one[page]
        verdict = " OVER(ratio)" if ratio > MAX_RATIO else ""
        print(
            f"page={page} plans={size.plans} cpu_ms={cpu_ms:.1f} one_plan_cpu_ms={one[page]:.1f} "
            f"ratio={ratio:.2f} limit={MAX_RATIO}{verdict}"
        )


def _pages(output: str) -> dict[str, float]:
    """CPU milliseconds by page."""
    rows = re.findall(r"^page=(\S+) .*?\bcpu_ms=([\d.]+)", output, re.MULTILINE)
    return {page: float(cpu_ms) for page, cpu_ms in rows}


def _print_growth(make: Maker, engine: str) -> None:
    points = [(periods, _dashboard_ms(make, periods)) for periods in HISTORIES]
    exponent = _exponent(points)
    verdict = " OVER(growth)" if exponent > MAX_EXPONENT else ""
    lengths = ",".join(str(periods) for periods in HISTORIES)
    print(
        f"page=dashboard engine={engine} periods={lengths} "
        f"growth_exponent={exponent:.3f} limit={MAX_EXPONENT}{verdict}"
    )


@contextmanager
def products(engine: str) -> Iterator[Maker]:
    """A maker of migrated and empty products; all of them are removed at the end."""
    with tempfile.TemporaryDirectory(prefix="tracker-bench-", dir="/tmp") as name:
        folder = Path(name)
        base = folder / "base"
        base.mkdir()
        if engine == "sqlite":
            _prepare(_environment(base))
            yield lambda label: _environment(_copied(base, folder / label))
        else:
            with servers.postgresql(settings={}) as url:
                _prepare(_environment(base, url))
                yield lambda label: _environment(
                    _copied(base, folder / label), _database(url, label)
                )


def _environment(data: Path, url: str = "") -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("REDIS_URL", "DEMO")}
    kept.pop("DATABASE_URL", None)
    database = {"DATABASE_URL": url} if url else {}
    return {
        **kept,
        **database,
        "SECRET_KEY": "only-for-measuring",
        "TRACKER_DATA": str(data),
        "DEBUG": "False",
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
        "ALLOWED_HOSTS": "testserver,127.0.0.1",
    }


def _prepare(environment: dict[str, str]) -> None:
    for command in (
        ["manage.py", "migrate", "--verbosity=0"],
        ["-c", PREPARE],
    ):
        subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True)


def _copied(base: Path, data: Path) -> Path:
    shutil.copytree(base, data)
    return data


def _database(url: str, name: str) -> str:
    """A copy of the migrated database, which is called tracker."""
    server = url.rpartition("/")[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE tracker')
    return f"{server}/{name}"


def _world(environment: dict[str, str], *arguments: str, is_captured: bool = False) -> str:
    """Measure one product. Its log of requests is shown only if that fails."""
    with tempfile.TemporaryFile("w+") as log:
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.world", *arguments],
            cwd=ROOT,
            env=environment,
            check=False,
            stdout=subprocess.PIPE if is_captured else None,
            stderr=log,
            text=True,
        )
        if done.returncode:
            log.seek(0)
            sys.exit(log.read()[-MOST_OF_A_LOG:])
    return done.stdout or ""


def _dashboard_ms(make: Maker, periods: int) -> float:
    output = _world(make(f"history-{periods}"), GROWN, str(periods), is_captured=True)
    line = next(row for row in output.splitlines() if row.startswith("page="))
    print(line, flush=True)
    return float(re.findall(r"cpu_ms=([\d.]+)", line)[0])


def _exponent(points: list[tuple[int, float]]) -> float:
    """The slope of the line through the logarithms."""
    xs, ys = ([math.log(point[axis]) for point in points] for axis in (0, 1))
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    rise = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return rise / sum((x - mean_x) ** 2 for x in xs)


def _machine() -> str:
    text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return f"machine={model.group(1) if model else 'unknown'} cores={os.cpu_count()}"
