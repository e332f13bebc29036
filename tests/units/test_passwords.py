"""Passwords that somebody in a Vietnamese office would guess are refused, others are not."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.factories import UnitFactory, UserFactory
from units.people import new_password

pytestmark = pytest.mark.django_db

REFUSED = [
    "matkhau123",
    "Matkhau@123",
    "Mật khẩu 2026",
    "MatKhau2026!",
    "m4tkh4u2026",
    "hailang2026",
    "HaiLang@2026",
    "Huyenuy2026",
    "huyenuyhailang",
    "Huyện ủy Hải Lăng 126",
    "vanphong2026",
    "VanPhongHuyenUy@1",
    "quantri12345",
    "admin@2026!",
    "qwertyuiop",
    "1qaz2wsx3edc",
    "asdfghjkl123",
    "qwe123rty456",
    "poiuytrewq1",
    "abcdefghij",
    "1234567890a",
    "          ",
    "aaaaaaaaaa",
    "ababababab",
    "abc123abc123",
    "anhyeuem2002",
    "iloveyou1990",
    "Password2026",
    "toiyeuvietnam",
    "29112026hailang",
    "haiphu@2026",
    "lelamtruong1",
    "truong.ll.2026",
    "hailang8264",
    "UyBanNhanDan1975",
    "ubndxahaiphu2025",
    "BanThuongVu@2026",
    "bantochuc2024",
    "DoanThanhNien26",
]
ACCEPTED = [
    "nuoc-chay-da-mon",
    "mèo trắng ngủ trưa",
    "k3fh-92ms-hq2x",
    "cua biển 17 thuyền",
    "Zx9!kfQw2#",
    "hailang gio lao thoi",
    "bốn mùa hoa phượng tím",
    "tW8-hbR4-pLm",
]


@pytest.fixture
def officer():
    UnitFactory(name="Ủy ban nhân dân xã Hải Phú", short_name="X. Hải Phú")
    UnitFactory(name="Ban Thường vụ Huyện ủy Hải Lăng", short_name="BTV Huyện ủy")
    return UserFactory(username="truong.ll", full_name="Lê Lâm Trường")


@pytest.mark.parametrize("password", REFUSED)
def test_an_easy_password_is_refused_with_its_reason(officer, password):
    with pytest.raises(ValidationError) as refusal:
        validate_password(password, officer)

    assert any("Mật khẩu" in message for message in refusal.value.messages)


@pytest.mark.parametrize("password", ACCEPTED)
def test_other_passwords_are_taken(officer, password):
    validate_password(password, officer)


def test_the_reason_is_told():
    with pytest.raises(ValidationError, match="chỉ lặp lại vài ký tự"):
        validate_password("          ")
    with pytest.raises(ValidationError, match="Hãy ghép vài từ không liên quan"):
        validate_password("Huyenuy2026")


def test_an_initial_password_that_would_be_refused_is_drawn_again(officer, monkeypatch):
    easy, hard = "ax5w-f6p5-tupp", "k3fh-92ms-hq2x"  # xsw and stu in a row, 5 for s
    drawn = iter((easy + hard).replace("-", ""))
    monkeypatch.setattr("units.people.secrets.choice", lambda letters: next(drawn))

    with pytest.raises(ValidationError):
        validate_password(easy, officer)
    assert new_password() == hard


def test_initial_passwords_would_be_taken(officer):
    for _ in range(200):
        validate_password(new_password(), officer)


def test_the_names_of_units_are_read_at_once(officer, django_assert_num_queries):
    with django_assert_num_queries(1):
        validate_password("nuoc-chay-da-mon", officer)
