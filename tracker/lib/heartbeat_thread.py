"""A thread that signals life during long work."""

import logging
from collections.abc import Callable
from threading import Event, Thread
from types import TracebackType

from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)


class HeartbeatThread:
    """While the block runs, call `beat` every `seconds` from another thread.

    `beat` returns whether the work is still claimed; after False it is not called again.
    The thread uses its own database connection, because the block uses the other one.
    """

    def __init__(self, beat: Callable[[], bool], *, seconds: float) -> None:
        self._beat = beat
        self._seconds = seconds
        self._stop = Event()
        self._thread = Thread(target=self._run, name="heartbeat", daemon=True)

    def __enter__(self) -> "HeartbeatThread":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._stop.wait(self._seconds):
                if not self._beat_once():
                    return
        finally:
            connection.close()

    def _beat_once(self) -> bool:
        try:
            return self._beat()
        except DatabaseError:
            # The next beat makes up for a missed one
            logger.warning("A heartbeat could not be written", exc_info=True)
            connection.close()
            return True
