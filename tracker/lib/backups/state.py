"""What administrators should know about the backups."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from tracker.lib.backups import keys, shelf


@dataclass(frozen=True)
class State:
    """`is_stale`: nothing was backed up for `BACKUP_STALE_DAYS`. `needs_key_copy`: the key lies
    beside the data, and nobody has taken a copy of it yet."""

    newest: shelf.Backup | None
    is_stale: bool
    needs_key_copy: bool


def state(*, at: datetime) -> State:
    newest = shelf.newest()
    last = newest.made_at if newest else shelf.began()
    return State(
        newest=newest,
        is_stale=last is not None and at - last > timedelta(days=settings.BACKUP_STALE_DAYS),
        needs_key_copy=newest is not None and keys.is_own() and not keys.is_taken(),
    )
