"""Which of the typed words are figures."""

import pytest

from reporting.reviews.typed_words import typed_numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1. Họp 3 cuộc\n2) Học tập", ["3"]),
        ("năm 2025, quý 3, ngày 5 tháng 6, Điều 7", []),
        ("từ 01/01 đến 30/6/2026, số 12-KH/HU, 5/QĐ-UBND", []),
        ("tăng 1,5 lần, giảm 20%", ["1,5", "20"]),
    ],
)
def test_days_documents_and_places_are_no_figures(text, numbers):
    assert typed_numbers(text) == numbers
