"""Which norm applies, and its punctuation."""

from datetime import date

import pytest

from reporting.papers.profiles import HD05, HD36, ND30, Margins, profile_of


@pytest.mark.parametrize(
    ("day", "is_party", "expected"),
    [
        (date(2017, 5, 1), True, HD36),
        (date(2018, 4, 3), True, HD36),
        (date(2026, 5, 26), True, HD36),
        (date(2026, 5, 27), True, HD05),
        (date(2026, 5, 27), False, ND30),
        (date(2019, 1, 1), False, ND30),
    ],
)
def test_the_day_of_issue_and_the_kind_of_body_choose_the_norm(day, is_party, expected):
    assert profile_of(day, is_party=is_party) is expected


@pytest.mark.parametrize(
    ("profile", "lines"),
    [
        (HD36, ["- Tỉnh ủy,", "- Các đơn vị,", "- Lưu Văn phòng."]),
        (HD05, ["- Tỉnh ủy;", "- Các đơn vị;", "- Lưu Văn phòng."]),
        (ND30, ["- Tỉnh ủy;", "- Các đơn vị;", "- Lưu Văn phòng."]),
    ],
)
def test_recipients_end_as_the_norm_says(profile, lines):
    assert profile.recipient_lines(["Tỉnh ủy", "Các đơn vị", "Lưu Văn phòng"]) == lines


def test_without_recipients_the_archive_is_named():
    assert HD05.recipient_lines([]) == ["- Lưu Văn phòng."]
    assert ND30.recipient_lines([]) == ["- Lưu: VT."]


def test_numbers_below_ten_take_a_zero_and_the_order_of_the_norm():
    assert HD36.number("5", kind="BC", symbol="HU") == "05-BC/HU"
    assert ND30.number("156", kind="BC", symbol="UBND") == "156/BC-UBND"
    assert HD36.number_tail(kind="BC", symbol="HU") == "-BC/HU"


def test_party_papers_cite_with_a_comma_and_state_papers_without():
    assert HD36.cited("05-BC/HU", "05/02/2026") == "số 05-BC/HU, ngày 05/02/2026"
    assert ND30.cited("05/BC-UBND", "05/02/2026") == "số 05/BC-UBND ngày 05/02/2026"


def test_margins_turn_with_the_sheet_and_change_sides_on_its_back():
    margins = Margins(top=20, bottom=20, left=30, right=15)

    assert margins.mirrored == Margins(top=20, bottom=20, left=15, right=30)
    assert margins.turned == Margins(top=30, bottom=15, left=20, right=20)
    assert margins.mirrored.turned == Margins(top=15, bottom=30, left=20, right=20)
