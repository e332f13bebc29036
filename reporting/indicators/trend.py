"""Rows of the page of an indicator: a result per period, quarter or year, newest first."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import TextChoices

from plans.models import Aggregation
from reporting.indicators.ranges import IndicatorHistory, RangeTotal
from reporting.indicators.spans import (
    MONTHS_IN_QUARTER,
    Span,
    periods_in,
    periods_within,
    quarter_of,
    year_before,
    year_of,
    year_to,
)
from reporting.models import ReportingPeriod
from tracker.lib.numbers import write_decimal

DAYS_IN_MONTH = 30.4


class TrendStep(TextChoices):
    PERIOD = "period", "Từng kỳ báo cáo"
    QUARTER = "quarter", "Từng quý"
    YEAR = "year", "Từng năm"


@dataclass(frozen=True)
class TrendSlot:
    """The days of a row, and the periods that belong to them."""

    name: str
    span: Span
    periods: Sequence[ReportingPeriod]
    before: Sequence[ReportingPeriod]

    def is_running(self, today: date) -> bool:
        """Whether units may still report, or the days are not over."""
        return self.span.last >= today or any(period.is_open for period in self.periods)


@dataclass(frozen=True)
class TrendRow:
    """`to_date` is the result since 1 January, `before` that of the same days of last year.

    None where there is none to show.
    """

    name: str
    span: Span
    own: RangeTotal
    to_date: RangeTotal | None
    before: RangeTotal | None
    is_running: bool

    @property
    def change(self) -> Decimal | None:
        """Against last year: in points for a percentage, else in percent."""
        now = self.own.total.result
        then = self.before.total.result if self.before else None
        if now is None or then is None or self.is_running:
            return None
        if self.own.total.indicator.is_percentage:
            return now - then
        return (now - then) * 100 / abs(then) if then else None

    @property
    def change_words(self) -> str:
        """ "+12,5%", "-3 điểm %"; empty without a number to compare with."""
        change = self.change
        if change is None:
            return ""
        sign = "+" if round(change, 2) > 0 else ""
        measure = " điểm %" if self.own.total.indicator.is_percentage else "%"
        return f"{sign}{write_decimal(change, places=2)}{measure}"

    @property
    def is_change_of_complete(self) -> bool:
        totals = [self.own.total, self.before.total] if self.before else [self.own.total]
        return all(total.is_complete for total in totals)


def slots_of(history: IndicatorHistory, step: str) -> list[TrendSlot]:
    """The rows that the periods make up, newest first."""
    if step == TrendStep.QUARTER:
        return _calendar_slots(history, quarter_of, _quarter_name)
    if step == TrendStep.YEAR:
        return _calendar_slots(history, year_of, lambda span: f"Năm {span.first.year}")
    return [
        TrendSlot(
            period.name,
            Span.of(period),
            [period],
            periods_within(history.periods, year_before(Span.of(period))),
        )
        for period in reversed(history.periods)
    ]


def row_of(
    history: IndicatorHistory, slot: TrendSlot, *, today: date, with_year: bool = True
) -> TrendRow:
    """The row of a slot, without the year so far unless `with_year`."""
    whole = year_to(slot.span.last)
    return TrendRow(
        name=slot.name,
        span=slot.span,
        own=history.over(slot.periods, slot.span),
        to_date=history.over(periods_in(history.periods, whole), whole) if with_year else None,
        before=history.over(slot.before, year_before(slot.span)) if slot.before else None,
        is_running=slot.is_running(today),
    )


def shows_year_so_far(history: IndicatorHistory, step: str) -> bool:
    """A number of what there is has no sum since 1 January, and a year is one already."""
    return history.indicator.aggregation == Aggregation.SUM and step != TrendStep.YEAR


def comparable(slots: Sequence[TrendSlot], *, count: int) -> list[TrendSlot]:
    """The newest `count` slots of the commonest length, oldest first, for one line of a chart."""
    lengths = Counter(_num_months(slot.span) for slot in slots)
    if not lengths:
        return []
    length = max(lengths, key=lambda months: (lengths[months], -months))
    return [slot for slot in slots if _num_months(slot.span) == length][:count][::-1]


def _calendar_slots(
    history: IndicatorHistory, span_of: Callable[[date], Span], name_of: Callable[[Span], str]
) -> list[TrendSlot]:
    """The quarters or years in which a period that fits into one ends."""
    spans = {span_of(period.data_to) for period in history.periods}
    slots = [
        TrendSlot(
            name_of(span),
            span,
            periods_in(history.periods, span),
            periods_in(history.periods, year_before(span)),
        )
        for span in sorted(spans, reverse=True)
    ]
    return [slot for slot in slots if slot.periods]


def _quarter_name(span: Span) -> str:
    return f"Quý {span.last.month // MONTHS_IN_QUARTER}/{span.last.year}"


def _num_months(span: Span) -> int:
    return max(1, round(span.num_days / DAYS_IN_MONTH))
