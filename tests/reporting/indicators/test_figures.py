"""Sums of indicators: from numerators and denominators, of accepted numbers only."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given as with_any
from hypothesis import strategies as st

from reporting.indicators.figures import Filed, NumberState, state_of, total_of
from reporting.indicators.inputs import IndicatorInput
from reporting.indicators.spans import Span
from tests.factories import IndicatorFactory, ValueIndicatorFactory

PERCENTAGE = IndicatorFactory.build(task=None, target=Decimal(98))
HOURS = IndicatorFactory.build(task=None, unit_of_measure="giờ", direction="down", target=16)
COUNT = ValueIndicatorFactory.build(task=None)
TOTAL = ValueIndicatorFactory.build(task=None, is_cumulative=True)
Q1 = Span(date(2026, 1, 1), date(2026, 3, 31))
Q2 = Span(date(2026, 4, 1), date(2026, 6, 30))


def _filed(unit, *numbers, span=Q1, accepted=True, **fields):
    parts = ("value",) if len(numbers) == 1 else ("numerator", "denominator")
    numbers = dict(zip(parts, map(Decimal, numbers), strict=True)) if numbers else {}
    idle = fields.pop("is_task_idle", False)
    return Filed(unit, span, accepted, IndicatorInput(**numbers, **fields), idle)


def _total(indicator, units, filed, owed=()):
    return total_of(indicator, {unit: list(owed) for unit in units}, filed)


def _counts(total):
    return (total.num_reported, total.num_not_applicable, total.num_waiting, total.num_missing)


def test_a_total_ratio_divides_the_sum_of_numerators_by_the_sum_of_denominators():
    total = _total(PERCENTAGE, [1, 2], [_filed(1, 1, 1), _filed(2, 0, 99)])

    assert (total.parts, total.words) == ("1/100", "1%")


def test_every_unit_is_counted_once():
    total = _total(
        COUNT,
        range(1, 9),
        [
            _filed(1, 0),
            _filed(2, is_not_applicable=True),
            _filed(3, is_task_idle=True),
            _filed(4, 7, accepted=False),
            _filed(5, is_not_applicable=True, accepted=False),
            _filed(6),
            _filed(7, accepted=False),
        ],
    )

    assert _counts(total) == (1, 2, 2, 3)
    assert total.num_asked == 8
    assert total.value == 0


def test_numbers_not_yet_accepted_are_in_no_sum():
    total = _total(COUNT, [1, 2], [_filed(1, 5), _filed(2, 70, accepted=False)])

    assert total.words == "5 cuộc"


def test_a_numerator_alone_is_missing():
    filed = Filed(1, Q1, True, IndicatorInput(numerator=Decimal(5)))

    assert state_of(PERCENTAGE, [filed]) == NumberState.MISSING
    assert _total(PERCENTAGE, [1], [filed]).words == "chưa có số liệu"


def test_a_zero_denominator_has_no_ratio_and_reaches_no_target():
    total = _total(PERCENTAGE, [1, 2], [_filed(1, 0, 0), _filed(2, is_not_applicable=True)])

    assert (total.result, total.words, total.is_reached) == (None, "không phát sinh", None)


@pytest.mark.parametrize(
    ("filed", "words"),
    [
        ([], "chưa có số liệu"),
        ([_filed(1, is_not_applicable=True)], "chưa có số liệu"),
        (
            [_filed(1, is_not_applicable=True), _filed(2, is_not_applicable=True)],
            "không phát sinh",
        ),
    ],
)
def test_a_total_without_numbers_has_its_own_text(filed, words):
    assert _total(COUNT, [1, 2], filed).words == words


def test_counts_of_periods_add_up_and_a_cumulative_count_uses_the_last():
    filed = [_filed(1, 9, span=Q2), _filed(1, 4), _filed(2, 3)]

    assert _total(COUNT, [1, 2], filed).value == 16
    assert _total(TOTAL, [1, 2], filed).value == 12


@pytest.mark.parametrize(
    ("indicator", "filed", "is_reached"),
    [
        (PERCENTAGE, _filed(1, 98, 100), True),
        (PERCENTAGE, _filed(1, 97, 100), False),
        (HOURS, _filed(1, 160, 10), True),
        (HOURS, _filed(1, 161, 10), False),
        (COUNT, _filed(1, 5), None),
    ],
)
def test_the_direction_decides_which_side_of_the_target_is_good(indicator, filed, is_reached):
    assert _total(indicator, [1], [filed]).is_reached is is_reached


NUMBERS = st.integers(min_value=0, max_value=10**9).map(Decimal)
GIVEN = st.one_of(
    st.just(IndicatorInput()),
    st.just(IndicatorInput(is_not_applicable=True)),
    st.builds(IndicatorInput, numerator=NUMBERS),
    st.builds(IndicatorInput, numerator=NUMBERS, denominator=NUMBERS),
)


@with_any(st.lists(st.tuples(GIVEN, st.booleans(), st.booleans()), max_size=12))
def test_sums_and_counts_agree_for_any_submissions(rows):
    """Six units, each with a submission for one or both quarters."""
    filed = [
        Filed(1 + number % 6, (Q1, Q2)[number // 6], is_accepted, entered, is_idle)
        for number, (entered, is_accepted, is_idle) in enumerate(rows)
    ]

    total = _total(PERCENTAGE, range(1, 9), filed)

    whole = [
        row.input
        for row in filed
        if row.is_accepted and None not in (row.input.numerator, row.input.denominator)
    ]
    numerator = sum(one.numerator for one in whole)
    denominator = sum(one.denominator for one in whole)
    assert sum(_counts(total)) == total.num_asked == 8
    assert (total.numerator or 0, total.denominator or 0) == (numerator, denominator)
    if denominator:
        exact = Fraction(100 * int(numerator), int(denominator))
        assert abs(Fraction(total.result) - exact) <= exact / 10**20
    else:
        assert total.result is None


@with_any(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=8), st.data())
def test_a_total_does_not_depend_on_how_units_are_split(pairs, data):
    filed = [_filed(unit, *pair) for unit, pair in enumerate(pairs, start=1)]
    at = data.draw(st.integers(0, len(filed)))

    whole = _total(PERCENTAGE, [], filed)
    parts = [_total(PERCENTAGE, [], part) for part in (filed[:at], filed[at:])]

    for name in ("numerator", "denominator"):
        assert getattr(whole, name) == sum(getattr(part, name) or 0 for part in parts)
