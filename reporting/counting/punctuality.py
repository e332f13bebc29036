"""Submissions in time, late or missing: computed from obligations and times of sending."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils import timezone

from reporting.counting.obligations import num_owed_by_unit
from reporting.models import ReportingPeriod, Submission
from tracker.lib import statements
from tracker.lib.parted import Version


class Punctuality(models.TextChoices):
    ON_TIME = "on_time", "Đúng hạn"
    LATE = "late", "Gửi muộn"
    MISSING = "missing", "Quá hạn, chưa gửi"
    WAITING = "waiting", "Chưa đến hạn"
    # Until the due day: the unit is not late, and can no longer send
    CLOSED = "closed", "Chưa gửi, kỳ đã đóng"


@dataclass(frozen=True)
class FilingState:
    """One expected submission. `sent_on` is the day on which it was first sent whole, or None."""

    period_id: int
    unit_id: int
    state: Punctuality
    sent_on: date | None


def filing_states(
    *,
    periods: list[ReportingPeriod],
    as_of: date,
    expected: Iterable[tuple[int, int]] | None = None,
    sent: Iterable[Submission] | None = None,
    version: Version | None = None,
) -> list[FilingState]:
    """The state of every submission expected in `periods` at the end of `as_of`.

    The due day itself is in time. Two queries for any number of periods; one less if the caller
    passes the periods and units that are `expected`, and one less with the submissions of those
    units, if it has read them. At the same `version` nothing is read again.
    """
    if expected is None:
        expected = [(period, unit) for period, unit in num_owed_by_unit(periods, version=version)]
    times = _times(periods, version) if sent is None else map(_time, sent)
    days = {
        (period_id, unit_id): timezone.localdate(sent_at)
        for period_id, unit_id, sent_at in times
        if sent_at is not None
    }
    by_id = {period.pk: period for period in periods}
    states = []
    for period_id, unit_id in expected:
        sent_on = days.get((period_id, unit_id))
        if sent_on is not None and sent_on > as_of:
            sent_on = None
        state = punctuality_of(sent_on, period=by_id[period_id], as_of=as_of)
        states.append(FilingState(period_id, unit_id, state, sent_on))
    return states


def sent_by(
    periods: list[ReportingPeriod], *, as_of: date, version: Version | None
) -> set[tuple[int, int]]:
    """Periods and units of the submissions that were sent by the end of `as_of`; one query."""
    ids = tuple(period.pk for period in periods)
    end = timezone.make_aware(datetime.combine(as_of + timedelta(days=1), time.min))
    rows = statements.rows_of(
        ("sent by", ids, as_of),
        ("period", "unit"),
        lambda: Submission.objects.filter(period__in=ids, sent_at__lt=end).values("period", "unit"),
        version=version,
    )
    return {(period_id, unit_id) for period_id, unit_id in rows}


def _time(submission: Submission) -> tuple[int, int, datetime | None]:
    return submission.period_id, submission.unit_id, submission.sent_at


def _times(periods: list[ReportingPeriod], version: Version | None) -> list[statements.Row]:
    """Period, unit and time of each submission that was sent."""
    ids = tuple(period.pk for period in periods)
    return statements.rows_of(
        ("sent", ids),
        ("period", "unit", "sent_at"),
        lambda: Submission.objects.filter(period__in=ids, sent_at__isnull=False).values(
            "period", "unit", "sent_at"
        ),
        version=version,
    )


def punctuality_of(sent_on: date | None, *, period: ReportingPeriod, as_of: date) -> Punctuality:
    """The state at the end of `as_of` of a submission sent on `sent_on`, if it was sent."""
    if sent_on is not None:
        return Punctuality.ON_TIME if sent_on <= period.due_on else Punctuality.LATE
    if as_of > period.due_on:
        return Punctuality.MISSING
    return Punctuality.CLOSED if period.is_closed_on(as_of) else Punctuality.WAITING
