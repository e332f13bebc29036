"""The time of a paper: a year or a part of it by its name, other times by their periods."""

from datetime import date

import pytest

from reporting.papers.ranges import range_in_text

QUARTERS = ("Quý 1/2026", "Quý 4/2026")


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ((2026, 1, 1), (2026, 12, 31), "năm 2026"),
        ((2026, 1, 1), (2026, 6, 30), "6 tháng đầu năm 2026"),
        ((2026, 7, 1), (2026, 12, 31), "6 tháng cuối năm 2026"),
        ((2026, 1, 1), (2026, 9, 30), "9 tháng đầu năm 2026"),
        ((2025, 1, 1), (2026, 12, 31), "giai đoạn 2025 - 2026"),
        # Months from the 15th of the month before to the 14th
        ((2025, 12, 15), (2026, 12, 14), "năm 2026"),
        ((2026, 6, 15), (2026, 12, 14), "6 tháng cuối năm 2026"),
        ((2026, 1, 1), (2026, 12, 30), "từ Quý 1/2026 đến Quý 4/2026"),
        ((2026, 4, 1), (2026, 9, 30), "từ Quý 1/2026 đến Quý 4/2026"),
        ((2025, 7, 1), (2026, 6, 30), "từ Quý 1/2026 đến Quý 4/2026"),
    ],
)
def test_a_time_has_the_name_of_its_year_or_those_of_its_periods(first, last, text):
    assert range_in_text(QUARTERS, (date(*first), date(*last))) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Quý 3/2026", "Quý 3/2026"),
        ("Kỳ 1", "Kỳ 1"),
        ("6 tháng cuối", "6 tháng cuối"),
        ("Đại hội", "kỳ Đại hội"),
    ],
)
def test_one_period_goes_by_its_name(name, text):
    assert range_in_text((name, name), (date(2026, 7, 1), date(2026, 9, 30))) == text
