"""A unit files: starts its report, saves entries, sends the whole, answers what was returned."""

from collections.abc import Mapping
from datetime import datetime
from typing import Unpack

from django.db import transaction

from plans.models import CommitmentItem
from reporting.counting import obligations
from reporting.entries import editing
from reporting.entries.content import content_of
from reporting.entries.fields import OwnContent, texts_in
from reporting.entries.transitions import Stale, move
from reporting.indicators import saving as indicator_saving
from reporting.indicators.inputs import IndicatorInput
from reporting.models import (
    ChecklistAnswer,
    EntryStatus,
    ProgressEntry,
    ReportingPeriod,
    Submission,
)
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from units.models import Unit, User

LONGEST_TEXT = 20_000


class Incomplete(Refused):
    """Some entries lack what a report must say. `entries` are the ones."""

    def __init__(self, entries: list[ProgressEntry]) -> None:
        codes = ", ".join(entry.assignment.task.code for entry in entries)
        super().__init__(f"Còn {len(entries)} nhiệm vụ chưa đủ nội dung để gửi: {codes}.")
        self.entries = entries


@transaction.atomic
def start(*, period: ReportingPeriod, unit: Unit, by: User, at: datetime) -> Submission:
    """Make the unit's report for PERIOD with an entry per owed assignment, or complete it.

    Called again, it adds the entries of assignments that were confirmed since.
    """
    period = _open_period(period.pk)
    owed = list(obligations.owed_in(period).filter(unit=unit).values_list("pk", flat=True))
    submission = Submission.objects.filter(period=period, unit=unit).first()
    if submission is None:
        if not owed:
            raise Refused("Đơn vị không có nhiệm vụ phải báo cáo trong kỳ này.")
        submission, _ = Submission.objects.get_or_create(period=period, unit=unit)
    present = set(submission.entries.values_list("assignment_id", flat=True))
    absent = [pk for pk in owed if pk not in present]
    if present and absent:
        editing.refuse_with_head(submission)
    ProgressEntry.objects.bulk_create(
        [
            ProgressEntry(submission=submission, assignment_id=pk, saved_by=by, saved_at=at)
            for pk in absent
        ],
        ignore_conflicts=True,
    )
    return submission


@transaction.atomic
def save_entry(
    *,
    entry: ProgressEntry,
    seen_version: int,
    by: User,
    at: datetime,
    answers: Mapping[int, bool | None] | None = None,
    indicator_values: Mapping[int, IndicatorInput] | None = None,
    **content: Unpack[OwnContent],
) -> None:
    """Save the draft of ENTRY, if nobody saved it since the version the writer saw.

    ANSWERS maps a commitment item's id to kept (True), not kept (False) or unanswered (None).
    INDICATOR_VALUES maps an indicator's id to what is entered for it; those left out stay.
    """
    secrecy.refuse_marks(
        {
            **texts_in(content),
            "Giải trình": " ".join(one.explanation for one in (indicator_values or {}).values()),
        }
    )
    editing.check_editable(entry, at=at)
    unchanged = ProgressEntry.objects.filter(pk=entry.pk, version=seen_version, status=entry.status)
    if not unchanged.update(**content, version=seen_version + 1, saved_at=at, saved_by=by):
        raise Stale(
            "Nội dung này vừa được người khác lưu. Phần bạn gõ vẫn còn trên màn hình; "
            "hãy đối chiếu với nội dung người đó đã lưu rồi quyết định."
        )
    entry.version, entry.saved_at, entry.saved_by = seen_version + 1, at, by
    for name, value in content.items():
        setattr(entry, name, value)
    if answers:
        _save_answers(entry, answers)
    if indicator_values:
        indicator_saving.save_values(entry, indicator_values)


@transaction.atomic
def send(*, submission: Submission, by: User, at: datetime) -> int:
    """Send the report as a whole: every entry still with the unit goes to the office.

    Locks the period first, so that closing it waits for us. Returns the number of entries sent.
    Raises PeriodClosed, WithHead, Incomplete, or Refused where there is nothing to send.
    """
    period = _open_period(submission.period_id)
    _refuse_past_head(submission, period)
    refuse_missing(submission, period)
    pending = pending_entries(submission)
    if not pending:
        raise Refused("Báo cáo đã gửi, không còn nội dung nào chờ gửi.")
    refuse_incomplete(pending)
    send_entries(submission, pending, by=by, at=at)
    return len(pending)


@transaction.atomic
def answer(*, entry: ProgressEntry, by: User, at: datetime) -> None:
    """Send one returned entry again, also after its period closed, until its day."""
    editing.check_editable(entry, at=at)
    _refuse_past_head(entry.submission, entry.submission.period)
    if entry.status != EntryStatus.RETURNED:
        raise Refused("Kết quả này không ở trạng thái bị trả lại.")
    refuse_incomplete([entry])
    send_entries(entry.submission, [entry], by=by, at=at)


@transaction.atomic
def take_back(*, entry: ProgressEntry, by: User, at: datetime, note: str) -> None:
    """Take a sent or accepted entry back to rework it; an acceptance is void from then on."""
    _open_period(entry.submission.period_id)
    editing.refuse_with_head(entry.submission)
    if not note.strip():
        raise Refused("Cần nêu lý do sửa lại.")
    move(entry, to=EntryStatus.DRAFT, by=by, at=at, note=note)


def _open_period(period_id: int) -> ReportingPeriod:
    period = ReportingPeriod.objects.select_for_update(no_key=True).get(pk=period_id)
    if not period.is_open:
        raise editing.PeriodClosed("Kỳ báo cáo chưa mở hoặc đã đóng, không nhận báo cáo.")
    return period


def _refuse_past_head(submission: Submission, period: ReportingPeriod) -> None:
    """Nothing leaves the unit past its head, where the plan asks for the head's word."""
    editing.refuse_with_head(submission)
    if period.plan.needs_head_confirmation:
        raise editing.WithHead(
            "Kế hoạch này yêu cầu thủ trưởng xác nhận: hãy trình báo cáo, không gửi."
        )


def refuse_missing(submission: Submission, period: ReportingPeriod) -> None:
    """Raise Refused where the unit owes what the report does not hold yet."""
    owed = obligations.owed_in(period).filter(unit=submission.unit_id)
    if owed.exclude(pk__in=submission.entries.values("assignment")).exists():
        raise Refused("Có nhiệm vụ mới được giao, hãy bổ sung vào báo cáo trước khi gửi.")


def refuse_incomplete(entries: list[ProgressEntry]) -> None:
    """Raise Incomplete where some of ENTRIES lack what a report must say."""
    incomplete = [entry for entry in entries if not entry.is_complete]
    if incomplete:
        raise Incomplete(incomplete)


def _save_answers(entry: ProgressEntry, answers: Mapping[int, bool | None]) -> None:
    """Write the answers to the components of the entry's own task; others are left out."""
    items = CommitmentItem.objects.filter(commitment__task=entry.assignment.task_id, pk__in=answers)
    ChecklistAnswer.objects.bulk_create(
        [
            ChecklistAnswer(entry=entry, item_id=pk, is_kept=answers[pk])
            for pk in items.order_by("pk").values_list("pk", flat=True)
        ],
        update_conflicts=True,
        unique_fields=["entry", "item"],
        update_fields=["is_kept"],
    )


def pending_entries(submission: Submission) -> list[ProgressEntry]:
    """What is still with the unit, in plan order, with all that a sending keeps."""
    return list(
        submission.entries.filter(status__in=[EntryStatus.DRAFT, EntryStatus.RETURNED])
        .select_related("submission__period", "assignment__task__group")
        .prefetch_related(
            "evidence", "answers__item", "indicator_values", "assignment__task__indicators"
        )
        .in_plan_order()
    )


def send_entries(
    submission: Submission, entries: list[ProgressEntry], *, by: User, at: datetime
) -> None:
    """Move ENTRIES to the office and note the sending. The rules are checked by the caller."""
    for entry in entries:
        _send_entry(entry, by=by, at=at)
    _note_sending(submission, by=by, at=at)


def _send_entry(entry: ProgressEntry, *, by: User, at: datetime) -> None:
    content = content_of(entry)
    move(
        entry,
        to=EntryStatus.SENT,
        by=by,
        at=at,
        content=content,
        # A sending counts as a version too, for evidence may have changed without a save
        version=entry.version + 1,
        last_sent_at=at,
        sent_content=content,
        return_reason="",
    )


def _note_sending(submission: Submission, *, by: User, at: datetime) -> None:
    first = Submission.objects.filter(pk=submission.pk, sent_at__isnull=True)
    if not first.update(sent_at=at, sent_by=by, last_sent_at=at):
        Submission.objects.filter(pk=submission.pk).update(last_sent_at=at)
    submission.refresh_from_db(fields=["sent_at", "sent_by", "last_sent_at"])
