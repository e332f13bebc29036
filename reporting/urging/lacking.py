"""What units lack in a period, or of a late task: whom the office may urge, and for what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max
from django.utils.timezone import localdate

from plans.models import Assignment
from reporting.models import EntryStatus, ProgressEntry, ReportingPeriod, Urging
from reporting.notices.deadlines import left, open_work
from reporting.periods.page import UnitRow, unit_rows
from units.models import Role, Unit
from units.roles import holders_by_unit

# Two clerks, or one in two windows, do not urge a unit about the same twice within it
PAUSE = timedelta(minutes=10)


@dataclass(frozen=True)
class Lacking:
    """A unit that exists, and what it lacks; `urged` is the last urging about it.

    `words` read as a sentence behind the name of the unit.
    """

    unit: Unit
    words: str
    submission_id: int | None
    urged: Urging | None
    has_readers: bool
    at: datetime

    @property
    def is_recent(self) -> bool:
        return self.urged is not None and self.at - self.urged.at < PAUSE

    @property
    def is_urged_today(self) -> bool:
        return self.urged is not None and localdate(self.urged.at) == localdate(self.at)

    @property
    def may_be_urged(self) -> bool:
        return self.has_readers and not self.is_recent

    @property
    def turn(self) -> int:
        """The number of its next urging."""
        return self.urged.turn + 1 if self.urged else 1


def lacking_in(period: ReportingPeriod, *, at: datetime) -> list[Lacking]:
    """The units of today that have not sent, or have returned results, in list order.

    Nobody lacks anything in a period that was not opened or of a plan that is not running, and
    after it was closed only returned results are awaited, until their last day. Constant queries;
    needs `plan` loaded.
    """
    today = localdate(at)
    if period.opened_at is None or not period.plan.is_running:
        return []
    returned = _returned(period, today)
    found = [
        (row, words)
        for row in unit_rows(period, as_of=today)
        if row.unit.exists_on(today)
        and (words := _words(row, period, returned.get(row.unit.pk, ""), today))
    ]
    urged = period.urgings.all().last_by_unit()
    readers = readers_of([row.unit.pk for row, _ in found])
    return [
        Lacking(
            unit=row.unit,
            words=words,
            submission_id=row.submission_id,
            urged=urged.get(row.unit.pk),
            has_readers=row.unit.pk in readers,
            at=at,
        )
        for row, words in found
    ]


def late_work(assignment: Assignment, *, at: datetime) -> Lacking | None:
    """What the unit of `assignment` lacks of its task, if that is late or due soon."""
    found = open_work(localdate(at), Assignment.objects.filter(pk=assignment.pk))
    if not found:
        return None
    (work,) = found
    return Lacking(
        unit=assignment.unit,
        words=(
            f"chưa hoàn thành nhiệm vụ {work.code} của {work.plan_number}, "
            f"{left((work.deadline - localdate(at)).days)} (thời hạn {work.deadline:%d/%m/%Y})"
        ),
        submission_id=None,
        urged=assignment.urgings.all().last_by_unit().get(assignment.unit_id),
        has_readers=bool(readers_of([assignment.unit_id])),
        at=at,
    )


def readers_of(units: Collection[int]) -> set[int]:
    """Those of `units` that have somebody to read a notice."""
    return set(holders_by_unit(units, (Role.OFFICER, Role.HEAD)))


def _words(row: UnitRow, period: ReportingPeriod, returned: str, today: date) -> str:
    parts = [returned] if returned else []
    if period.is_open and row.state.sent_on is None:
        parts.insert(0, f"{_unsent(row)}, {left((period.due_on - today).days)}")
    return "; ".join(parts)


def _unsent(row: UnitRow) -> str:
    if row.submission_id is None:
        return "chưa lập báo cáo"
    if row.is_with_head:
        return "có báo cáo chờ thủ trưởng xác nhận"
    return "đang soạn báo cáo, chưa gửi"


def _returned(period: ReportingPeriod, today: date) -> dict[int, str]:
    """By unit: how many of its results are returned, and until when they can be answered."""
    rows = ProgressEntry.objects.filter(submission__period=period, status=EntryStatus.RETURNED)
    if not period.is_open:
        rows = rows.filter(answer_by__gte=today)
    counts = rows.order_by().values_list("submission__unit").annotate(Count("pk"), Max("answer_by"))
    return {
        unit_id: f"có {num} kết quả bị trả lại, hạn bổ sung {last_day:%d/%m/%Y}"
        for unit_id, num, last_day in counts
    }
