"""Suggested periods: from the calendar and from the cut-off days of NĐ 09/2019."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from reporting.periods.presets import presets, quarter_of


@pytest.mark.parametrize(
    ("key", "name", "data_from", "data_to"),
    [
        ("m2", "Tháng 2/2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("m12", "Tháng 12/2024", date(2024, 12, 1), date(2024, 12, 31)),
        ("q1", "Quý 1/2024", date(2024, 1, 1), date(2024, 3, 31)),
        ("q4", "Quý 4/2024", date(2024, 10, 1), date(2024, 12, 31)),
        ("h1", "6 tháng đầu năm 2024", date(2024, 1, 1), date(2024, 6, 30)),
        ("h2", "6 tháng cuối năm 2024", date(2024, 7, 1), date(2024, 12, 31)),
        ("y", "Năm 2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("dm1", "Tháng 1/2024 (NĐ 09/2019)", date(2023, 12, 15), date(2024, 1, 14)),
        ("dm3", "Tháng 3/2024 (NĐ 09/2019)", date(2024, 2, 15), date(2024, 3, 14)),
        ("dq1", "Quý 1/2024 (NĐ 09/2019)", date(2023, 12, 15), date(2024, 3, 14)),
        ("dq4", "Quý 4/2024 (NĐ 09/2019)", date(2024, 9, 15), date(2024, 12, 14)),
        ("dh1", "6 tháng đầu năm 2024 (NĐ 09/2019)", date(2023, 12, 15), date(2024, 6, 14)),
        ("dh2", "6 tháng cuối năm 2024 (NĐ 09/2019)", date(2024, 6, 15), date(2024, 12, 14)),
        ("dy", "Năm 2024 (NĐ 09/2019)", date(2023, 12, 15), date(2024, 12, 14)),
    ],
)
def test_first_and_last_day_of_a_preset(key, name, data_from, data_to):
    preset = presets(2024)[key]

    assert (preset.name, preset.data_from, preset.data_to) == (name, data_from, data_to)


def test_the_due_day_is_suggested_ten_days_after_the_data_end():
    for preset in presets(2026).values():
        assert preset.due_on - preset.data_to == timedelta(days=10)


@pytest.mark.parametrize("prefix", ["m", "q", "h", "dm", "dq", "dh"])
def test_presets_of_one_kind_cover_each_day_once(prefix):
    days = {"m": 12, "q": 4, "h": 2}[prefix[-1]]
    of_a_kind = [presets(2024)[f"{prefix}{index}"] for index in range(1, days + 1)]

    for earlier, later in pairwise(of_a_kind):
        assert later.data_from - earlier.data_to == timedelta(days=1)


def test_names_are_unique_and_fit_their_column():
    names = [preset.name for preset in presets(2026).values()]

    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 80


def test_the_quarter_of_a_day_is_among_the_suggestions():
    day = date(2026, 11, 30)

    found = presets(2026)[quarter_of(day)]

    assert (found.name, found.data_from <= day <= found.data_to) == ("Quý 4/2026", True)
