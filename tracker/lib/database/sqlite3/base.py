"""The engine. Django looks for its class in a module of this name."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.sqlite3 import base

BUSY_BYTE = 0xFF  # of an error's code; the rest says more about it
PAUSE = 0.002  # seconds

# Of the threads of a process one asks, and the others wait behind it
_turn = threading.Lock()


class PatientWrapper(base.DatabaseWrapper):
    """Asks for the right to write every two milliseconds.

    SQLite itself pauses longer and longer, up to a tenth of a second. A save that had waited would
    be overtaken by all that came later, again and again.
    """

    transaction_mode: str | None  # set by Django from OPTIONS

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Begin transactions that nobody who writes waits for, and that write nothing."""
        self.ensure_connection()  # a new one would take the mode from OPTIONS again
        mode, self.transaction_mode = self.transaction_mode, "DEFERRED"
        try:
            yield
        finally:
            self.transaction_mode = mode

    def _start_transaction_under_autocommit(self) -> None:
        if self.transaction_mode != "IMMEDIATE":
            with self.cursor() as cursor:
                cursor.execute(f"BEGIN {self.transaction_mode or ''}")
            return
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        until = time.monotonic() + patience
        with self.wrap_database_errors:
            if not _turn.acquire(timeout=patience):
                raise sqlite3.OperationalError("database is locked")
            try:
                self.connection.execute("PRAGMA busy_timeout = 0")
                self._begin(until)
            finally:
                _turn.release()
                self.connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")

    def _begin(self, until: float) -> None:
        while True:
            try:
                self.connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                is_busy = error.sqlite_errorcode & BUSY_BYTE == sqlite3.SQLITE_BUSY
                if not is_busy or time.monotonic() > until:
                    raise
            time.sleep(PAUSE)


DatabaseWrapper = PatientWrapper  # the name that Django asks for
