"""Many queries that read one state of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from tracker.lib.database.sqlite3 import base as sqlite


@contextmanager
def one_state() -> Iterator[None]:
    """Let the queries of the block, which writes nothing, read the same state.

    Nobody waits for it: SQLite would otherwise keep everybody from saving until its end.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if isinstance(connection, sqlite.PatientWrapper):
        with connection.reading(), transaction.atomic():
            yield
        return
    with transaction.atomic():
        if not connection.savepoint_ids:  # the outermost
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
