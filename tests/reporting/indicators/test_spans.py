"""Months, quarters and years of the calendar, and the periods that belong to them."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.indicators import spans
from reporting.indicators.spans import Span
from reporting.periods.presets import presets

Q1 = Span(date(2026, 1, 1), date(2026, 3, 31))


@dataclass(frozen=True)
class Period:
    data_from: date
    data_to: date


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 6, 30), date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 8, 15), date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_day_lies_in_its_quarter(day, first, last):
    assert spans.quarter_of(day) == Span(first, last)


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ((date(2026, 1, 1), date(2026, 3, 31)), (date(2025, 1, 1), date(2025, 3, 31))),
        ((date(2025, 2, 1), date(2025, 2, 28)), (date(2024, 2, 1), date(2024, 2, 29))),
        ((date(2024, 2, 1), date(2024, 2, 29)), (date(2023, 2, 1), date(2023, 2, 28))),
        ((date(2024, 2, 29), date(2024, 3, 14)), (date(2023, 2, 28), date(2023, 3, 14))),
        ((date(2025, 12, 15), date(2026, 3, 14)), (date(2024, 12, 15), date(2025, 3, 14))),
    ],
)
def test_the_same_days_one_year_earlier(now, before):
    assert spans.year_before(Span(*now)) == Span(*before)


@pytest.mark.parametrize("kind", ["", "d"])
def test_months_belong_to_the_quarters_and_the_year_of_their_name(kind):
    """By the calendar and by the cut-offs of the decree."""
    known = presets(2026)
    months = [known[f"{kind}m{number}"] for number in range(1, 13)]
    year = spans.year_of(date(2026, 7, 1))

    assert spans.periods_in(months, year) == months
    for number in range(1, 5):
        quarter = spans.quarter_of(date(2026, 3 * number, 1))
        own = months[3 * number - 3 : 3 * number]
        assert spans.periods_in(months, quarter) == own
        assert spans.falls_in(Span.of(known[f"{kind}q{number}"]), quarter)
        assert spans.is_filled(quarter, map(Span.of, own))
        assert spans.is_covered(Span.of(known[f"{kind}q{number}"]), list(map(Span.of, own)))
    assert not spans.is_filled(year, map(Span.of, months[:11]))


def test_a_longer_period_belongs_to_no_part_of_it():
    half, quarter = Span.of(presets(2026)["h1"]), spans.quarter_of(date(2026, 6, 30))

    assert not spans.falls_in(half, quarter)
    assert spans.falls_in(half, spans.year_of(date(2026, 6, 30)))


def test_the_year_so_far_ends_with_the_period():
    months = [presets(2026)[f"m{number}"] for number in range(1, 13)]

    assert spans.periods_in(months, spans.year_to(date(2026, 4, 30))) == months[:4]


def test_periods_within_the_days_of_another():
    january, shifted = presets(2026)["m1"], presets(2026)["dm1"]

    assert spans.periods_within([january, shifted], Q1) == [january]


DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 31))
SPANS = st.tuples(DAYS, DAYS).map(lambda pair: Span(*sorted(pair)))


@given(st.lists(SPANS, max_size=8), SPANS)
def test_days_are_covered_as_a_loop_over_days_finds(found, whole):
    def days_of(span):
        return {span.first + timedelta(days=number) for number in range(span.num_days)}

    covered = set().union(*map(days_of, found))

    assert spans.num_covered(found) == len(covered)
    assert spans.is_covered(whole, found) == (days_of(whole) <= covered)
    assert all(
        one.overlaps(whole) == bool(days_of(one) & days_of(whole))
        and one.contains(whole) == (days_of(whole) <= days_of(one))
        for one in found
    )
