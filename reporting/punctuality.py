"""Who filed in time, late, or not at all: computed from what was owed and what was sent."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import IntegerField, Value
from django.utils import timezone

from reporting import obligations
from reporting.models import ReportingPeriod, Submission


class Punctuality(models.TextChoices):
    ON_TIME = "on_time", "Đúng hạn"
    LATE = "late", "Gửi muộn"
    MISSING = "missing", "Quá hạn, chưa gửi"
    WAITING = "waiting", "Chưa đến hạn"


@dataclass(frozen=True)
class FilingState:
    """One expected report. `sent_on` is the day it was first sent whole, or None."""

    period_id: int
    unit_id: int
    state: Punctuality
    sent_on: date | None


def filing_states(*, periods: list[ReportingPeriod], as_of: date) -> list[FilingState]:
    """The state of every report expected in PERIODS at the end of AS_OF.

    The due day itself is in time. Two queries, whatever the number of periods.
    """
    sent = {
        (period_id, unit_id): timezone.localdate(sent_at)
        for period_id, unit_id, sent_at in Submission.objects.filter(
            period__in=periods, sent_at__isnull=False
        ).values_list("period_id", "unit_id", "sent_at")
    }
    due_on = {period.pk: period.due_on for period in periods}
    states = []
    for period_id, unit_id in _expected(periods):
        sent_on = sent.get((period_id, unit_id))
        if sent_on is not None and sent_on > as_of:
            sent_on = None
        state = punctuality_of(sent_on, due_on=due_on[period_id], as_of=as_of)
        states.append(FilingState(period_id, unit_id, state, sent_on))
    return states


def _expected(periods: list[ReportingPeriod]) -> list[tuple[int, int]]:
    """Period and unit of every expected report; the periods' own questions in one query."""
    if not periods:
        return []
    asked = [
        obligations.owed_in(period)
        .order_by()
        .annotate(period_id=Value(period.pk, output_field=IntegerField()))
        .values_list("period_id", "unit")
        .distinct()
        for period in periods
    ]
    return sorted(asked[0].union(*asked[1:]))


def punctuality_of(sent_on: date | None, *, due_on: date, as_of: date) -> Punctuality:
    """How a report stands at the end of AS_OF that was sent on SENT_ON, if at all."""
    if sent_on is None:
        return Punctuality.MISSING if as_of > due_on else Punctuality.WAITING
    return Punctuality.ON_TIME if sent_on <= due_on else Punctuality.LATE
