"""The confirmation of a submission by the head of its unit, where the plan needs it.

Officers present the submission or withdraw it. The head confirms, which sends it, or gives it
back. While it waits for the head its entries cannot change. Every step holds the period's lock.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from reporting.entries import editing
from reporting.entries.transitions import Stale
from reporting.filing import filing
from reporting.models import (
    EntryStatus,
    NoticeKind,
    PeriodEvent,
    PeriodEventKind,
    ProgressEntry,
    Submission,
    SubmissionEvent,
    SubmissionEventKind,
)
from reporting.notices.noticing import About, notify
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from units import roles
from units.models import Role, User

# Steps of a period that decide whether it is open
TURNS = (PeriodEventKind.CLOSED, PeriodEventKind.REOPENED)


@transaction.atomic
def ask(*, submission: Submission, by: User, at: datetime) -> None:
    """Present to the head all entries that are with the unit and may still be sent.

    While the period is open these are all entries, and each must be complete. Raises Refused.
    """
    period = editing.lock_period(submission)
    editing.refuse_with_head(submission)
    if not period.plan.needs_head_confirmation:
        raise Refused("Kế hoạch này không yêu cầu thủ trưởng xác nhận: hãy gửi báo cáo.")
    heads = list(roles.holders(submission.unit_id, Role.HEAD))
    if not heads:
        raise Refused(
            "Hệ thống chưa có thủ trưởng của đơn vị. Hãy đề nghị quản trị cập nhật trước khi trình."
        )
    if period.is_open:
        filing.refuse_missing(submission, period)
    entries = presented(submission, asked_at=at)
    if not entries:
        raise Refused("Không còn nội dung nào của báo cáo có thể trình và gửi.")
    filing.refuse_incomplete(entries)
    Submission.objects.filter(pk=submission.pk).update(
        confirmation_asked_at=at, confirmation_asked_by=by
    )
    event = _note(submission, SubmissionEventKind.ASKED, by=by, at=at)
    _notify(
        heads,
        NoticeKind.CONFIRMATION_ASKED,
        event,
        f"{submission.unit.short_name} trình báo cáo {period.name}, chờ thủ trưởng xác nhận.",
        url=reverse("reporting:confirm-submission", args=[submission.pk]),
    )


@transaction.atomic
def withdraw(*, submission: Submission, by: User, at: datetime) -> None:
    """Withdraw the presented submission, to edit it."""
    editing.lock_period(submission)
    _current_request(submission)
    _clear(submission)
    _note(submission, SubmissionEventKind.WITHDRAWN, by=by, at=at)


@transaction.atomic
def confirm(*, submission: Submission, seen: int, by: User, at: datetime) -> int:
    """Confirm the presented entries, which sends them now. Returns their number.

    `seen` is the id of the request that the head read: one that was withdrawn and presented
    again is not confirmed unread. Raises Refused or Stale.
    """
    period = editing.lock_period(submission)
    request = _request_seen(submission, seen)
    if period.is_open:
        filing.refuse_missing(submission, period)
    entries = presented(submission, asked_at=request.at)
    if not all(editing.is_in_time(entry, period, at=at) for entry in entries):
        raise editing.PeriodClosed(
            "Kỳ báo cáo đã đóng hoặc đã quá hạn bổ sung sau khi trình. "
            "Hãy trả lại để đơn vị trình phần còn được gửi."
        )
    if not entries:
        raise Refused("Không còn nội dung nào chờ gửi.")
    filing.refuse_incomplete(entries)
    _clear(submission)
    filing.send_entries(submission, entries, by=by, at=at)
    event = _note(submission, SubmissionEventKind.CONFIRMED, by=by, at=at)
    _notify(
        roles.holders(submission.unit_id, Role.OFFICER),
        NoticeKind.CONFIRMED,
        event,
        f"Thủ trưởng đã xác nhận và gửi báo cáo {period.name} của {submission.unit.short_name}.",
    )
    return len(entries)


@transaction.atomic
def give_back(*, submission: Submission, seen: int, by: User, at: datetime, note: str) -> None:
    """Give the submission back to its officers with a remark, without sending it."""
    period = editing.lock_period(submission)
    _request_seen(submission, seen)
    if not note.strip():
        raise Refused("Cần nêu ý kiến để cán bộ biết cần sửa gì.")
    secrecy.refuse_marks({"Ý kiến": note})
    _clear(submission)
    event = _note(submission, SubmissionEventKind.GIVEN_BACK, by=by, at=at, note=note.strip())
    _notify(
        roles.holders(submission.unit_id, Role.OFFICER),
        NoticeKind.GIVEN_BACK,
        event,
        f"Thủ trưởng trả lại báo cáo {period.name} của {submission.unit.short_name}: {event.note}",
    )


def presented(
    submission: Submission,
    *,
    asked_at: datetime,
    turns: Sequence[PeriodEvent] | None = None,
    entries: Sequence[ProgressEntry] | None = None,
) -> list[ProgressEntry]:
    """The entries that were presented at `asked_at`, as they are now.

    Two queries; one less where all `entries` of the submission were read, or the `turns` of its
    period, in any order.

    While the period was open: all that were with the unit; after that the returned ones whose
    day had not passed. Entries that the office returned later are not included.
    """
    if turns is None:
        turns = list(PeriodEvent.objects.filter(period=submission.period_id, kind__in=TURNS))
    was_open = _was_open(turns, at=asked_at)
    if entries is None:
        pending = filing.pending_entries(submission)
    else:
        pending = [entry for entry in entries if entry.is_editable]
    return [
        entry for entry in pending if _was_presented(entry, was_open=was_open, asked_at=asked_at)
    ]


def _was_open(turns: Iterable[PeriodEvent], *, at: datetime) -> bool:
    """Whether the period with these turns was open at that moment."""
    before = [turn for turn in turns if turn.at <= at]
    last = max(before, key=lambda turn: (turn.at, turn.pk), default=None)
    return last is None or last.kind == PeriodEventKind.REOPENED


def _was_presented(entry: ProgressEntry, *, was_open: bool, asked_at: datetime) -> bool:
    if entry.status != EntryStatus.RETURNED or entry.decided_at is None or entry.answer_by is None:
        return was_open
    if entry.decided_at > asked_at:
        return False
    return was_open or timezone.localdate(asked_at) <= entry.answer_by


def _current_request(submission: Submission) -> SubmissionEvent:
    submission.refresh_from_db(fields=["confirmation_asked_at", "confirmation_asked_by"])
    request = submission.events.filter(kind=SubmissionEventKind.ASKED).order_by("pk").last()
    if not submission.is_with_head or request is None:
        raise Stale("Báo cáo không còn chờ thủ trưởng xác nhận. Hãy tải lại trang để xem.")
    return request


def _request_seen(submission: Submission, seen: int) -> SubmissionEvent:
    request = _current_request(submission)
    if request.pk != seen:
        raise Stale("Cán bộ đã sửa và trình lại sau khi bạn mở trang. Hãy xem lại rồi quyết định.")
    return request


def _clear(submission: Submission) -> None:
    Submission.objects.filter(pk=submission.pk).update(
        confirmation_asked_at=None, confirmation_asked_by=None
    )
    submission.confirmation_asked_at = submission.confirmation_asked_by = None


def _note(
    submission: Submission, kind: SubmissionEventKind, *, by: User, at: datetime, note: str = ""
) -> SubmissionEvent:
    return SubmissionEvent.objects.record(submission=submission, kind=kind, by=by, at=at, note=note)


def _notify(
    people: Iterable[User], kind: NoticeKind, event: SubmissionEvent, text: str, *, url: str = ""
) -> None:
    """Notify `people`, except the person who took the step."""
    notify(
        people=[person for person in people if person.pk != event.by_id],
        kind=kind,
        about=About(submission_event_id=event.pk),
        text=text,
        url=url or reverse("reporting:file-submission", args=[event.submission_id]),
        at=event.at,
    )
