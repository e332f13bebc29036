"""Notices of accepted results, one a day for each submission, and of acceptances taken back."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import F, Q, prefetch_related_objects
from django.utils import timezone

from plans.bearers import follower_of
from reporting.models import EntryStatus, Notice, NoticeKind, ProgressEntry
from reporting.notices.announcing import (
    UnitMessage,
    notify_units,
    section_url,
    submission_url,
)
from reporting.notices.noticing import About, Message, notify_each, reword
from units.models import Role
from units.roles import holders_by_unit


def entries_accepted(entries: Iterable[ProgressEntry], *, at: datetime) -> None:
    """Notify the units of accepted `entries`, with one notice for each submission.

    Call it after their step. A notice of today about the same submission that is still unread,
    in the app and by mail, is reworded to include these entries. Needs `assignment.task` and
    `submission.period` loaded.
    """
    by_submission: dict[int, list[ProgressEntry]] = {}
    for entry in entries:
        by_submission.setdefault(entry.submission_id, []).append(entry)
    if not by_submission:
        return
    firsts = [entries[0].submission for entries in by_submission.values()]
    prefetch_related_objects([first.period for first in firsts], "plan__owner")
    units = {first.unit_id for first in firsts}
    people = holders_by_unit(units, (Role.OFFICER, Role.HEAD))
    updated = _update_unread(by_submission, at=at)
    notify_each(
        [
            Message(recipient_id, NoticeKind.ACCEPTED, _about(group[0]), *_words(group))
            for pk, group in by_submission.items()
            for recipient_id in people.get(group[0].submission.unit_id, ())
            if (recipient_id, pk) not in updated
        ],
        at=at,
    )


def acceptance_taken_back(entry: ProgressEntry, *, reason: str, at: datetime) -> None:
    """Correct the notices that nobody has read yet; else tell the unit, with the reason.

    Call it after the step. Without a reason the acceptance was undone within a minute.
    """
    num_corrected = _retract_unread(entry, at=at)
    if num_corrected and not reason:
        return
    who = follower_of(entry.submission.period.plan)
    text = (
        f"{who} rút lại việc chấp nhận kết quả nhiệm vụ {entry.assignment.task.code}, "
        f"{entry.submission.period.name}; kết quả chờ thẩm tra lại."
    )
    if reason:
        text = f"{text} Lý do: {reason}"
    about = About(entry_id=entry.pk, turn=entry.version)
    unit_id = entry.submission.unit_id
    message = UnitMessage(unit_id, NoticeKind.UNACCEPTED, about, text, section_url(entry))
    notify_units([message], at=at)


def _retract_unread(entry: ProgressEntry, *, at: datetime) -> int:
    """Take the entry out of unread notices of today; one that names nothing else goes."""
    pk = entry.submission_id
    waiting = _unread([pk], at=at)
    accepted = _accepted_today([pk], at=at) if waiting else []
    kept = []
    for notice in waiting:
        group = [row for row in accepted if row.decided_at and row.decided_at >= notice.at]
        if group:
            reword(notice, *_words(group))
            kept.append(notice)
        else:
            notice.delete()
    Notice.objects.bulk_update(kept, ["text", "url"])
    return len(waiting)


def _midnight(at: datetime) -> datetime:
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)


def _unread(submissions: Iterable[int], *, at: datetime) -> list[Notice]:
    """The notices of today about accepted results that nobody has read; the rows are locked."""
    return list(
        Notice.objects.select_for_update(of=("self",))
        .filter(
            entry__submission__in=submissions,
            kind=NoticeKind.ACCEPTED,
            digest__isnull=True,
            at__gte=_midnight(at),
        )
        # A kind that is hidden in the app was read from the start; the mail may carry it
        .filter(Q(read_at__isnull=True) | Q(read_at=F("at")))
        .select_related("entry")
        .order_by("pk")
    )


def _accepted_today(submissions: Iterable[int], *, at: datetime) -> list[ProgressEntry]:
    return list(
        ProgressEntry.objects.filter(
            submission__in=submissions, status=EntryStatus.ACCEPTED, decided_at__gte=_midnight(at)
        )
        .select_related("submission__period__plan__owner", "assignment__task")
        .in_plan_order()
    )


def _update_unread(
    submissions: Mapping[int, list[ProgressEntry]], *, at: datetime
) -> set[tuple[int, int]]:
    """Reword the unread notices of today so that they name all entries accepted since.

    Returns their recipients, as (recipient, submission). The rows are locked, so that neither
    another reviewer nor the digest comes between.
    """
    waiting = _unread(submissions, at=at)
    if not waiting:
        return set()
    accepted = _accepted_today(submissions, at=at)
    # A reviewer who waited for another's rows comes after them, though with an earlier time
    just_now = {entry.pk for entries in submissions.values() for entry in entries}
    updated = set()
    for notice in waiting:
        if notice.entry is None:
            continue
        pk = notice.entry.submission_id
        group = [
            entry
            for entry in accepted
            if entry.submission_id == pk
            and (entry.pk in just_now or (entry.decided_at and entry.decided_at >= notice.at))
        ]
        reword(notice, *_words(group))
        updated.add((notice.recipient_id, pk))
    Notice.objects.bulk_update(waiting, ["text", "url"])
    return updated


def _about(first: ProgressEntry) -> About:
    return About(entry_id=first.pk, turn=first.version)


def _words(group: list[ProgressEntry]) -> tuple[str, str]:
    """The text and the address of a notice."""
    first, name = group[0], group[0].submission.period.name
    who = follower_of(first.submission.period.plan)
    if len(group) == 1:
        code = first.assignment.task.code
        return f"{who} đã chấp nhận kết quả nhiệm vụ {code}, {name}.", section_url(first)
    codes = ", ".join(entry.assignment.task.code for entry in group)
    text = f"{who} đã chấp nhận {len(group)} kết quả của {name}: {codes}."
    return text, submission_url(first.submission_id)
