"""A sign of life beside long work that cannot stop to give one."""

import logging
from collections.abc import Callable
from threading import Event, Thread
from types import TracebackType

from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)


class Heartbeat:
    """While the block runs, BEAT is called every SECONDS from a thread of its own.

    BEAT says whether there is still something to keep alive; after a no it is not called again.
    The thread has its own database connection, for the block holds the other one.
    """

    def __init__(self, beat: Callable[[], bool], *, seconds: float) -> None:
        self._beat = beat
        self._seconds = seconds
        self._stop = Event()
        self._thread = Thread(target=self._run, name="heartbeat", daemon=True)

    def __enter__(self) -> "Heartbeat":
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
            # A missed beat is made up by the next one
            logger.warning("A heartbeat could not be written", exc_info=True)
            connection.close()
            return True
