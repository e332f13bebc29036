"""The transitions of an entry's status, and the one function that makes them."""

from datetime import date, datetime

from django.db import transaction

from reporting.entries import carrying
from reporting.entries.content import EntryContent
from reporting.models import EntryEvent, EntryStatus, ProgressEntry
from tracker.lib.refusal import Refused
from units.models import User

SUCCESSORS: dict[EntryStatus, frozenset[EntryStatus]] = {
    EntryStatus.DRAFT: frozenset({EntryStatus.SENT}),
    # A unit may take back a sent entry, or rework an accepted one, which voids the acceptance
    EntryStatus.SENT: frozenset({EntryStatus.ACCEPTED, EntryStatus.RETURNED, EntryStatus.DRAFT}),
    EntryStatus.RETURNED: frozenset({EntryStatus.SENT}),
    # The office may take an acceptance back, which waits for a verdict again
    EntryStatus.ACCEPTED: frozenset({EntryStatus.DRAFT, EntryStatus.SENT}),
}


class Stale(Refused):
    """The row was changed by somebody else since the person saw it."""


def move(
    entry: ProgressEntry,
    *,
    to: EntryStatus,
    by: User,
    at: datetime,
    note: str = "",
    answer_by: date | None = None,
    content: EntryContent | None = None,
    keeps_facts: bool = True,
    **changes: object,
) -> EntryEvent:
    """Move an entry from the status its reader saw, and update it; returns the event.

    `content` is kept with the event of a sending. Needs `entry.submission.period` loaded.
    A use case that moves many entries passes `keeps_facts=False`, and calls `carrying.settle` once
    for all of them in its transaction.
    Raises Refused where the table forbids the step, and Stale where somebody else moved or
    saved the entry since it was read.
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
        event = EntryEvent.objects.record(
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
        if keeps_facts:
            carrying.settle([event], by=by, at=at)
        return event
