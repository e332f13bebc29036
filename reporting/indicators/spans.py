"""Spans of days: months, quarters and years of the calendar, and the periods that fall into them.

A period belongs to the month, quarter or year of its last day: periods may follow the calendar or
the cut-offs of a decree, from the 15th of the previous month to the 14th.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeVar

ONE_DAY = timedelta(days=1)
MONTHS_IN_QUARTER = 3
# By the cut-offs of the decree, a month or a quarter has up to this many days fewer
SLACK_DAYS = 3


class Dated(Protocol):
    """A period, as far as its days matter."""

    @property
    def data_from(self) -> date: ...
    @property
    def data_to(self) -> date: ...


Row = TypeVar("Row", bound=Dated)


@dataclass(frozen=True, order=True)
class Span:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    @classmethod
    def of(cls, period: Dated) -> "Span":
        return cls(period.data_from, period.data_to)

    @property
    def num_days(self) -> int:
        return (self.last - self.first).days + 1

    def overlaps(self, other: "Span") -> bool:
        return self.first <= other.last and other.first <= self.last

    def contains(self, other: "Span") -> bool:
        return self.first <= other.first and other.last <= self.last


def quarter_of(day: date) -> Span:
    """The quarter of the calendar with `day`."""
    month = day.month - (day.month - 1) % MONTHS_IN_QUARTER
    first = day.replace(month=month, day=1)
    return Span(first, _month_after(first, MONTHS_IN_QUARTER) - ONE_DAY)


def year_of(day: date) -> Span:
    """The year of the calendar with `day`."""
    return Span(date(day.year, 1, 1), date(day.year, 12, 31))


def year_to(day: date) -> Span:
    """From 1 January to `day`."""
    return Span(date(day.year, 1, 1), day)


def year_before(span: Span) -> Span:
    """The same days one year earlier; the last day of February stays the last."""
    return Span(_year_before(span.first), _year_before(span.last + ONE_DAY) - ONE_DAY)


def falls_in(span: Span, whole: Span) -> bool:
    """Whether a period belongs to the month, quarter or year `whole`, or to its first months.

    Its last day is in `whole`; its first day is too, or lies after the cut-off in the month before.
    """
    cut_off = (whole.first - ONE_DAY).replace(day=15)
    return whole.first <= span.last <= whole.last and span.first >= cut_off


def periods_in(periods: Iterable[Row], whole: Span) -> list[Row]:
    """The periods that belong to the month, quarter or year `whole`, or to its first months."""
    return [period for period in periods if falls_in(Span.of(period), whole)]


def periods_within(periods: Iterable[Row], whole: Span) -> list[Row]:
    """The periods with all their days in `whole`, which are the days of another period."""
    return [period for period in periods if whole.contains(Span.of(period))]


def num_covered(spans: Iterable[Span]) -> int:
    """Number of different days in `spans`."""
    found, end = 0, date.min
    for span in sorted(spans):
        if span.last > end:
            found += (span.last - max(span.first - ONE_DAY, end)).days
            end = span.last
    return found


def is_filled(whole: Span, spans: Iterable[Span]) -> bool:
    """Whether the days of `spans` make up a month, quarter or year."""
    return num_covered(spans) >= whole.num_days - SLACK_DAYS


def is_covered(span: Span, by: Sequence[Span]) -> bool:
    """Whether each day of `span` is in one of the spans in `by`."""
    parts = [
        Span(max(span.first, other.first), min(span.last, other.last))
        for other in by
        if span.overlaps(other)
    ]
    return num_covered(parts) == span.num_days


def _year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


def _month_after(first: date, count: int) -> date:
    years, month = divmod(first.month - 1 + count, 12)
    return date(first.year + years, month + 1, 1)
