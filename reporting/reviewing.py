"""The office verifies: accepts an entry, or returns it with a reason and a new date."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from reporting.models import EntryStatus, ProgressEntry
from reporting.transitions import move
from tracker.lib.refusal import Refused
from units.models import User


def accept(*, entry: ProgressEntry, by: User, at: datetime, note: str = "") -> None:
    """Accept ENTRY: from now on it counts."""
    move(entry, to=EntryStatus.ACCEPTED, by=by, at=at, note=note, decided_at=at, decided_by=by)


def accept_many(*, entries: Iterable[ProgressEntry], by: User, at: datetime) -> tuple[int, int]:
    """Accept what can still be accepted. Returns how many were, and how many were not."""
    accepted = skipped = 0
    with transaction.atomic():
        for entry in entries:
            try:
                accept(entry=entry, by=by, at=at)
            except Refused:
                skipped += 1
            else:
                accepted += 1
    return accepted, skipped


def send_back(
    *, entry: ProgressEntry, by: User, at: datetime, reason: str, answer_by: date
) -> None:
    """Return ENTRY to its unit: what is missing, and by when it is to be answered."""
    if not reason.strip():
        raise Refused("Cần nêu lý do trả lại.")
    if answer_by < timezone.localdate(at):
        raise Refused("Hạn bổ sung phải từ hôm nay trở đi.")
    move(
        entry,
        to=EntryStatus.RETURNED,
        by=by,
        at=at,
        note=reason,
        answer_by=answer_by,
        decided_at=at,
        decided_by=by,
        return_reason=reason,
    )
