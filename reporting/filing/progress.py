"""How far a submission has come: the mark of each entry, and how many are complete."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from reporting.models import EntryStatus, ProgressEntry, Submission
from reporting.models.entry import complete
from tracker.lib import statements

COLUMNS = ("num_complete", "num_all", "num_with_unit", "num_returned")


@dataclass(frozen=True)
class TaskMark:
    """The state of a task in the list at the side: a word, an icon, a style."""

    key: str
    word: str
    icon: str


MARKS = {
    "returned": TaskMark("returned", "Bị trả lại", "corner-up-left"),
    "incomplete": TaskMark("incomplete", "Chưa đủ", "circle-dashed"),
    "advised": TaskMark("advised", "Gửi được, nên bổ sung", "circle-plus"),
    "complete": TaskMark("complete", "Đã đủ, chưa gửi", "circle-check"),
    "with_head": TaskMark("sent", "Chờ thủ trưởng xác nhận", "user-check"),
    "sent": TaskMark("sent", "Đã gửi, chờ thẩm tra", "send"),
    "accepted": TaskMark("accepted", "Đã chấp nhận", "badge-check"),
}


@dataclass(frozen=True)
class Progress:
    num_complete: int
    num_all: int
    num_with_unit: int
    num_returned: int


def mark_of(entry: ProgressEntry, *, is_advised: bool = False) -> TaskMark:
    if entry.status in (EntryStatus.SENT, EntryStatus.ACCEPTED, EntryStatus.RETURNED):
        return MARKS[entry.status]
    if not entry.is_complete:
        return MARKS["incomplete"]
    return MARKS["advised" if is_advised else "complete"]


def progress_of(submission: Submission) -> Progress:
    """The progress as saved; one query."""
    rows = statements.rows_of("progress-of-submission", COLUMNS, _counts, given=submission.pk)
    return Progress(*rows[0]) if rows else Progress(0, 0, 0, 0)


def _counts() -> statements.Query:
    entries = ProgressEntry.objects.filter(submission=statements.MARK).order_by()
    return entries.values("submission").annotate(
        num_complete=Count("pk", filter=complete()),
        num_all=Count("pk"),
        num_with_unit=Count("pk", filter=Q(status__in=[EntryStatus.DRAFT, EntryStatus.RETURNED])),
        num_returned=Count("pk", filter=Q(status=EntryStatus.RETURNED)),
    )


def progress_in(entries: Iterable[ProgressEntry]) -> Progress:
    """The progress of entries that are already read."""
    entries = list(entries)
    return Progress(
        num_complete=sum(entry.is_complete for entry in entries),
        num_all=len(entries),
        num_with_unit=sum(entry.is_editable for entry in entries),
        num_returned=sum(entry.status == EntryStatus.RETURNED for entry in entries),
    )
