"""Names of bodies in the capitals of a letterhead, as sentences write them."""

import re

# What comes behind a level is the name of a place
_LEVEL = re.compile(
    r"\b(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|đặc khu"
    r"|(?:huyện|quận|thị|thành|tỉnh) ủy) (?!ủy\b)"
)
_NAMES = (
    *("Ban Chấp hành", "Ban Thường vụ", "Ban Tổ chức", "Ban Tuyên giáo", "Ban Dân vận"),
    *("Đảng bộ", "Đảng ủy", "Huyện ủy", "Tỉnh ủy", "Thành ủy", "Quận ủy", "Thị ủy"),
    *("Ủy ban nhân dân", "Hội đồng nhân dân", "Ủy ban Kiểm tra", "Mặt trận Tổ quốc"),
)


def in_sentences(name: str) -> str:
    """`name` in small letters where it is all in capitals; people may correct it.

    >>> in_sentences("BAN CHẤP HÀNH ĐẢNG BỘ HUYỆN AN BÌNH")
    'Ban Chấp hành Đảng bộ huyện An Bình'
    >>> in_sentences("BAN THƯỜNG VỤ HUYỆN ỦY AN BÌNH")
    'Ban Thường vụ Huyện ủy An Bình'
    """
    if not name.isupper():
        return name
    lower = " ".join(name.lower().split()).replace("uỷ", "ủy")
    found = _LEVEL.search(lower)
    place_from = found.end() if found else len(lower)
    said = lower[:place_from]
    for known in _NAMES:
        said = said.replace(known.lower(), known)
    said += lower[place_from:].title()
    return said[:1].upper() + said[1:]
