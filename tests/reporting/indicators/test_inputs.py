"""Zero, missing and not applicable are distinct, each with its own text."""

from decimal import Decimal

import pytest

from reporting.indicators.inputs import BadNumbers, IndicatorInput, ratio_of, read, words_of
from tests.factories import IndicatorFactory, ValueIndicatorFactory

PERCENTAGE = IndicatorFactory.build(task=None)
HOURS = IndicatorFactory.build(task=None, unit_of_measure="giờ")
VALUE = ValueIndicatorFactory.build(task=None)


def _ratio(numerator, denominator):
    return IndicatorInput(numerator=Decimal(numerator), denominator=Decimal(denominator))


@pytest.mark.parametrize(
    ("indicator", "given", "words"),
    [
        (VALUE, IndicatorInput(), "chưa có số liệu"),
        (VALUE, IndicatorInput(value=Decimal(0)), "0 cuộc"),
        (VALUE, IndicatorInput(is_not_applicable=True), "không phát sinh"),
        (VALUE, IndicatorInput(value=Decimal("1234.5000")), "1.234,5 cuộc"),
        (PERCENTAGE, IndicatorInput(), "chưa có số liệu"),
        (PERCENTAGE, _ratio(0, 12), "0/12 = 0%"),
        (PERCENTAGE, _ratio(0, 0), "0/0 (mẫu số bằng 0, không phát sinh)"),
        (PERCENTAGE, _ratio(98, 100), "98/100 = 98%"),
        (PERCENTAGE, _ratio(2, 3), "2/3 = 66,67%"),
        (
            PERCENTAGE,
            IndicatorInput(numerator=Decimal(5)),
            "5/– (thiếu mẫu số, chưa có số liệu)",
        ),
        (HOURS, _ratio(120, 30), "120/30 = 4 giờ"),
    ],
)
def test_each_input_has_its_own_text(indicator, given, words):
    assert words_of(indicator, given) == words


def test_empty_zero_and_the_ticked_box_are_distinct():
    blank = read(VALUE, {"value": ""})
    zero = read(VALUE, {"value": "0"})
    none = read(VALUE, {"value": ""}, is_not_applicable=True)

    assert (blank, zero, none) == (
        IndicatorInput(),
        IndicatorInput(value=Decimal(0)),
        IndicatorInput(is_not_applicable=True),
    )
    assert [one.is_reported_on(VALUE) for one in (blank, zero, none)] == [False, True, False]


@pytest.mark.parametrize(
    ("indicator", "texts", "ticked", "part", "words"),
    [
        (VALUE, {"value": "1.5"}, False, "value", "Phần lẻ ghi sau dấu phẩy"),
        (VALUE, {"value": "95%"}, False, "value", "không ghi dấu %"),
        (PERCENTAGE, {"numerator": "95%"}, False, "numerator", "tỷ lệ được tự tính"),
        (PERCENTAGE, {"denominator": "-3"}, False, "denominator", "không thể âm"),
        (PERCENTAGE, {"denominator": "3"}, True, "denominator", "để trống ô số"),
        (VALUE, {"value": "0"}, True, "value", "để trống ô số"),
    ],
)
def test_the_error_of_an_invalid_part_names_it(indicator, texts, ticked, part, words):
    with pytest.raises(BadNumbers) as bad:
        read(indicator, texts, is_not_applicable=ticked)

    assert list(bad.value.errors) == [part]
    assert words in bad.value.errors[part]


def test_all_invalid_parts_are_named_at_once():
    with pytest.raises(BadNumbers) as bad:
        read(PERCENTAGE, {"numerator": "a", "denominator": "b"}, explanation="x" * 501)

    assert set(bad.value.errors) == {"numerator", "denominator", "explanation"}


def test_a_ratio_with_a_zero_denominator_is_missing():
    assert ratio_of(PERCENTAGE, Decimal(3), Decimal(0)) is None
    assert ratio_of(PERCENTAGE, None, Decimal(3)) is None
    assert ratio_of(PERCENTAGE, Decimal(1), Decimal(4)) == 25
    assert ratio_of(HOURS, Decimal(1), Decimal(4)) == Decimal("0.25")
