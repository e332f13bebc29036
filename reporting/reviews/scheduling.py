"""Request reviews by the schedules of the office; run by beat."""

import calendar
import logging
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from plans.models import PlanStatus
from reporting.models import Recurrence, ReportingPeriod, Review, ReviewSchedule
from reporting.reviews.requesting import request_review, suggest_title
from tracker.lib.refusal import Refused
from units.models import User

logger = logging.getLogger(__name__)

MONTHS = {
    Recurrence.MONTHLY: 1,
    Recurrence.QUARTERLY: 3,
    Recurrence.HALF_YEARLY: 6,
    Recurrence.YEARLY: 12,
}


def save_schedule(*, schedule: ReviewSchedule, by: User) -> None:
    """Add or change a schedule."""
    if schedule.is_active and schedule.next_on is None:
        raise Refused("Lịch đang dùng cần có ngày lập tiếp theo.")
    schedule.saved_by = by
    schedule.save()


def start_due_reviews(*, at: datetime) -> list[Review]:
    """Request each review that is due, once even if the task is delivered twice."""
    due = ReviewSchedule.objects.filter(is_active=True, next_on__lte=timezone.localdate(at))
    due = due.exclude(plan__status=PlanStatus.CLOSED)
    started = []
    for schedule in due.select_related("plan").order_by("next_on", "pk"):
        try:
            review = _start(schedule, at)
        except Refused as refusal:
            # The row stays due, so that it starts once the missing period is opened
            logger.warning("Schedule %s could not start: %s", schedule.pk, refusal)
        else:
            started += [review] if review else []
    return started


def next_after(day: date, recurrence: str) -> date | None:
    """The next day of the schedule; the last day of a month is followed by a last day."""
    if recurrence == Recurrence.ONCE:
        return None
    months = day.year * 12 + day.month - 1 + MONTHS[Recurrence(recurrence)]
    year, month = months // 12, months % 12 + 1
    last = calendar.monthrange(year, month)[1]
    was_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month, last if was_last else min(day.day, last))


@transaction.atomic
def _start(schedule: ReviewSchedule, at: datetime) -> Review | None:
    """Advance the schedule and request its review, both or neither; None for all but one caller."""
    day = schedule.next_on
    assert day is not None  # noqa: S101 -- due rows have their day
    following = next_after(day, schedule.recurrence)
    while following is not None and following <= timezone.localdate(at):
        following = next_after(following, schedule.recurrence)
    mine = ReviewSchedule.objects.filter(pk=schedule.pk, is_active=True, next_on=day)
    if not mine.update(next_on=following, is_active=following is not None, last_run_at=at):
        return None
    # The scheduled day has only begun, so the figures are those of the day before
    cutoff_on = day - timedelta(days=1)
    periods = list(
        ReportingPeriod.objects.opened()
        .filter(plan=schedule.plan_id, data_from__lte=cutoff_on)
        .newest_first()[: schedule.num_periods]
    )
    if not periods:
        raise Refused("Kế hoạch chưa có kỳ báo cáo nào đã mở.")
    first, last = min(periods, key=lambda period: (period.data_from, period.pk)), periods[0]
    return request_review(
        plan=schedule.plan,
        kind=schedule.kind,
        title=suggest_title(
            plan=schedule.plan, kind=schedule.kind, period_from=first, period_to=last
        ),
        period_from=first,
        period_to=last,
        cutoff_on=cutoff_on,
        by_units=schedule.by_units,
        by=None,
        at=at,
    )
