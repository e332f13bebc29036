"""Which statements were run, and which of them change something."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

READS = re.compile(r"[\s(]*(SELECT|SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT)\b")


@contextmanager
def run_statements() -> Iterator[list[str]]:
    """The statements run inside the block, without their values."""
    run: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        run.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield run


def writing(statements: Iterable[str]) -> list[str]:
    """Those that do not only read."""
    return [sql for sql in statements if not READS.match(sql)]


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements, apart from those that only read, run inside the block."""
    written: list[str] = []
    with run_statements() as run:
        yield written
        written += writing(run)
