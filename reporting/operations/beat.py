"""Celery's scheduler, with a sign of life for healthz."""

from datetime import timedelta
from typing import Any

from celery.beat import PersistentScheduler
from django.db import close_old_connections
from django.utils import timezone

from reporting.operations import heartbeats

EVERY = timedelta(seconds=20)


class HeartbeatScheduler(PersistentScheduler):
    """The stock scheduler; it also writes when it last ticked.

    The entries are code (settings.CELERY_BEAT_SCHEDULE); what the office schedules are rows
    (`ReviewSchedule`), so no table of crontabs is needed.
    """

    _noted_at = None

    def setup_schedule(self) -> None:
        """A beat that starts sends everything once: nobody knows what was missed while it was off,
        and /healthz need not wait half a minute to hear of the worker."""
        super().setup_schedule()
        for entry in self.schedule.values():
            entry.last_run_at = self.app.now() - timedelta(days=1)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        now = timezone.now()
        if self._noted_at is None or now - self._noted_at >= EVERY:
            # Nobody else does this here: beat has no requests and no tasks around it.
            close_old_connections()
            heartbeats.note(name="beat", at=now)
            self._noted_at = now
        return min(super().tick(*args, **kwargs), EVERY.total_seconds())
