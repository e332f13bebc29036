"""Days as offices type them, on a phone's keypad of digits too."""

from datetime import date

import pytest
from django import forms

from tracker.lib.days.fields import DateField
from tracker.lib.days.reading import NotADay, parse_day

DAY = date(2024, 3, 19)


class DayForm(forms.Form):
    day = DateField()


@pytest.mark.parametrize(
    "typed",
    [
        "19/3/2024",
        "19/03/24",
        "19.3.2024",
        "19-3-2024",
        " 19 / 3 / 2024 ",
        "19 3 2024",
        "19032024",
        "190324",
        "19 tháng 3 năm 2024",
        "Ngày 19 tháng 3 năm 2024",
        "2024-03-19",
    ],
)
def test_a_day_is_read_however_it_is_written(typed):
    assert parse_day(typed) == DAY


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("31/4/2024", "Không có ngày 31/4: tháng 4 có 30 ngày."),
        ("29/02/2023", "Không có ngày 29/2: tháng 2 năm 2023 có 28 ngày."),
        ("00/3/2024", "Không có ngày 0/3"),
        ("3/19/2024", "Không có tháng 19. Hãy ghi ngày trước, tháng sau"),
        ("19/03/0024", "Năm “0024” không đúng. Hãy ghi năm đủ bốn chữ số"),
        ("19/3/202", "Năm “202” không đúng"),
    ],
)
def test_an_impossible_day_is_told_as_such(typed, words):
    with pytest.raises(NotADay, match=words.replace("(", r"\(").replace(".", r"\.")):
        parse_day(typed)


@pytest.mark.parametrize("typed", ["hôm nay", "19/3", "2024", "19//3/2024", "190320241"])
def test_what_is_no_day_gets_the_words_of_its_field(typed):
    form = DayForm({"day": typed})

    assert form.errors == {"day": ["Ngày không đúng. Hãy nhập dạng 31/12/2026."]}


@pytest.mark.parametrize("typed", ["19/3/1929", "19/3/2101", "19031829"])
def test_an_unlikely_year_is_asked_about_and_taken_when_sent_again(typed):
    asked = DayForm({"day": typed})

    assert "Có đúng là năm" in asked.errors["day"][0]
    assert f'name="day-asked" value="{typed}"' in str(asked["day"])
    assert DayForm({"day": typed, "day-asked": typed}).is_valid()
    assert not DayForm({"day": typed, "day-asked": "19/3/1900"}).is_valid()


@pytest.mark.parametrize("typed", ["1/1/1930", "31/12/2100"])
def test_likely_years_are_taken_at_once(typed):
    assert DayForm({"day": typed}).is_valid()


def test_a_day_of_the_database_is_shown_as_offices_write_it():
    assert 'value="19/03/2024"' in str(DayForm(initial={"day": DAY})["day"])
