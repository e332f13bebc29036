"""Verification by the office: accept an entry, or return it with a reason and a new date.

An acceptance can be undone within a minute, and taken back later with a reason.
"""

import contextlib
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from reporting.entries import carrying
from reporting.entries import remarks as remarks_page
from reporting.entries.transitions import move
from reporting.indicators.lines import unexplained_among
from reporting.models import EntryEvent, EntryRemark, EntryStatus, ProgressEntry, RemarkField
from reporting.notices import acceptances, announcing
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from units.models import User

UNDO_WITHIN = timedelta(minutes=1)


@transaction.atomic
def accept(*, entry: ProgressEntry, by: User, at: datetime, note: str = "") -> None:
    """Accept an entry, so that it counts, and notify its unit."""
    event = _accept(entry, by=by, at=at, note=note)
    _follow_acceptance([entry], [event], by=by, at=at)


def accept_many(
    *, entries: Collection[ProgressEntry], by: User, at: datetime
) -> tuple[int, list[ProgressEntry]]:
    """Accept the entries that can still be accepted. Returns their number, and those in doubt.

    Entries with an implausible number that nobody explained are left out: each is accepted on its
    own page, where the number is in sight. A unit gets one notice for each of its submissions, for
    any number of entries.
    """
    unexplained = unexplained_among(entries)
    accepted: list[ProgressEntry] = []
    events: list[EntryEvent] = []
    with transaction.atomic():
        for entry in entries:
            if entry.pk in unexplained:
                continue
            with contextlib.suppress(Refused):
                events.append(_accept(entry, by=by, at=at))
                accepted.append(entry)
        _follow_acceptance(accepted, events, by=by, at=at)
    return len(accepted), [entry for entry in entries if entry.pk in unexplained]


@transaction.atomic
def take_acceptance_back(*, entry: ProgressEntry, by: User, at: datetime, reason: str) -> None:
    """Take an acceptance back: from now on the entry waits for a verdict again.

    Earlier days, and reviews that were issued, keep it as accepted.
    """
    if not reason.strip():
        raise Refused("Cần nêu lý do rút lại việc chấp nhận.")
    secrecy.refuse_marks({"Lý do rút lại việc chấp nhận": reason})
    _take_back(entry, by=by, at=at, note=f"Rút lại việc chấp nhận: {reason.strip()}")
    acceptances.acceptance_taken_back(entry, reason=reason.strip(), at=at)


def undo(*, entries: Iterable[ProgressEntry], by: User, at: datetime) -> tuple[int, int]:
    """Undo what `by` accepted within the last minute. Returns the numbers of undone and kept."""
    undone = kept = 0
    with transaction.atomic():
        for entry in entries:
            is_own = entry.decided_by_id == by.pk and entry.decided_at is not None
            if not is_own or not can_be_undone(entry, at=at):
                kept += 1
                continue
            try:
                _take_back(entry, by=by, at=at, note="Hoàn tác việc chấp nhận")
            except Refused:
                kept += 1
            else:
                undone += 1
                acceptances.acceptance_taken_back(entry, reason="", at=at)
    return undone, kept


def can_be_undone(entry: ProgressEntry, *, at: datetime) -> bool:
    """Whether the acceptance is so fresh that it needs no reason to be taken back."""
    is_accepted = entry.status == EntryStatus.ACCEPTED and entry.decided_at is not None
    return is_accepted and entry.decided_at is not None and at - entry.decided_at <= UNDO_WITHIN


def just_accepted(by: User, *, at: datetime) -> list[ProgressEntry]:
    """What `by` accepted last, in one step, while that can still be undone."""
    fresh = ProgressEntry.objects.filter(
        decided_by=by, status=EntryStatus.ACCEPTED, decided_at__gte=at - UNDO_WITHIN
    )
    rows = list(fresh.for_row().order_by("-decided_at", "pk"))
    return [row for row in rows if row.decided_at == rows[0].decided_at]


def _take_back(entry: ProgressEntry, *, by: User, at: datetime, note: str) -> None:
    if entry.status != EntryStatus.ACCEPTED:
        raise Refused("Kết quả này không còn ở trạng thái đã chấp nhận.")
    move(
        entry,
        to=EntryStatus.SENT,
        by=by,
        at=at,
        note=note,
        # What others still have on their screens is out of date
        version=entry.version + 1,
        decided_at=None,
        decided_by=None,
    )


@transaction.atomic
def send_back(
    *,
    entry: ProgressEntry,
    by: User,
    at: datetime,
    reason: str,
    answer_by: date,
    remarks: Mapping[RemarkField, str] | None = None,
) -> None:
    """Return an entry to its unit with a reason and the day until which to answer.

    `remarks` are shown beside their fields, and kept with the return. With remarks `reason` may
    be empty: it is then composed of them.
    """
    texts = {field: text.strip() for field, text in (remarks or {}).items() if text.strip()}
    reason = reason.strip() or remarks_page.composed(texts)
    if not reason:
        raise Refused("Cần nêu lý do trả lại, hoặc nhận xét ít nhất một mục.")
    if answer_by < timezone.localdate(at):
        raise Refused("Hạn bổ sung phải từ hôm nay trở đi.")
    if set(texts) - set(remarks_page.fields_of(entry)):
        raise Refused("Có nhận xét cho mục mà nhiệm vụ này không có.")
    names = {f"Nhận xét mục “{field.label}”": text for field, text in texts.items()}
    secrecy.refuse_marks({**names, "Lý do trả lại": reason})
    event = move(
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
    EntryRemark.objects.bulk_create(
        [
            EntryRemark(entry=entry, event=event, field=name, text=texts[name])
            for name in RemarkField
            if name in texts
        ]
    )
    announcing.entry_returned(entry, reason=reason, answer_by=answer_by, at=at)


def _accept(entry: ProgressEntry, *, by: User, at: datetime, note: str = "") -> EntryEvent:
    return move(
        entry,
        to=EntryStatus.ACCEPTED,
        by=by,
        at=at,
        note=note,
        keeps_facts=False,
        decided_at=at,
        decided_by=by,
    )


def _follow_acceptance(
    entries: list[ProgressEntry], events: list[EntryEvent], *, by: User, at: datetime
) -> None:
    """Count the accepted entries and notify their units, once for all of them."""
    carrying.settle(events, by=by, at=at)
    acceptances.entries_accepted(entries, at=at)
