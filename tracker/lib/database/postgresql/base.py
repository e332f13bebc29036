"""The engine. Django looks for its class in a module of this name."""

import threading
import time

from django.db.backends.postgresql import base
from psycopg import Connection, OperationalError
from psycopg_pool import ConnectionPool

# Of four threads one stays free to say that the database is away. The pool's own limit counts
# those too who gave up, and then refuses everybody.
_waiting = threading.Semaphore(3)
JUST_NOW = 2.0  # seconds
SOON = 0.1  # seconds; nobody waits so long while the database answers


class DatabaseWrapper(base.DatabaseWrapper):
    """Asks a pooled connection before it is given out, and throws all away after a restart.

    The pool's own check tries stale connections one by one, with growing pauses, so that the first
    request after a restart would wait for seconds.
    """

    silent_at = -JUST_NOW  # when it last did not answer, of all threads

    def get_new_connection(self, conn_params: dict[str, object]) -> Connection:
        if not _waiting.acquire(timeout=SOON):
            raise OperationalError("the database does not answer those who wait already")
        try:
            return self._living_connection(conn_params)
        finally:
            _waiting.release()

    def _living_connection(self, conn_params: dict[str, object]) -> Connection:
        connection: Connection = super().get_new_connection(conn_params)
        pool: ConnectionPool | None = self.pool
        if pool is None or _is_alive(connection):
            return connection
        pool.putconn(connection)
        pool.drain()
        connection = super().get_new_connection(conn_params)
        if not _is_alive(connection):
            pool.putconn(connection)
            raise OperationalError("the database ended a connection that was just made")
        return connection

    def answers_within(self, seconds: float) -> bool:
        """Whether a query is answered so soon; for /healthz, which must not wait like a page."""
        pool: ConnectionPool | None = self.pool
        if pool is None:
            return self.is_usable()
        if time.monotonic() - DatabaseWrapper.silent_at < JUST_NOW:
            seconds = SOON  # several monitors must not wait for one another
        until = time.monotonic() + seconds
        pool.open()
        while (left := until - time.monotonic()) > 0:
            try:
                connection = pool.getconn(timeout=left)
            except OperationalError:
                break
            is_alive = _is_alive(connection)
            pool.putconn(connection)
            if is_alive:
                return True
            pool.drain()
        DatabaseWrapper.silent_at = time.monotonic()
        return False


def _is_alive(connection: Connection) -> bool:
    try:
        ConnectionPool.check_connection(connection)
    except OperationalError:
        return False
    return True
