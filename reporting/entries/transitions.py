"""The steps an entry may take, and the one function that takes them."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from reporting.models import EntryEvent, EntryStatus, ProgressEntry
from tracker.lib.refusal import Refused
from units.models import User

SUCCESSORS: dict[EntryStatus, frozenset[EntryStatus]] = {
    EntryStatus.DRAFT: frozenset({EntryStatus.SENT}),
    # A unit may take back what it sent, or rework what was accepted: acceptance is then void.
    EntryStatus.SENT: frozenset({EntryStatus.ACCEPTED, EntryStatus.RETURNED, EntryStatus.DRAFT}),
    EntryStatus.RETURNED: frozenset({EntryStatus.SENT}),
    EntryStatus.ACCEPTED: frozenset({EntryStatus.DRAFT}),
}


class Stale(Refused):
    """Someone else was faster: the row is no longer as the person saw it."""


def move(
    entry: ProgressEntry,
    *,
    to: EntryStatus,
    by: User,
    at: datetime,
    note: str = "",
    answer_by: date | None = None,
    content: dict[str, Any] | None = None,
    **changes: Any,
) -> EntryEvent:
    """Move ENTRY from the status its reader saw to TO. Updates ENTRY; returns the event written.

    CONTENT is what the unit sent, kept with the event of a sending. Needs
    `entry.submission.period` loaded. Raises Refused where the table forbids the step, and
    Stale where another person moved or saved the entry since it was read.
    """
    seen = EntryStatus(entry.status)
    if to not in SUCCESSORS[seen]:
        raise Refused(
            f"Kết quả đang ở trạng thái “{seen.label}”, không thể chuyển sang “{to.label}”."
        )
    with transaction.atomic():
        unchanged = ProgressEntry.objects.filter(pk=entry.pk, status=seen, version=entry.version)
        if not unchanged.update(status=to, answer_by=answer_by, **changes):
            raise Stale("Có người vừa thay đổi kết quả này. Hãy tải lại trang để xem.")
        entry.status, entry.answer_by = to, answer_by
        for name, value in changes.items():
            setattr(entry, name, value)
        return EntryEvent.objects.record(
            entry=entry,
            assignment_id=entry.assignment_id,
            period_data_to=entry.submission.period.data_to,
            at=at,
            by=by,
            from_status=seen,
            to_status=to,
            state=entry.state,
            percent=entry.percent,
            reported_at=entry.last_sent_at,
            note=note,
            answer_by=answer_by,
            content=content,
        )
