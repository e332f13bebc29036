"""The headings of recommendations follow the level of who issues the paper."""

import pytest

from plans.models import Plan
from reporting.reviews.skeletons.above import above

PARTY, STATE = "Hội đồng nhân dân, Ủy ban nhân dân", "Chính phủ, các bộ, ngành Trung ương"


@pytest.mark.parametrize(
    ("superior", "issuer", "highest", "following"),
    [
        ("ĐẢNG BỘ TỈNH THỬ", "HUYỆN ỦY THỬ", "Trung ương", f"Tỉnh ủy, {PARTY} tỉnh"),
        ("ĐẢNG BỘ THÀNH PHỐ THỬ", "ĐẢNG ỦY XÃ", "Trung ương", f"Thành ủy, {PARTY} thành phố"),
        (
            "ĐẢNG BỘ HUYỆN THỬ",
            "ĐẢNG ỦY XÃ",
            "Trung ương và cấp tỉnh",
            f"Huyện ủy, {PARTY} huyện",
        ),
        ("UBND TỈNH THỬ", "UBND XÃ THỬ", STATE, f"{PARTY} tỉnh"),
        ("UBND HUYỆN", "UỶ BAN NHÂN DÂN XÃ", f"{STATE} và cấp tỉnh", f"{PARTY} huyện"),
        ("ĐẢNG ỦY QUÂN SỰ", "ĐẢNG ỦY THỬ", "Trung ương", "cơ quan cấp trên"),
    ],
)
def test_recommendations_go_to_the_bodies_above_the_issuer(superior, issuer, highest, following):
    found = above(Plan(superior_body=superior, issuing_body=issuer))

    assert (found.highest, found.next) == (highest, following)
