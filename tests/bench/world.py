"""One product of one size: seeded, then measured. Run in a process of its own.

`python -m tests.bench.world SIZE PERIODS`: SIZE is one of `sizes`; with PERIODS only the
dashboard is measured, over so many months.
"""

import gzip
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import django

from tests.bench.sizes import NUM_PERIODS, SIZES, Size

LONGEST_STATEMENT, LARGEST_PAGE = 8 * 1024, 300 * 1024  # bytes; of the page compressed
MOST_OF_BARE = {"dashboard": 2.5}


@dataclass(frozen=True)
class PageFigures:
    """Of a page that is asked for again; `changed_cpu_ms` and what follows: after a change.

    A change of a unit makes each page count its part of the units anew.
    """

    cpu_ms: float
    changed_cpu_ms: float
    num_queries: int
    num_bytes: int
    num_compressed: int
    longest_statement: int


def main(name: str, num_periods: int | None) -> None:
    django.setup()
    from django.test.utils import override_settings

    size = SIZES[name]
    seconds = _seed(size, num_periods or NUM_PERIODS)
    with override_settings(ROOT_URLCONF="tests.bench.bare"):
        if num_periods is not None:
            _print_growth(size, num_periods)
            return
        print(f"seed_seconds={seconds:.1f}", flush=True)
        for line in _page_lines(size):
            print(line, flush=True)
    from tests.bench import web_memory

    print(web_memory.line(), flush=True)


def _seed(size: Size, num_periods: int) -> float:
    from django.core.management import call_command

    started = time.monotonic()
    call_command(
        "seed_bench", units=size.units, tasks=size.tasks, plans=size.plans, periods=num_periods
    )
    return time.monotonic() - started


def _page_lines(size: Size) -> Iterator[str]:
    from tests.bench.visits import visits

    bare = None
    for visit in visits():
        figures = _measured(visit)
        bare = bare or figures.cpu_ms
        yield _line(visit, figures, size=size, ratio=figures.cpu_ms / bare)


def _print_growth(size: Size, num_periods: int) -> None:
    from tests.bench.visits import visits

    (visit,) = (one for one in visits() if one.page == "dashboard")
    figures = _measured(visit)
    print(f"page=dashboard periods={num_periods} cpu_ms={figures.cpu_ms:.2f}", flush=True)


def _measured(visit) -> PageFigures:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.bench.measuring import cpu_of_both

    def changed() -> bytes:
        _change()
        return visit.request()

    visit.request()  # the first visit fills caches of templates
    _change()
    with CaptureQueriesContext(connection) as queries:
        content = visit.request()
        # Counted here, because the next request empties the log.
        statements = [query["sql"] or "" for query in queries]
    return PageFigures(
        cpu_ms=cpu_of_both(visit.request),
        changed_cpu_ms=cpu_of_both(changed),
        num_queries=len(statements),
        num_bytes=len(content),
        num_compressed=len(gzip.compress(content)),
        longest_statement=max(len(statement.encode()) for statement in statements),
    )


def _change() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE reporting_fact_part SET nonce = nonce + 1 WHERE part = 1")


def _line(visit, figures: PageFigures, *, size: Size, ratio: float) -> str:
    from django.db import connection

    limit = getattr(visit.limit, size.name, None)
    most = MOST_OF_BARE.get(visit.page)
    checks = {
        "cpu": (figures.cpu_ms, limit),
        "ratio": (ratio, most),
        "queries": (figures.num_queries, visit.max_queries),
        "statement": (figures.longest_statement, LONGEST_STATEMENT),
        "compressed": (figures.num_compressed, LARGEST_PAGE),
    }
    over = [name for name, (found, most) in checks.items() if most is not None and found > most]
    columns = {
        "page": visit.page,
        "engine": "postgres" if connection.vendor == "postgresql" else connection.vendor,
        "assignments": size.units * size.tasks,
        "plans": size.plans,
        "cpu_ms": f"{figures.cpu_ms:.1f}",
        "limit_ms": "-" if limit is None else f"{limit:g}",
        "changed_cpu_ms": f"{figures.changed_cpu_ms:.1f}",
        "queries": figures.num_queries,
        "bytes": figures.num_bytes,
        "gzip_bytes": figures.num_compressed,
        "longest_sql_bytes": figures.longest_statement,
        "ratio_to_bare": f"{ratio:.2f}",
    }
    verdict = f" OVER({','.join(over)})" if over else ""
    return " ".join(f"{name}={value}" for name, value in columns.items()) + verdict


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else None)
