"""The rules of when a unit may write into an entry of its submission."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from reporting.models import EntryStatus, ProgressEntry, ReportingPeriod, Submission
from tracker.lib import statements
from tracker.lib.refusal import Refused


class PeriodClosed(Refused):
    """The period is not open for filing."""


class WithHead(Refused):
    """The submission waits for the head of the unit, or must be presented to the head first."""


def lock_period(submission: Submission) -> ReportingPeriod:
    """Read and lock the period until the transaction ends, so that closing and sending wait."""
    (period,) = statements.objects_of("locked period", _locked_period, given=submission.period_id)
    return period


def _locked_period() -> QuerySet[ReportingPeriod]:
    return ReportingPeriod.objects.select_for_update(no_key=True).filter(pk=statements.MARK)


def check_editable(entry: ProgressEntry, *, at: datetime) -> None:
    """Raise Refused unless the period is open, or a returned entry may still be answered."""
    if not entry.is_editable:
        raise Refused("Kết quả đã gửi. Hãy chọn “Sửa lại” trước khi thay đổi.")
    period = lock_period(entry.submission)
    refuse_with_head(entry.submission)
    if not is_in_time(entry, period, at=at):
        raise PeriodClosed("Kỳ báo cáo chưa mở hoặc đã đóng, không nhận báo cáo.")


def refuse_with_head(submission: Submission) -> None:
    """Raise WithHead where the submission waits for the head. Call it under the period's lock."""
    ((asked_at, asked_by),) = statements.rows_of("asked head", (), _asked_head, given=submission.pk)
    submission.confirmation_asked_at = asked_at
    if submission.confirmation_asked_by_id != asked_by:
        submission.confirmation_asked_by_id = asked_by
    if submission.is_with_head:
        raise WithHead("Báo cáo đang chờ thủ trưởng xác nhận; muốn sửa, hãy rút lại trước.")


def _asked_head() -> statements.Query:
    asked = Submission.objects.filter(pk=statements.MARK)
    return asked.values_list("confirmation_asked_at", "confirmation_asked_by")


def is_writable(entry: ProgressEntry, period: ReportingPeriod, *, at: datetime) -> bool:
    """Whether the unit may write into the entry at that moment."""
    return is_in_time(entry, period, at=at) and not entry.submission.is_with_head


def is_in_time(entry: ProgressEntry, period: ReportingPeriod, *, at: datetime) -> bool:
    """Whether the entry is with its unit, and its period is open or its own day not passed."""
    if not entry.is_editable:
        return False
    has_days_left = entry.answer_by is not None and timezone.localdate(at) <= entry.answer_by
    is_asked = entry.status == EntryStatus.RETURNED and has_days_left
    return period.is_open or (is_asked and not period.plan.is_closed)
