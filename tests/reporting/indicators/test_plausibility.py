"""Warnings that request an explanation."""

from decimal import Decimal

import pytest

from reporting.indicators.inputs import IndicatorInput
from reporting.indicators.plausibility import doubts, percent_doubt
from tests.factories import IndicatorFactory, ValueIndicatorFactory

PERCENTAGE = IndicatorFactory.build(task=None)
HOURS = IndicatorFactory.build(task=None, unit_of_measure="giờ")
VALUE = ValueIndicatorFactory.build(task=None)
TOTAL = ValueIndicatorFactory.build(task=None, is_cumulative=True)


def _ratio(numerator, denominator):
    return IndicatorInput(numerator=Decimal(numerator), denominator=Decimal(denominator))


def _value(number):
    return IndicatorInput(value=Decimal(number))


@pytest.mark.parametrize(
    ("indicator", "now", "before", "words"),
    [
        (PERCENTAGE, _ratio(11, 10), None, ["Tỷ lệ trên 100%: tử số lớn hơn mẫu số."]),
        (PERCENTAGE, _ratio(3, 0), None, ["Mẫu số bằng 0 mà tử số khác 0."]),
        (TOTAL, _value(7), _value(9), ["Số lũy kế giảm so với kỳ trước (9 cuộc)."]),
        (TOTAL, _value(0), _value(9), ["Số lũy kế giảm so với kỳ trước (9 cuộc)."]),
        (VALUE, _value(1234), _value(120), ["Số gấp hơn 10 lần kỳ trước (120 cuộc)."]),
        (
            VALUE,
            _value(11),
            _value(120),
            ["Số chưa bằng một phần mười kỳ trước (120 cuộc)."],
        ),
        (
            PERCENTAGE,
            _ratio(98, 1000),
            _ratio(97, 99),
            ["Mẫu số gấp hơn 10 lần kỳ trước (99)."],
        ),
    ],
)
def test_an_implausible_number_has_a_warning(indicator, now, before, words):
    assert doubts(indicator, now, before) == words


@pytest.mark.parametrize(
    ("indicator", "now", "before"),
    [
        (PERCENTAGE, _ratio(10, 10), None),
        (PERCENTAGE, _ratio(0, 0), _ratio(97, 99)),
        (PERCENTAGE, IndicatorInput(), _ratio(97, 99)),
        (PERCENTAGE, IndicatorInput(is_not_applicable=True), _ratio(97, 99)),
        (HOURS, _ratio(400, 20), _ratio(380, 19)),
        (TOTAL, _value(9), _value(9)),
        (TOTAL, _value(3), None),
        (VALUE, _value(0), _value(120)),
        (VALUE, _value(120), _value(0)),
        (VALUE, _value(12), _value(1)),
        (VALUE, _value(200), _value(20)),
    ],
)
def test_a_plausible_number_has_no_warning(indicator, now, before):
    assert doubts(indicator, now, before) == []


@pytest.mark.parametrize(
    ("unit", "number", "words"),
    [
        ("cuộc", "-5", ["Số âm (-5 cuộc)."]),
        ("cuộc", "12.5", ["Số lẻ (12,5 cuộc) của đơn vị tính thường là số nguyên."]),
        ("khách hàng", "0.5", ["Số lẻ (0,5 khách hàng) của đơn vị tính thường là số nguyên."]),
        ("cuộc", "12", []),
        ("cuộc", "0", []),
        ("triệu đồng", "1234.5", []),
        ("m²", "0.5", []),
        ("%", "98.5", []),
    ],
)
def test_counts_are_whole_and_not_negative(unit, number, words):
    counted = ValueIndicatorFactory.build(task=None, unit_of_measure=unit)

    assert doubts(counted, _value(number), None) == words


def test_decreasing_cumulative_work_has_a_warning():
    assert percent_doubt(40, 60) == "Tỷ lệ hoàn thành thấp hơn kỳ trước (60%)."
    assert [percent_doubt(*pair) for pair in ((60, 60), (None, 60), (0, None))] == ["", "", ""]
