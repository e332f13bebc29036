"""Units are reminded of what they owe, each reminder once, until they have filed.

The key of a reminder names the period, the unit, the day that was due and which reminder it is;
`out_of_date` reads the keys again.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from reporting.counting import obligations
from reporting.models import (
    EntryStatus,
    Notice,
    NoticeKind,
    ProgressEntry,
    ReportingPeriod,
    Submission,
)
from reporting.notices.announcing import News, section_url, tell_units
from units.models import Unit

LAST_CALL_DAYS = 1
# A returned entry is usually to be answered within a week
ANSWER_SOON_DAYS = 2
DAYS_OF_A_WEEK = 7


@transaction.atomic
def remind(*, at: datetime) -> None:
    """Tell officers and heads of units that have not filed what is due soon or overdue.

    Told again at any time, by any number of workers, it adds nothing: a number of queries that
    does not grow with units and periods.
    """
    today = timezone.localdate(at)
    tell_units([*_unfiled(today), *_unanswered(today)], at=at)


def out_of_date(notices: Iterable[Notice]) -> set[int]:
    """Ids of those of NOTICES that ask for what was done meanwhile, or can be done no more.

    Reminders whose unit has filed or whose period closed; returns that were answered.
    """
    keys = {notice.pk: notice.key.split(":") for notice in notices}
    reports = {
        pk: (int(key[1]), int(key[2])) for pk, key in keys.items() if key[0] in ("due", "overdue")
    }
    entries = {pk: int(key[2]) for pk, key in keys.items() if key[0] in ("returned", "answer")}
    open_periods = ReportingPeriod.objects.open().filter(
        pk__in={about[0] for about in reports.values()}
    )
    still_open = set(open_periods.values_list("pk", flat=True))
    filed = set(
        Submission.objects.filter(period__in=still_open, sent_at__isnull=False).values_list(
            "period", "unit"
        )
    )
    returned = ProgressEntry.objects.filter(pk__in=entries.values(), status=EntryStatus.RETURNED)
    still_returned = set(returned.values_list("pk", flat=True))
    return {
        *(pk for pk, about in reports.items() if about[0] not in still_open or about in filed),
        *(pk for pk, entry_id in entries.items() if entry_id not in still_returned),
    }


def _unfiled(today: date) -> Iterator[News]:
    """What is due within the days of the setting, or was due before today."""
    horizon = today + timedelta(days=max(settings.DUE_SOON_DAYS, LAST_CALL_DAYS))
    periods = {
        row.pk: row
        for row in ReportingPeriod.objects.open().filter(due_on__lte=horizon).order_by("pk")
    }
    owing = {(row.period_id, row.unit_id) for row in obligations.owed_counts([*periods.values()])}
    reports = {
        (row.period_id, row.unit_id): row
        for row in Submission.objects.filter(period__in=periods).only("period", "unit", "sent_at")
    }
    owing -= {key for key, row in reports.items() if row.sent_at is not None}
    names = dict(
        Unit.objects.filter(pk__in={unit for _, unit in owing}).values_list("pk", "short_name")
    )
    for period_id, unit_id in sorted(owing):
        report = reports.get((period_id, unit_id))
        url = (
            reverse("reporting:file-submission", args=[report.pk])
            if report
            else reverse("reporting:list-submissions")
        )
        yield _reminder(periods[period_id], unit_id, names[unit_id], url, today=today)


def _reminder(period: ReportingPeriod, unit_id: int, name: str, url: str, *, today: date) -> News:
    days_left = (period.due_on - today).days
    about = f"{period.pk}:{unit_id}:{period.due_on:%Y%m%d}"
    due = f"hạn gửi {period.due_on:%d/%m/%Y}"
    if days_left < 0:
        week = (-days_left - 1) // DAYS_OF_A_WEEK
        text = f"{name} chưa gửi báo cáo {period.name}, quá hạn {-days_left} ngày ({due})."
        return News(unit_id, NoticeKind.OVERDUE, f"overdue:{about}:{week}", text, url)
    left = f"còn {days_left} ngày" if days_left else "hôm nay là ngày cuối"
    text = f"{name} chưa gửi báo cáo {period.name}, {left} ({due})."
    which = "last" if days_left <= LAST_CALL_DAYS else "soon"
    return News(unit_id, NoticeKind.DUE_SOON, f"due:{about}:{which}", text, url)


def _unanswered(today: date) -> Iterator[News]:
    """Returned entries whose last day to answer is near."""
    last_day = today + timedelta(days=ANSWER_SOON_DAYS)
    returned = ProgressEntry.objects.filter(
        status=EntryStatus.RETURNED, answer_by__range=(today, last_day)
    ).select_related("submission__period", "submission__unit", "assignment__task")
    for entry in returned.order_by("pk"):
        text = (
            f"{entry.submission.unit.short_name} chưa gửi lại kết quả nhiệm vụ "
            f"{entry.assignment.task.code}, {entry.submission.period.name} "
            f"(hạn bổ sung {entry.answer_by:%d/%m/%Y})."
        )
        key = f"answer:entry:{entry.pk}:{entry.answer_by:%Y%m%d}"
        yield News(entry.submission.unit_id, NoticeKind.DUE_SOON, key, text, section_url(entry))
