"""Whom a review makes its recommendations to: what stands above its issuer."""

import re

from plans.bodies import kind_of
from plans.models import BodyKind, Plan
from reporting.reviews.skeletons.built_in import Above
from tracker.lib.text import compose

# What the line of the superior body says: the Party committee of that level, and the level itself
_LEVELS = {
    "tỉnh": ("Tỉnh ủy", "tỉnh"),
    "thành phố": ("Thành ủy", "thành phố"),
    "thành ủy": ("Thành ủy", "thành phố"),
    "huyện": ("Huyện ủy", "huyện"),
    "thị xã": ("Thị ủy", "thị xã"),
    "thị ủy": ("Thị ủy", "thị xã"),
    "quận": ("Quận ủy", "quận"),
    "xã": ("Đảng ủy", "xã"),
    "phường": ("Đảng ủy", "phường"),
}
_PROVINCIAL = ("tỉnh", "thành phố")
_LEVEL = re.compile(rf"\b({'|'.join(_LEVELS)})\b")


def above(plan: Plan) -> Above:
    """By the head of the plan: a body of the state turns to the state, the Party to both."""
    is_state = kind_of(plan.issuing_body) == BodyKind.STATE
    found = _LEVEL.search(compose(plan.superior_body).casefold().replace("uỷ", "ủy"))
    highest = "Chính phủ, các bộ, ngành Trung ương" if is_state else "Trung ương"
    if found is None:
        return Above(highest, "cơ quan cấp trên")
    committee, level = _LEVELS[found[1]]
    if level not in _PROVINCIAL:
        highest += " và cấp tỉnh"
    council = f"Hội đồng nhân dân, Ủy ban nhân dân {level}"
    return Above(highest, council if is_state else f"{committee}, {council}")
