"""Periods that still receive submissions, in the same words on every page.

A period that is open, or closed before its due day, is not a result yet: "đang nhận, 8/42, còn 43
ngày" says how many units have sent, of how many, and how many days remain.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from reporting.counting.obligations import num_owed_by_unit
from reporting.counting.punctuality import FilingState, sent_by
from reporting.models import ReportingPeriod
from tracker.lib.parted import Version

CLOSED_EARLY = "đã đóng trước hạn"


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
        parts = ["đang nhận" if is_open else CLOSED_EARLY]
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
    if states is not None:
        expected = [(state.period_id, state.unit_id) for state in states]
        sent = {(row.period_id, row.unit_id) for row in states if row.sent_on is not None}
    elif unfinished:
        if expected is None:
            expected = [(pk, unit) for pk, unit in num_owed_by_unit(unfinished, version=version)]
        sent = sent_by(unfinished, as_of=as_of, version=version)
    else:
        return []
    units = defaultdict[int, list[int]](list)
    for period_id, unit_id in expected:
        units[period_id].append(unit_id)
    return [
        _counted(period, units[period.pk], sent, as_of=as_of) for period in soonest_due(unfinished)
    ]


def unfinished_words(rows: Iterable[tuple[str, str]], *, receiving: str) -> str:
    """Names of periods with how far each had come (`OpenPeriod.words`), for a legend.

    Those that still receive come first, headed `receiving`; one that was closed is not among them:
    "kỳ chưa khép – Quý 4 (đang nhận, 8/42, còn 9 ngày); kỳ đóng trước hạn – Tháng 11 (0/49)".
    """
    open_ones: list[str] = []
    closed: list[str] = []
    for name, so_far in rows:
        is_closed = so_far.startswith(CLOSED_EARLY)
        words = so_far.removeprefix(CLOSED_EARLY).removeprefix(", ")
        (closed if is_closed else open_ones).append(f"{name} ({words})" if words else name)
    groups = ((receiving, open_ones), ("kỳ đóng trước hạn", closed))
    return "; ".join(f"{head} – {'; '.join(names)}" for head, names in groups if names)


def judged_period(
    newest_first: Iterable[ReportingPeriod], *, as_of: date
) -> ReportingPeriod | None:
    """The latest period that is due, by which recurring and continuous work is judged."""
    return next((period for period in newest_first if period.due_on < as_of), None)


def judged_words(newest_first: Sequence[ReportingPeriod], *, as_of: date) -> str:
    """The judged period; or empty.

    As in "Quý 3/2026", and "Quý 3/2026 hoặc kỳ sau nếu đã được chấp nhận" once a later one is open:
    what is accepted in it counts already.
    """
    period = judged_period(newest_first, as_of=as_of)
    if period is None:
        return ""
    later = "" if period == newest_first[0] else " hoặc kỳ sau nếu đã được chấp nhận"
    return f"{period.name}{later}"


def soonest_due(periods: Iterable[ReportingPeriod]) -> list[ReportingPeriod]:
    return sorted(periods, key=lambda period: (period.due_on, period.data_to, period.pk))


def _counted(
    period: ReportingPeriod, units: list[int], sent: set[tuple[int, int]], *, as_of: date
) -> OpenPeriod:
    period_id = period.pk
    unsent = tuple([unit for unit in units if (period_id, unit) not in sent])
    return OpenPeriod(
        period=period,
        as_of=as_of,
        num_expected=len(units),
        num_sent=len(units) - len(unsent),
        unsent=unsent,
    )
