"""Periods that still receive submissions, in the same words on every page.

A period that is open, or closed before its due day, is not a result yet: "đang nhận, 8/42, còn 43
ngày" says how many units have sent, of how many, and how many days remain.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from reporting.counting.punctuality import FilingState, filing_states
from reporting.models import ReportingPeriod
from tracker.lib.parted import Version


@dataclass(frozen=True)
class OpenPeriod:
    """A period that receives submissions at the end of `as_of`, and the units that have not sent.

    `num_expected` is None where the reader counts nothing but their own submission.
    """

    period: ReportingPeriod
    as_of: date
    num_expected: int | None = None
    num_sent: int = 0
    unsent: tuple[int, ...] = ()

    @property
    def days_left(self) -> int:
        """Days to the due day, which itself is in time; negative after it."""
        return (self.period.due_on - self.as_of).days

    @property
    def is_past_due(self) -> bool:
        return self.days_left < 0

    @property
    def words(self) -> str:
        """As in "đang nhận, 8/42, còn 43 ngày"."""
        is_open = self.period.is_open_on(self.as_of)
        parts = ["đang nhận" if is_open else "đã đóng trước hạn"]
        if self.num_expected:
            parts.append(f"{self.num_sent}/{self.num_expected}")
        elif self.num_expected is not None:
            parts.append("chưa có đơn vị phải gửi")
        # Days are left only to a period that still takes submissions
        return ", ".join([*parts, self._days()] if is_open or self.is_past_due else parts)

    def _days(self) -> str:
        if self.days_left < 0:
            return f"đã quá hạn gửi {-self.days_left} ngày"
        return f"còn {self.days_left} ngày" if self.days_left else "hôm nay là hạn gửi"


def open_periods(
    periods: Iterable[ReportingPeriod],
    *,
    as_of: date,
    expected: Collection[tuple[int, int]] | None = None,
    states: Collection[FilingState] | None = None,
    version: Version | None = None,
) -> list[OpenPeriod]:
    """Those of `periods` that are unfinished on `as_of`, soonest due first.

    Two queries for any number of periods, and none where none is unfinished; one if the caller
    passes what is `expected` (see `filing_states`), none if it passes `states`. At the same
    `version` nothing is read again.
    """
    unfinished = [period for period in periods if period.is_unfinished_on(as_of)]
    if states is None:
        states = _states(unfinished, as_of, expected, version) if unfinished else []
    of_period = defaultdict[int, list[FilingState]](list)
    for state in states:
        of_period[state.period_id].append(state)
    return [
        _counted(period, of_period[period.pk], as_of=as_of) for period in soonest_due(unfinished)
    ]


def _states(
    periods: list[ReportingPeriod],
    as_of: date,
    expected: Collection[tuple[int, int]] | None,
    version: Version | None,
) -> list[FilingState]:
    if expected is not None:
        shown = {period.pk for period in periods}
        expected = [pair for pair in expected if pair[0] in shown]
    return filing_states(periods=periods, as_of=as_of, expected=expected, version=version)


def soonest_due(periods: Iterable[ReportingPeriod]) -> list[ReportingPeriod]:
    return sorted(periods, key=lambda period: (period.due_on, period.data_to, period.pk))


def _counted(period: ReportingPeriod, states: list[FilingState], *, as_of: date) -> OpenPeriod:
    unsent = tuple(state.unit_id for state in states if state.sent_on is None)
    return OpenPeriod(
        period=period,
        as_of=as_of,
        num_expected=len(states),
        num_sent=len(states) - len(unsent),
        unsent=unsent,
    )
