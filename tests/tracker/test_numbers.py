"""Numbers in Vietnamese notation."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.number_cases import missing_cases, read_cases, refused_cases
from tracker.lib.numbers import NotANumber, parse_decimal, parse_id, write_decimal

NUMBERS = st.decimals(
    min_value=Decimal("-99999999999"),
    max_value=Decimal("99999999999"),
    places=4,
    allow_nan=False,
)


@pytest.mark.parametrize(("typed", "number"), read_cases())
def test_a_number_in_vietnamese_notation_is_parsed(typed, number):
    assert parse_decimal(typed) == Decimal(number)


@pytest.mark.parametrize("typed", missing_cases())
def test_blank_input_is_missing_and_not_zero(typed):
    assert parse_decimal(typed) is None


@pytest.mark.parametrize(("typed", "words"), refused_cases())
def test_ambiguous_input_is_refused_with_a_message(typed, words):
    with pytest.raises(NotANumber, match=words):
        parse_decimal(typed)


@given(NUMBERS)
def test_a_written_number_is_parsed_back(number):
    assert parse_decimal(write_decimal(number)) == number


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "–"),
        (0, "0"),
        (Decimal("0.0000"), "0"),
        (Decimal("1234.5000"), "1.234,5"),
        (Decimal("1000"), "1.000"),
        (Decimal("1E+3"), "1.000"),
    ],
)
def test_numbers_are_written_without_trailing_zeros(value, written):
    assert write_decimal(value) == written


def test_a_computed_number_is_rounded_on_request():
    assert write_decimal(Decimal(200) / 3, places=2) == "66,67"


@pytest.mark.parametrize(("text", "pk"), [("7", 7), ("0", 0), ("9" * 18, int("9" * 18))])
def test_an_id_is_parsed(text, pk):
    assert parse_id(text) == pk


@pytest.mark.parametrize("text", ["", "-1", "1.5", "²", "٣", "9" * 19, "7 "])
def test_a_value_beyond_a_column_is_not_an_id(text):
    assert parse_id(text) is None
