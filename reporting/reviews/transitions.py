"""The steps a report may take, and the one function that takes them."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from reporting.models import Report, ReportEvent, ReportStatus
from tracker.lib import queueing
from units.models import User

COMPILE = "reporting.tasks.compile_report"
SUCCESSORS: dict[ReportStatus, frozenset[ReportStatus]] = {
    ReportStatus.QUEUED: frozenset({ReportStatus.COMPILING}),
    # Back to QUEUED when the worker died; ISSUED when a number was entered before.
    ReportStatus.COMPILING: frozenset(
        {ReportStatus.DRAFT, ReportStatus.ISSUED, ReportStatus.FAILED, ReportStatus.QUEUED}
    ),
    ReportStatus.DRAFT: frozenset({ReportStatus.QUEUED}),
    ReportStatus.FAILED: frozenset({ReportStatus.QUEUED}),
    ReportStatus.ISSUED: frozenset(),
}


@transaction.atomic
def move(
    report_id: int,
    *,
    seen: ReportStatus,
    to: ReportStatus,
    at: datetime,
    by: User | None = None,
    note: str = "",
    only: Q | None = None,
    **changes: Any,
) -> bool:
    """Move the report from SEEN to TO, if it is still so (and as ONLY says), and write the event.

    True for exactly one of those who try at the same time.
    """
    if to not in SUCCESSORS[seen]:
        raise ValueError(f"A report that is {seen} cannot become {to}.")
    rows = Report.objects.filter(only or Q(), pk=report_id, status=seen)
    if not rows.update(status=to, **changes):
        return False
    note_event(report_id, at=at, by=by, seen=seen, to=to, note=note)
    return True


def note_event(
    report_id: int,
    *,
    at: datetime,
    by: User | None,
    seen: ReportStatus | str,
    to: ReportStatus,
    note: str = "",
) -> None:
    ReportEvent.objects.create(
        report_id=report_id, at=at, by=by, from_status=seen, to_status=to, note=note[:300]
    )


def send_on_commit(report_id: int) -> None:
    """Tell the workers, once the row they will read is there.

    The row is the job: where the broker cannot be reached, the message is lost and
    `rescue.rescue_reports` sends another.
    """

    queueing.send_on_commit(COMPILE, robust=True, report_id=report_id)


def queued(at: datetime) -> dict[str, Any]:
    """What a row holds that waits for a worker with all its attempts before it."""
    return {
        "queued_at": at,
        "claim": "",
        "attempts": 0,
        "progress": 0,
        "phase": "Đang chờ đến lượt",
        "error": "",
    }
