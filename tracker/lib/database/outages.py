"""Tells a database that does not answer from a fault of the product."""

import psycopg
from django.db import DatabaseError, InterfaceError, OperationalError

RETRY_AFTER = 10  # seconds
# By PostgreSQL: ended by an administrator or a crash, and starting; lost connections have no code
_STATES = ("57P01", "57P02", "57P03")
_BUSY = "database is locked"


def is_outage(error: BaseException | None) -> bool:
    """Whether `error` will most likely be gone in a moment."""
    if not isinstance(error, DatabaseError | InterfaceError):
        return False
    if _BUSY in str(error):  # SQLite, when somebody writes for longer than it waits
        return True
    cause = error.__cause__
    if not isinstance(cause, psycopg.Error):
        return False
    state = cause.sqlstate
    if state is None:
        return isinstance(error, OperationalError | InterfaceError)
    return state in _STATES or state.startswith("08")
