"""Celery's scheduler, with a heartbeat for /healthz."""

import logging
from datetime import datetime, timedelta

from celery.beat import Scheduler
from django.db import Error as DatabaseError
from django.db import close_old_connections
from django.utils import timezone

from reporting.operations import heartbeats

EVERY = timedelta(seconds=20)

logger = logging.getLogger(__name__)


class HeartbeatScheduler(Scheduler):
    """The stock scheduler, which also records the time of its last tick.

    It keeps its times in memory: all entries are due at the start of beat, so a file of them would
    say nothing, and a damaged one stopped beat for good.

    Its entries are code (`tracker/schedule.py`); the schedules of the office are rows
    (`ReviewSchedule`), so no table of crontabs is needed.
    """

    _noted_at: datetime | None = None

    def setup_schedule(self) -> None:
        """Make every entry due at once.

        Beat does not know which runs it missed while it was off, and /healthz would otherwise wait
        half a minute for the heartbeat of the worker.
        """
        super().setup_schedule()
        for entry in self.schedule.values():
            entry.last_run_at = self.app.now() - timedelta(days=1)

    def tick(self, *args: object, **kwargs: object) -> float:
        now = timezone.now()
        if self._noted_at is None or now - self._noted_at >= EVERY:
            self._noted_at = now
            try:
                # Beat runs outside requests and tasks, which would close old connections
                close_old_connections()
                heartbeats.note(name="beat", at=now)
            except DatabaseError:
                logger.warning("The heartbeat of beat was not stored: the database does not answer")
        wait: float = super().tick(*args, **kwargs)
        return min(wait, EVERY.total_seconds())
