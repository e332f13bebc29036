"""Numbers typed and printed the Vietnamese way."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib.numbers import NotANumber, parse_decimal, parse_id, write_decimal

NUMBERS = st.decimals(
    min_value=Decimal("-99999999999"),
    max_value=Decimal("99999999999"),
    places=4,
    allow_nan=False,
)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0", "0"),
        ("-3", "-3"),
        ("1234,5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1.234", "1234"),
        ("12.345.678", "12345678"),
        (" 95% ", "95"),
        ("97,25\u00a0%", "97.25"),
        ("007", "7"),
        ("0,5", "0.5"),
        ("−2", "-2"),
        ("99.999.999.999.999,9", "99999999999999.9"),
        ("99.999.999.999,9999", "99999999999.9999"),
        ("99.999.999.999.999,9000", "99999999999999.9"),
    ],
)
def test_a_number_typed_the_vietnamese_way_is_read(typed, number):
    assert parse_decimal(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["", "  ", "\u00a0", "\t"])
def test_nothing_typed_is_missing_and_not_zero(typed):
    assert parse_decimal(typed) is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1.5", "Phần lẻ ghi sau dấu phẩy"),
        ("1.2345", "Phần lẻ ghi sau dấu phẩy"),
        ("0.125", "Phần lẻ ghi sau dấu phẩy"),
        ("12,", "Phần lẻ ghi sau dấu phẩy"),
        ("1.23.456", "Phần lẻ ghi sau dấu phẩy"),
        ("1,234,567", "Dấu phẩy chỉ dùng cho phần lẻ"),
        ("1 234", "Chỉ ghi chữ số"),
        ("12 hồ sơ", "Chỉ ghi chữ số"),
        ("1e3", "Chỉ ghi chữ số"),
        ("٣", "Hãy ghi một số"),
        ("%", "Hãy ghi một số"),
        ("không", "Hãy ghi một số"),
        ("NaN", "Hãy ghi một số"),
        ("1,23456", "tối đa 4 chữ số sau dấu phẩy"),
        ("123456789012345", "Số quá lớn"),
        ("99999999999999,9999", "tối đa 15 chữ số, kể cả phần lẻ"),
    ],
)
def test_what_could_be_meant_otherwise_is_refused_in_words(typed, words):
    with pytest.raises(NotANumber, match=words):
        parse_decimal(typed)


@given(NUMBERS)
def test_what_is_written_is_read_back(number):
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
def test_numbers_are_written_without_idle_zeros(value, written):
    assert write_decimal(value) == written


def test_a_computed_number_is_rounded_where_asked():
    assert write_decimal(Decimal(200) / 3, places=2) == "66,67"


@pytest.mark.parametrize(("text", "pk"), [("7", 7), ("0", 0), ("9" * 18, int("9" * 18))])
def test_an_id_is_read(text, pk):
    assert parse_id(text) == pk


@pytest.mark.parametrize("text", ["", "-1", "1.5", "²", "٣", "9" * 19, "7 "])
def test_what_no_column_could_hold_is_no_id(text):
    assert parse_id(text) is None
