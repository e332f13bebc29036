"""How the office writes counts, names and changes: 0, 1, 2, many; all and none."""

import pytest

from reporting.papers.blocks import Run, text_of
from reporting.reviews.narrative.house_style import (
    Count,
    change,
    clauses,
    counted,
    full,
    in_brackets,
    in_digits,
    names,
    paragraph,
    share,
    span,
    within,
)


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (1, "01"), (9, "09"), (10, "10"), (1234, "1.234"), (-3, "-3")]
)
def test_small_numbers_take_a_zero(value, text):
    assert in_digits(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0, ""), (1, "01 đơn vị"), (2, "02 đơn vị"), (42, "42 đơn vị")]
)
def test_nothing_is_counted_as_nothing(value, text):
    assert text_of(counted(Count(value), "đơn vị")) == text


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (0, 0, ""),
        (0, 5, "chưa có đơn vị nào"),
        (1, 1, "01/01 đơn vị"),
        (1, 5, "01/05 đơn vị"),
        (2, 2, "cả 02 đơn vị"),
        (42, 42, "cả 42 đơn vị"),
    ],
)
def test_a_share_of_none_some_and_all(part, whole, text):
    assert text_of(share(Count(part), Count(whole), "đơn vị")) == text


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ([], ""),
        (["Ban A"], "Ban A"),
        (["Ban A", "Ban B"], "Ban A và Ban B"),
        (["Ban A", "Xã B", "Ban C"], "Ban A, Xã B và Ban C"),
        (["Ban A", "Xã B", "Xã C", "Xã D"], "Ban A; các xã B, C và D"),
        (["Xã B", "Ban A", "Xã C"], "các xã B và C; Ban A"),
        (
            ["Đảng ủy xã B", "UBND xã B", "Đảng ủy xã C", "UBND xã D"],
            "Đảng ủy các xã B và C; UBND các xã B và D",
        ),
        (["Phòng A", "Phòng B và C"], "các phòng A, B và C"),
        (["Phòng A", "Phòng B"], "các phòng A và B"),
        (["Ban A", "Ban B và C"], "Ban A, Ban B và C"),
        (["Phòng A, B", "Phòng C"], "Phòng A, B; Phòng C"),
        (["Ban A, B", "Phòng C", "Phòng D"], "Ban A, B; các phòng C và D"),
    ],
)
def test_names_of_none_one_two_and_many(shown, text):
    assert text_of(names(shown)) == text


def test_names_beyond_the_limit_are_counted():
    runs = names(["Ban A", "Ban B"], Count(4, "topics.0.done.others"))

    assert text_of(runs) == "Ban A, Ban B và 04 đơn vị khác"
    assert Run("04", figure="topics.0.done.others") in runs
    assert text_of(names(["Xã A", "Xã B"], Count(4))) == "các xã A, B và 04 đơn vị khác"
    assert text_of(names(["Ban A", "Xã B", "Xã C"], Count(4))) == (
        "Ban A; các xã B, C và 04 đơn vị khác"
    )


@pytest.mark.parametrize(
    ("difference", "text"),
    [
        (0, "bằng kỳ trước"),
        (1, "tăng 01 phần việc so với kỳ trước"),
        (-12, "giảm 12 phần việc so với kỳ trước"),
    ],
)
def test_a_change_has_a_direction(difference, text):
    assert text_of(change(Count(difference), "kỳ trước", "phần việc")) == text


def test_clauses_that_say_nothing_leave_no_trace():
    runs = full(counted(Count(3, "a"), "việc"), counted(Count(0, "b"), "việc"), "còn lại chưa làm")

    assert text_of(runs) == "03 việc; còn lại chưa làm."
    assert full("", ()) == ()
    assert text_of(paragraph(full("một"), (), full("hai."))) == "Một. Hai."
    assert in_brackets(()) == ()
    assert text_of(clauses(["x", in_brackets("y")], "")) == "x (y)"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Ban hành quy chế làm việc.", "ban hành quy chế làm việc"),
        ("UBND huyện xây dựng kế hoạch", "UBND huyện xây dựng kế hoạch"),
        ("Hải Lăng số hóa hồ sơ", "Hải Lăng số hóa hồ sơ"),
        ("Mặt trận giám sát", "Mặt trận giám sát"),
        ("", ""),
    ],
)
def test_a_title_within_a_sentence(title, text):
    assert within(title) == text


def test_one_period_and_many():
    days = [("01-01", "03-31"), ("04-01", "06-30"), ("07-01", "09-30"), ("10-01", "12-31")]
    quarters = [
        {"name": f"Quý {number}/2026", "data_from": f"2026-{first}", "data_to": f"2026-{last}"}
        for number, (first, last) in enumerate(days, 1)
    ]

    assert span(quarters[2:3]) == "Quý 3/2026"
    assert span(quarters[1:3]) == "từ Quý 2/2026 đến Quý 3/2026"
    assert span(quarters) == "năm 2026"
