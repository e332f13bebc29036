"""The steps of filing: start a submission, save its entries, send it, answer returned entries."""

from collections.abc import Mapping
from datetime import datetime
from typing import NotRequired, Unpack

from django.db import transaction

from plans.models import CommitmentItem
from reporting.counting import obligations
from reporting.entries import carrying, editing, versions
from reporting.entries.content import content_of
from reporting.entries.fields import OWN_NAMES, OwnContent, own_content_in, texts_in
from reporting.entries.transitions import Stale, move
from reporting.indicators import saving as indicator_saving
from reporting.indicators.inputs import IndicatorInput
from reporting.models import (
    ChecklistAnswer,
    EntryEvent,
    EntryStatus,
    ProgressEntry,
    ReportingPeriod,
    Submission,
    has_percent,
)
from tracker.lib import secrecy, statements
from tracker.lib.refusal import Refused
from units.models import Unit, User

LONGEST_TEXT = 20_000
NO_PERCENT = (
    "Nhiệm vụ định kỳ, thường xuyên không ghi tỷ lệ hoàn thành; mỗi kỳ chỉ chọn mức độ thực hiện."
)


class SavedContent(OwnContent):
    """What `save_entry` writes.

    `answers` maps a commitment item's id to kept (True), not kept (False) or unanswered (None),
    `indicator_values` an indicator's id to its input; those without one are not changed.
    """

    answers: NotRequired[Mapping[int, bool | None] | None]
    indicator_values: NotRequired[Mapping[int, IndicatorInput] | None]


class Incomplete(Refused):
    """Some `entries` lack required content."""

    def __init__(self, entries: list[ProgressEntry]) -> None:
        codes = ", ".join(entry.assignment.task.code for entry in entries)
        super().__init__(f"Còn {len(entries)} nhiệm vụ chưa đủ nội dung để gửi: {codes}.")
        self.entries = entries


@transaction.atomic
def start(*, period: ReportingPeriod, unit: Unit, by: User, at: datetime) -> Submission:
    """Create the unit's submission for a period with an entry per owed assignment.

    Called again, it adds the entries of assignments that were confirmed since.
    """
    period = _open_period(period.pk)
    owed_by_unit = obligations.owed_in(period).filter(unit=unit).in_plan_order()
    owed = list(owed_by_unit.values_list("pk", flat=True))
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
    is_kept: bool = False,
    **content: Unpack[SavedContent],
) -> None:
    """Save the draft of an entry. Raises Stale where it was saved since `seen_version`.

    What it replaces is kept where that is worth it (`entries.versions`); `is_kept`: in any case.
    Raises Refused for a percentage of a task that has none.
    """
    answers, numbers = content.get("answers") or {}, content.get("indicator_values") or {}
    own = own_content_in(content)
    if own["percent"] is not None and not has_percent(entry.assignment.task.kind):
        raise Refused(NO_PERCENT)
    secrecy.refuse_marks(
        {
            **texts_in(own),
            "Giải trình": " ".join(one.explanation for one in numbers.values()),
        }
    )
    editing.check_editable(entry, at=at)
    if entry.version != seen_version:
        entry.refresh_from_db(fields=[*OWN_NAMES, "status", "version", "saved_at", "saved_by"])
    saved = versions.Content(own, numbers, answers)
    replaced = versions.replaced_by(saved, entry=entry, by=by, at=at, is_wanted=is_kept)
    unchanged = ProgressEntry.objects.filter(pk=entry.pk, version=seen_version, status=entry.status)
    if not unchanged.update(**own, version=seen_version + 1, saved_at=at, saved_by=by):
        raise Stale(
            "Nội dung này vừa được người khác lưu. Phần bạn gõ vẫn còn trên màn hình; "
            "hãy đối chiếu với nội dung người đó đã lưu rồi quyết định."
        )
    if replaced:
        versions.keep(replaced)
    entry.version, entry.saved_at, entry.saved_by = seen_version + 1, at, by
    for name, value in own.items():
        setattr(entry, name, value)
    if answers:
        _save_answers(entry, answers)
    if numbers:
        indicator_saving.save_values(entry, numbers)


@transaction.atomic
def send(*, submission: Submission, by: User, at: datetime) -> int:
    """Send all entries that are with the unit to the office. Returns their number.

    Locks the period first, so that closing it waits. Raises PeriodClosed, WithHead, Incomplete,
    or Refused where no entry is to be sent.
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
    """Send one returned entry again, until its day also after the period closed."""
    editing.check_editable(entry, at=at)
    _refuse_past_head(entry.submission, entry.submission.period)
    if entry.status != EntryStatus.RETURNED:
        raise Refused("Kết quả này không ở trạng thái bị trả lại.")
    refuse_incomplete([entry])
    send_entries(entry.submission, [entry], by=by, at=at)


@transaction.atomic
def take_back(*, entry: ProgressEntry, by: User, at: datetime, note: str) -> None:
    """Take a sent or accepted entry back to rework it, which voids an acceptance."""
    _open_period(entry.submission.period_id)
    editing.refuse_with_head(entry.submission)
    if not note.strip():
        raise Refused("Cần nêu lý do sửa lại.")
    secrecy.refuse_marks({"Lý do sửa lại": note})
    move(entry, to=EntryStatus.DRAFT, by=by, at=at, note=note)


def _open_period(period_id: int) -> ReportingPeriod:
    period = ReportingPeriod.objects.select_for_update(no_key=True).get(pk=period_id)
    if not period.is_open:
        raise editing.PeriodClosed("Kỳ báo cáo chưa mở hoặc đã đóng, không nhận báo cáo.")
    return period


def _refuse_past_head(submission: Submission, period: ReportingPeriod) -> None:
    """Raise WithHead where the submission waits for the head, or its plan needs a confirmation."""
    editing.refuse_with_head(submission)
    if period.plan.needs_head_confirmation:
        raise editing.WithHead(
            "Kế hoạch này yêu cầu thủ trưởng xác nhận: hãy trình báo cáo, không gửi."
        )


def num_missing(submission: Submission, period: ReportingPeriod) -> int:
    """The number of assignments that the unit owes and the submission lacks; one query."""

    def build() -> statements.Query:
        units = Submission.objects.filter(pk=statements.MARK).values("unit")
        present = ProgressEntry.objects.filter(submission=statements.MARK).values("assignment")
        owed = obligations.owed_in(period).filter(unit__in=units).exclude(pk__in=present)
        return owed.order_by().values_list("pk")

    key = "missing", period.pk, period.plan_id, period.data_to, period.due_on
    return len(statements.rows_of(key, (), build, given=submission.pk))


def refuse_missing(submission: Submission, period: ReportingPeriod) -> None:
    """Raise Refused where the unit owes assignments that the submission lacks."""
    if num_missing(submission, period):
        raise Refused("Có nhiệm vụ mới được giao, hãy bổ sung vào báo cáo trước khi gửi.")


def refuse_incomplete(entries: list[ProgressEntry]) -> None:
    """Raise Incomplete where some entries lack required content."""
    incomplete = [entry for entry in entries if not entry.is_complete]
    if incomplete:
        raise Incomplete(incomplete)


def _save_answers(entry: ProgressEntry, answers: Mapping[int, bool | None]) -> None:
    """Write the answers to the components of the entry's own task; others are ignored."""
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
    """The entries that are with the unit, in plan order, with everything that a sending keeps."""
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
    """Send the entries and note the sending. The caller checks the rules."""
    events = [_send_entry(entry, by=by, at=at) for entry in entries]
    carrying.settle(events, by=by, at=at)
    versions.forget(entries)
    _note_sending(submission, by=by, at=at)


def _send_entry(entry: ProgressEntry, *, by: User, at: datetime) -> EntryEvent:
    content = content_of(entry)
    return move(
        entry,
        to=EntryStatus.SENT,
        by=by,
        at=at,
        content=content,
        keeps_facts=False,
        # A sending counts as a version too, since evidence may have changed without a save
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
