"""Numbers of one unit over several periods, which may overlap."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.indicators.figures import Filed, NumberState, counted, state_of, total_of
from reporting.indicators.inputs import IndicatorInput
from reporting.indicators.spans import Span
from tests.factories import IndicatorFactory, ValueIndicatorFactory

FLOW = ValueIndicatorFactory.build(task=None)
STOCK = ValueIndicatorFactory.build(task=None, aggregation="last")
SHARE = IndicatorFactory.build(task=None)
JANUARY = Span(date(2026, 1, 1), date(2026, 1, 31))
FEBRUARY = Span(date(2026, 2, 1), date(2026, 2, 28))
MARCH = Span(date(2026, 3, 1), date(2026, 3, 31))
MONTHS = [JANUARY, FEBRUARY, MARCH]
Q1 = Span(date(2026, 1, 1), date(2026, 3, 31))
Q2 = Span(date(2026, 4, 1), date(2026, 6, 30))
NOTHING_AROSE = IndicatorInput(is_not_applicable=True)


def _filed(span, number, *, unit=1, is_accepted=True):
    entered = number
    if not isinstance(number, IndicatorInput):
        entered = IndicatorInput(value=Decimal(number))
    return Filed(unit, span, is_accepted, entered)


def _months(*numbers):
    return [_filed(span, number) for span, number in zip(MONTHS, numbers, strict=True)]


def _total(indicator, filed, *owed):
    return total_of(indicator, {1: owed}, filed)


def test_months_add_up_to_a_quarter_that_was_not_reported():
    total = _total(FLOW, _months(1, 2, 4), *MONTHS, Q1)

    assert (total.value, total.is_complete) == (7, True)


def test_the_number_of_a_quarter_replaces_those_of_its_months():
    total = _total(FLOW, [*_months(1, 2, 4), _filed(Q1, 9)], *MONTHS, Q1)

    assert (total.value, total.is_complete) == (9, True)


def test_a_quarter_that_waits_for_a_verdict_leaves_its_months():
    total = _total(FLOW, [*_months(1, 2, 4), _filed(Q1, 9, is_accepted=False)], *MONTHS, Q1)

    assert (total.value, total.num_waiting, total.is_complete) == (7, 0, True)


def test_the_number_of_a_quarter_stands_for_a_missing_month():
    total = _total(FLOW, [_filed(JANUARY, 1), _filed(Q1, 9)], *MONTHS, Q1)

    assert (total.value, total.is_complete) == (9, True)


def test_a_missing_month_leaves_the_sum_of_what_there_is():
    total = _total(FLOW, _months(1, IndicatorInput(), 4), *MONTHS, Q1)

    assert (total.value, total.num_partial, total.num_reported) == (5, 1, 1)
    assert not total.is_complete


def test_a_month_in_which_nothing_arose_is_left_out_and_not_missing():
    total = _total(FLOW, _months(1, NOTHING_AROSE, 4), *MONTHS, Q1)

    assert (total.value, total.is_complete) == (5, True)


def test_nothing_arose_in_a_quarter_removes_no_number_of_its_months():
    total = _total(FLOW, [_filed(JANUARY, 3), _filed(Q1, NOTHING_AROSE)], *MONTHS, Q1)

    assert (total.value, total.is_complete) == (3, True)


def test_zero_is_a_number():
    total = _total(FLOW, _months(0, 0, 0), *MONTHS)

    assert (total.value, total.words) == (0, "0 cuộc")


@pytest.mark.parametrize(
    ("second", "standing"),
    [
        (NOTHING_AROSE, NumberState.NOT_APPLICABLE),
        (IndicatorInput(), NumberState.MISSING),
    ],
)
def test_nothing_arose_is_the_answer_only_where_no_period_is_missing(second, standing):
    filed = [_filed(Q1, NOTHING_AROSE), _filed(Q2, second)]

    assert state_of(FLOW, filed, [Q1, Q2]) == standing


def test_nothing_arose_in_one_quarter_while_the_next_waits():
    filed = [_filed(Q1, NOTHING_AROSE), _filed(Q2, 3, is_accepted=False)]

    assert state_of(FLOW, filed, [Q1, Q2]) == NumberState.WAITING


def test_of_two_quarters_that_overlap_in_part_the_later_counts():
    other = Span(date(2026, 3, 15), date(2026, 6, 12))

    assert other.num_days == Q1.num_days
    assert _total(FLOW, [_filed(Q1, 5), _filed(other, 7)], Q1, other).value == 7


def test_a_stock_takes_the_last_number_and_asks_only_for_the_last_period():
    filed = [_filed(JANUARY, 8), _filed(MARCH, 6)]

    complete = _total(STOCK, filed, *MONTHS)
    lacking = _total(STOCK, filed, *MONTHS, Q2)

    assert (complete.value, complete.is_complete) == (6, True)
    assert (lacking.value, lacking.num_partial) == (6, 1)


def test_a_stock_takes_the_longer_of_two_periods_that_end_together():
    assert _total(STOCK, [_filed(Q1, 5), _filed(MARCH, 6)], MARCH, Q1).value == 5


def test_nothing_arose_at_last_leaves_the_last_number_of_a_stock():
    total = _total(STOCK, [_filed(Q1, 5), _filed(Q2, NOTHING_AROSE)], Q1, Q2)

    assert (total.value, total.is_complete) == (5, True)


@pytest.mark.parametrize(
    ("aggregation", "parts", "words"),
    [("sum", "60/200", "30%"), ("last", "50/100", "50%")],
)
def test_a_ratio_is_that_of_its_aggregated_parts(aggregation, parts, words):
    share = IndicatorFactory.build(task=None, aggregation=aggregation)
    filed = [
        _filed(Q1, IndicatorInput(numerator=Decimal(10), denominator=Decimal(100))),
        _filed(Q2, IndicatorInput(numerator=Decimal(50), denominator=Decimal(100))),
    ]

    total = _total(share, filed, Q1, Q2)

    assert (total.parts, total.words) == (parts, words)


def test_units_are_added_after_each_was_aggregated():
    filed = [*_months(1, 2, 4), _filed(Q1, 10, unit=2), _filed(JANUARY, 90, unit=2)]

    total = total_of(FLOW, {1: [*MONTHS, Q1], 2: [*MONTHS, Q1], 3: [Q1]}, filed)

    assert (total.value, total.num_reported, total.num_missing) == (17, 2, 1)


# Weeks of four, eight and twelve: like months, quarters and halves, and every shifted one
FIRST = date(2026, 1, 5)
SPANS = st.builds(
    lambda week, length: Span(
        FIRST + timedelta(weeks=week), FIRST + timedelta(weeks=week + length, days=-1)
    ),
    st.integers(0, 24),
    st.sampled_from([1, 4, 8, 12]),
)
NUMBERS = st.integers(0, 1000).map(Decimal)
INPUTS = st.one_of(
    st.just(IndicatorInput()), st.just(NOTHING_AROSE), st.builds(IndicatorInput, value=NUMBERS)
)
ROWS = st.lists(
    st.builds(Filed, st.just(1), SPANS, st.booleans(), INPUTS, st.just(False)),
    max_size=14,
    unique_by=lambda row: row.span,
)


def _days(span):
    return [span.first + timedelta(days=number) for number in range(span.num_days)]


def _naive_sum(filed):
    """Give each day to the number that counts for it, then add the numbers that have theirs."""
    by_day = {}
    numbers = [row for row in filed if row.is_accepted and row.input.value is not None]
    while numbers:
        best = numbers[0]
        for row in numbers:
            longer = row.span.num_days - best.span.num_days
            if longer > 0 or (longer == 0 and row.span.last > best.span.last):
                best = row
        numbers.remove(best)
        if all(day not in by_day for day in _days(best.span)):
            by_day |= dict.fromkeys(_days(best.span), best)
    found = []
    for row in by_day.values():
        if row not in found:
            found.append(row)
    return sum(row.input.value for row in found) if found else None


def _naive_last(filed):
    last = None
    for row in filed:
        if not row.is_accepted or row.input.value is None:
            continue
        if last is None or (row.span.last, row.span.num_days) > (
            last.span.last,
            last.span.num_days,
        ):
            last = row
    return last and last.input.value


@given(ROWS, st.lists(SPANS, max_size=6), st.randoms())
def test_any_periods_are_aggregated_as_a_naive_loop_does(filed, owed, random):
    shuffled = list(filed)
    random.shuffle(shuffled)

    flow, stock = _total(FLOW, shuffled, *owed), _total(STOCK, shuffled, *owed)

    assert flow.value == _naive_sum(filed)
    assert stock.value == _naive_last(filed)
    answered = {
        day
        for row in filed
        if row.is_accepted and (row.input.is_not_applicable or row.input.value is not None)
        for day in _days(row.span)
    }
    is_whole = all(day in answered for span in owed for day in _days(span))
    if flow.value is not None:
        assert flow.is_complete == is_whole


@given(ROWS)
def test_no_day_is_counted_twice(filed):
    days = [day for row in counted(FLOW, filed) for day in _days(row.span)]

    assert len(days) == len(set(days))


@given(ROWS, ROWS)
def test_a_sum_over_two_ranges_is_the_sum_of_both(filed, others):
    """Where no period crosses from one into the other."""
    later = timedelta(weeks=60)
    moved = [
        Filed(1, Span(row.span.first + later, row.span.last + later), row.is_accepted, row.input)
        for row in others
    ]

    whole = _total(FLOW, [*filed, *moved]).value
    parts = [_total(FLOW, part).value for part in (filed, moved)]

    assert (whole or 0) == sum(part or 0 for part in parts)
