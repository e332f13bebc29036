"""Which signatures break rules."""

import pytest

from reporting.papers.signing import breaches

RIGHT = {"capacity": "T/M BAN THƯỜNG VỤ", "post": "PHÓ BÍ THƯ", "name": "Người Ký Thử"}
COMMITTEE = {"is_committee": True, "is_party": True}
OFFICE = {"is_committee": False, "is_party": True}
STATE = {"is_committee": False, "is_party": False}


def _codes(**words):
    return [breach.code for breach in breaches(**{**COMMITTEE, **RIGHT, **words})]


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"post": "BÍ THƯ"},
        {"capacity": "T/L BAN THƯỜNG VỤ", "post": "CHÁNH VĂN PHÒNG"},
        {**OFFICE, "capacity": "K/T CHÁNH VĂN PHÒNG", "post": "PHÓ CHÁNH VĂN PHÒNG"},
        {**OFFICE, "capacity": "TRƯỞNG BAN", "post": ""},
        {**STATE, "capacity": "TM. ỦY BAN NHÂN DÂN", "post": "CHỦ TỊCH"},
        {**STATE, "capacity": "KT. CHỦ TỊCH", "post": "PHÓ CHỦ TỊCH"},
        {"name": "Tsu Thị Thử"},
        {"name": "Bà Thị Thử Nghiệm"[3:]},
    ],
)
def test_what_the_norm_says_is_not_asked_about(words):
    assert _codes(**words) == []


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ({"capacity": "K/T BÍ THƯ"}, ["deputy"]),
        ({"post": "PHÓ BÍ THƯ THƯỜNG TRỰC"}, ["post"]),
        ({"capacity": "K/T BÍ THƯ", "post": "PHÓ BÍ THƯ THƯỜNG TRỰC"}, ["deputy", "post"]),
        ({"post": "CHỦ TỊCH"}, ["post"]),
        ({"post": ""}, ["post"]),
        ({"capacity": "BÍ THƯ", "post": ""}, ["capacity"]),
        ({"capacity": "TM. BAN THƯỜNG VỤ"}, ["capacity", "sign"]),
        ({**STATE, "capacity": "T/M ỦY BAN NHÂN DÂN", "post": "CHỦ TỊCH"}, ["sign"]),
        ({**OFFICE, "capacity": "Chánh Văn phòng", "post": ""}, ["capitals"]),
        ({"name": "TS. Người Ký Thử"}, ["title"]),
        ({"name": "Thạc sĩ Người Ký Thử"}, ["title"]),
        ({"name": "Đại tá Người Ký Thử"}, ["title"]),
        ({"name": "Thạc sỹ Người Ký Thử"}, ["title"]),
        ({"name": "BS.CKII Người Ký Thử"}, ["title"]),
        ({"name": "Đồng chí Người Ký Thử"}, ["title"]),
    ],
)
def test_what_breaks_a_rule_is_asked_about(words, codes):
    assert _codes(**words) == codes


def test_the_question_says_the_rule():
    found = breaches(**COMMITTEE, **{**RIGHT, "capacity": "K/T BÍ THƯ"})

    assert found[0].words.startswith("Theo quy định, cấp ủy không ký K/T")
