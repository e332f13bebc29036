"""Remind units of unsent submissions, contributions, answers and deadlines, each once."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from plans.models import PlanStatus
from reporting.counting import obligations
from reporting.counting.asked import asked_counts
from reporting.models import (
    Contribution,
    ContributionStatus,
    EntryStatus,
    Notice,
    NoticeKind,
    ProgressEntry,
    ProgressEntryQuerySet,
    ReportingPeriod,
    Submission,
)
from reporting.notices import block_comments, deadlines
from reporting.notices.announcing import UnitMessage, notify_units, section_url
from reporting.notices.deadlines import left, week_after
from reporting.notices.noticing import About
from units.models import Unit

LAST_CALL_DAYS = 1
# A returned entry is usually to be answered within a week
ANSWER_SOON_DAYS = 2
# Turns of a reminder before the last day
SOON, LAST = 0, 1
REMINDERS = (NoticeKind.DUE_SOON, NoticeKind.OVERDUE)
# The status in which a contribution is what its notice says
CONTRIBUTION_IN = {
    NoticeKind.CONTRIBUTED: ContributionStatus.SENT,
    NoticeKind.CONFIRMATION_ASKED: ContributionStatus.WITH_HEAD,
}
ABOUT_RETURNED = (NoticeKind.RETURNED, NoticeKind.DUE_SOON)


@transaction.atomic
def remind(*, at: datetime) -> None:
    """Notify officers and heads of units of what is due soon or overdue.

    A unit has one line for its submission in a period and one for all that it is to contribute.
    A repetition adds nothing, by any number of workers. The number of queries does not grow with
    units and periods.
    """
    today = timezone.localdate(at)
    near = _near(today)
    sent = [*_unfiled(near, today), *_uncontributed(near, today), *_unanswered(today)]
    notify_units([*sent, *deadlines.reminders(today)], at=at)


def out_of_date(notices: Iterable[Notice], *, today: date) -> set[int]:
    """Ids of those of `notices` that request a step which was taken or is no longer possible.

    Reminders and urgings whose unit has filed or contributed, was released or owes nothing any
    more, or whose period closed; returns that were answered; contributions that were taken back;
    deadlines of tasks that were completed; comments on a draft that were resolved.
    """
    notices = list(notices)
    submissions: dict[int, tuple[int, int]] = {}
    entries: dict[int, int] = {}
    for notice in notices:
        if notice.kind in REMINDERS and notice.period_id and notice.unit_id:
            submissions[notice.pk] = (notice.period_id, notice.unit_id)
        elif notice.kind in ABOUT_RETURNED and notice.entry_id:
            entries[notice.pk] = notice.entry_id
    awaited = _awaited(submissions.values(), today=today)
    returned = _returned_to_units(today).filter(pk__in=entries.values())
    still_returned = set(returned.values_list("pk", flat=True))
    return {
        *(pk for pk, about in submissions.items() if about not in awaited),
        *(pk for pk, entry_id in entries.items() if entry_id not in still_returned),
        *_heeded(notices, today=today),
        *_taken_back(notices),
        *_contributed(notices, today=today),
        *deadlines.settled(notices, today=today),
        *block_comments.settled(notices),
    }


def _taken_back(notices: Iterable[Notice]) -> set[int]:
    """Ids of notices of a contribution that its unit took back, or that the head has decided on."""
    about = {
        row.pk: (row.contribution_id, CONTRIBUTION_IN[NoticeKind(row.kind)])
        for row in notices
        if row.contribution_id and row.kind in CONTRIBUTION_IN
    }
    if not about:
        return set()
    rows = Contribution.objects.filter(pk__in={pk for pk, _ in about.values()})
    now = set(rows.values_list("pk", "status"))
    return {pk for pk, expected in about.items() if expected not in now}


def _contributed(notices: Iterable[Notice], *, today: date) -> set[int]:
    """Ids of reminders of contributions whose unit lacks none in a period that is open."""
    about = {
        row.pk: (row.period_id, row.unit_id)
        for row in notices
        if row.kind == NoticeKind.CONTRIBUTION_DUE
    }
    if not about:
        return set()
    periods = ReportingPeriod.objects.open().filter(pk__in={period for period, _ in about.values()})
    counts = asked_counts(list(periods), Unit.objects.existing_on(today))
    missing = {(row.period_id, row.unit_id) for row in counts if row.num_missing}
    return {pk for pk, subject in about.items() if subject not in missing}


def _returned_to_units(today: date) -> ProgressEntryQuerySet:
    """Returned entries of units that exist today: nobody answers for a unit that has ended.

    Nor is anything of a closed plan answered.
    """
    units = Unit.objects.existing_on(today)
    returned = ProgressEntry.objects.filter(
        status=EntryStatus.RETURNED, submission__unit__in=units.values("pk")
    )
    return returned.exclude(submission__period__plan__status=PlanStatus.CLOSED)


def _heeded(notices: Iterable[Notice], *, today: date) -> set[int]:
    """Ids of urgings about a period in which the unit lacks nothing any more."""
    about = {
        row.pk: (row.period_id, row.unit_id)
        for row in notices
        if row.kind == NoticeKind.URGED and row.period_id and row.unit_id
    }
    if not about:
        return set()
    periods = {period_id for period_id, _ in about.values()}
    returned = _returned_to_units(today).filter(submission__period__in=periods)
    lacking = {
        *_awaited(about.values(), today=today),
        *returned.values_list("submission__period", "submission__unit"),
    }
    return {pk for pk, subject in about.items() if subject not in lacking}


def _awaited(submissions: Iterable[tuple[int, int]], *, today: date) -> set[tuple[int, int]]:
    """Those of `submissions` (period, unit) that an open period still awaits of a unit of today."""
    reminded = set(submissions)
    periods = ReportingPeriod.objects.open().filter(pk__in={period for period, _ in reminded})
    still_open = list(periods)
    units = Unit.objects.existing_on(today)
    owing = {(row.period_id, row.unit_id) for row in obligations.owed_counts(still_open, units)}
    filed = set(
        Submission.objects.filter(period__in=still_open, sent_at__isnull=False).values_list(
            "period", "unit"
        )
    )
    return (reminded & owing) - filed


def _near(today: date) -> dict[int, ReportingPeriod]:
    """Open periods that are due within `DUE_SOON_DAYS` or were due before today, by id."""
    horizon = today + timedelta(days=max(settings.DUE_SOON_DAYS, LAST_CALL_DAYS))
    periods = ReportingPeriod.objects.open().filter(due_on__lte=horizon)
    return {row.pk: row for row in periods.order_by("pk")}


def _unfiled(periods: dict[int, ReportingPeriod], today: date) -> Iterator[UnitMessage]:
    """Unsent submissions to `periods`."""
    units = Unit.objects.existing_on(today)
    owed = obligations.owed_counts([*periods.values()], units)
    owing = {(row.period_id, row.unit_id) for row in owed}
    reports = {
        (row.period_id, row.unit_id): row
        for row in Submission.objects.filter(period__in=periods).only("period", "unit", "sent_at")
    }
    owing -= {key for key, row in reports.items() if row.sent_at is not None}
    names = dict(units.filter(pk__in={unit for _, unit in owing}).values_list("pk", "short_name"))
    for period_id, unit_id in sorted(owing):
        report = reports.get((period_id, unit_id))
        url = (
            reverse("reporting:file-submission", args=[report.pk])
            if report
            else reverse("reporting:list-submissions")
        )
        yield _reminder(periods[period_id], unit_id, names[unit_id], url, today=today)


def _uncontributed(periods: dict[int, ReportingPeriod], today: date) -> Iterator[UnitMessage]:
    """Units that lack contributions to `periods`, one line for all of a unit in a period."""
    url = reverse("reporting:list-contributions")
    for row in asked_counts([*periods.values()], Unit.objects.existing_on(today)):
        if not row.num_missing:
            continue
        period = periods[row.period_id]
        days_left = (period.due_on - today).days
        text = (
            f"{row.unit_name} còn {row.num_missing} nội dung phối hợp Văn phòng yêu cầu chưa gửi, "
            f"{period.name}, {left(days_left)} (hạn gửi {period.due_on:%d/%m/%Y})."
        )
        turn = LAST + week_after(days_left) if days_left < 0 else _turn(days_left)
        about = About(period_id=period.pk, unit_id=row.unit_id, day=period.due_on, turn=turn)
        yield UnitMessage(row.unit_id, NoticeKind.CONTRIBUTION_DUE, about, text, url)


def _turn(days_left: int) -> int:
    return LAST if days_left <= LAST_CALL_DAYS else SOON


def _reminder(
    period: ReportingPeriod, unit_id: int, name: str, url: str, *, today: date
) -> UnitMessage:
    days_left = (period.due_on - today).days
    about = About(period_id=period.pk, unit_id=unit_id, day=period.due_on)
    text = (
        f"{name} chưa gửi báo cáo {period.name}, {left(days_left)} "
        f"(hạn gửi {period.due_on:%d/%m/%Y})."
    )
    if days_left < 0:
        about = replace(about, turn=week_after(days_left) - 1)
        return UnitMessage(unit_id, NoticeKind.OVERDUE, about, text, url)
    about = replace(about, turn=_turn(days_left))
    return UnitMessage(unit_id, NoticeKind.DUE_SOON, about, text, url)


def _unanswered(today: date) -> Iterator[UnitMessage]:
    """Returned entries whose last day to answer is near."""
    last_day = today + timedelta(days=ANSWER_SOON_DAYS)
    returned = (
        _returned_to_units(today)
        .filter(answer_by__range=(today, last_day))
        .select_related("submission__period", "submission__unit", "assignment__task")
    )
    for entry in returned.order_by("pk"):
        text = (
            f"{entry.submission.unit.short_name} chưa gửi lại kết quả nhiệm vụ "
            f"{entry.assignment.task.code}, {entry.submission.period.name} "
            f"(hạn bổ sung {entry.answer_by:%d/%m/%Y})."
        )
        about = About(entry_id=entry.pk, day=entry.answer_by)
        unit_id = entry.submission.unit_id
        yield UnitMessage(unit_id, NoticeKind.DUE_SOON, about, text, section_url(entry))
