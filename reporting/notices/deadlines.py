"""Remind units of the deadlines of their tasks: before, on the day, and after it.

Tasks of one unit with one deadline are one line. What has been overdue for weeks is one line a
month for all of it, so that an old plan does not bury what is new.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse

from plans.models import Assignment, AssignmentQuerySet, PlanStatus
from reporting.counting.labels import Label
from reporting.counting.status import statuses_of
from reporting.models import Notice, NoticeKind
from reporting.notices.announcing import UnitMessage
from reporting.notices.noticing import About
from units.models import Unit

# Reported completions wait for the office, the unit has done its part
OPEN = (Label.OVERDUE, Label.RETURNED, Label.DUE_SOON)
DAYS_OF_A_WEEK = 7
LONG = timedelta(weeks=4)
# Turns of a notice: before the deadline and on its day; after it, the week; the line of a month
BEFORE, ON_THE_DAY = 0, 1
MONTHLY = 100
MOST_CODES = 6
KINDS = (NoticeKind.TASK_DUE, NoticeKind.TASK_OVERDUE)


@dataclass(frozen=True)
class OpenWork:
    """An assignment of `unit_id` that is not completed, with its deadline."""

    unit_id: int
    unit_name: str
    deadline: date
    code: str
    plan_number: str


def left(days: int) -> str:
    """How long it is until a day, in words."""
    if days < 0:
        return f"quá hạn {-days} ngày"
    return f"còn {days} ngày" if days else "hôm nay là ngày cuối"


def week_after(days_left: int) -> int:
    """The week after the due day, from 1."""
    return (-days_left - 1) // DAYS_OF_A_WEEK + 1


def presses(label: Label, deadline: date | None, *, today: date) -> bool:
    """Whether work is due soon or overdue, and its unit has not done its part."""
    return label in OPEN and deadline is not None and deadline <= _soon(today)


def _soon(today: date) -> date:
    return today + timedelta(days=settings.DUE_SOON_DAYS)


def reminders(today: date) -> Iterator[UnitMessage]:
    """What to tell each unit today; the same is told once, however often this is asked."""
    dated: dict[tuple[int, date], list[OpenWork]] = defaultdict(list)
    long_overdue: dict[int, list[OpenWork]] = defaultdict(list)
    for row in open_work(today):
        if row.deadline < today - LONG:
            long_overdue[row.unit_id].append(row)
        else:
            dated[row.unit_id, row.deadline].append(row)
    for (unit_id, deadline), rows in sorted(dated.items()):
        yield _of_deadline(unit_id, deadline, rows, today=today)
    for unit_id, rows in sorted(long_overdue.items()):
        yield _of_month(unit_id, rows, today=today)


def settled(notices: Iterable[Notice], *, today: date) -> set[int]:
    """Ids of those of `notices` whose tasks are completed, or told of by a later notice."""
    asked = [row for row in notices if row.kind in KINDS or _is_about_a_task(row)]
    if not asked:
        return set()
    still_open = {(row.unit_id, row.deadline) for row in open_work(today)}
    long_overdue = {unit_id for unit_id, deadline in still_open if deadline < today - LONG}
    useful = {
        row.pk
        for row in asked
        if (row.unit_id in long_overdue if _is_monthly(row) else _holds(row, still_open, today))
    }
    return {row.pk for row in asked} - useful


def _holds(row: Notice, still_open: set[tuple[int, date]], today: date) -> bool:
    if row.unit_id is None or row.day is None or (row.unit_id, row.day) not in still_open:
        return False
    return row.kind != NoticeKind.TASK_DUE or row.day >= today


def _is_monthly(row: Notice) -> bool:
    return row.kind == NoticeKind.TASK_OVERDUE and row.turn == MONTHLY


def _is_about_a_task(row: Notice) -> bool:
    return row.kind == NoticeKind.URGED and row.period_id is None


def open_work(today: date, assignments: AssignmentQuerySet | None = None) -> list[OpenWork]:
    """Those of `assignments` (or of all) that are due soon or overdue, in the order of the plan."""
    rows = (
        (Assignment.objects.all() if assignments is None else assignments)
        .owed()
        .current()
        .filter(deadline__lte=_soon(today), unit__in=Unit.objects.existing_on(today))
        .filter(task__plan__status=PlanStatus.ACTIVE)
    )
    columns = (
        *("unit_id", "unit__short_name", "task__code", "task__plan__number"),
        *("task__plan_id", "task__group__position", "task__position"),
    )
    found = [
        (row, status)
        for status, row in statuses_of(rows, *columns, as_of=today)
        if presses(status.label, row["deadline_then"], today=today)
    ]
    found.sort(
        key=lambda pair: (
            pair[0]["task__plan_id"],
            pair[0]["task__group__position"],
            pair[0]["task__position"],
        )
    )
    return [
        OpenWork(
            unit_id=row["unit_id"],
            unit_name=row["unit__short_name"],
            deadline=row["deadline_then"],
            code=row["task__code"],
            plan_number=row["task__plan__number"],
        )
        for row, _ in found
    ]


def _of_deadline(unit_id: int, deadline: date, rows: list[OpenWork], *, today: date) -> UnitMessage:
    days_left = (deadline - today).days
    text = (
        f"{rows[0].unit_name} chưa hoàn thành {_tasks(rows)}, {left(days_left)} "
        f"(thời hạn {deadline:%d/%m/%Y})."
    )
    if days_left < 0:
        kind, turn = NoticeKind.TASK_OVERDUE, week_after(days_left)
    else:
        kind, turn = NoticeKind.TASK_DUE, BEFORE if days_left else ON_THE_DAY
    about = About(unit_id=unit_id, day=deadline, turn=turn)
    return UnitMessage(unit_id, kind, about, text, reverse("reporting:unit", args=[unit_id]))


def _of_month(unit_id: int, rows: list[OpenWork], *, today: date) -> UnitMessage:
    first = min(row.deadline for row in rows)
    text = (
        f"{rows[0].unit_name} vẫn chưa hoàn thành {_tasks(rows)}, quá hạn hơn 4 tuần "
        f"(lâu nhất từ {first:%d/%m/%Y})."
    )
    about = About(unit_id=unit_id, day=today.replace(day=1), turn=MONTHLY)
    url = reverse("reporting:unit", args=[unit_id])
    return UnitMessage(unit_id, NoticeKind.TASK_OVERDUE, about, text, url)


def _tasks(rows: list[OpenWork]) -> str:
    """The codes by plan, as in "nhiệm vụ 2.1, 3.4 của 15-KH/ĐU"; a long list is shortened."""
    codes: dict[str, list[str]] = {}
    for row in rows[:MOST_CODES]:
        codes.setdefault(row.plan_number, []).append(row.code)
    listed = "; ".join(f"{', '.join(of_plan)} của {number}" for number, of_plan in codes.items())
    more = f" và {len(rows) - MOST_CODES} nhiệm vụ khác" if len(rows) > MOST_CODES else ""
    return f"nhiệm vụ {listed}{more}"
