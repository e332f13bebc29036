"""The order of Vietnamese names, on every database, and the letter that looks like Đ."""

import random

import pytest

from tests.factories import UnitFactory, UserFactory
from tracker.lib.alphabet import sort_key
from tracker.lib.text import fold
from units.models import Unit, User

IN_ORDER = [
    "An",
    "An Bình",
    "Ăn",
    "Ân",
    "Bà",
    "Bả",
    "Bã",
    "Bá",
    "Bạ",
    "Cao Thị Út",
    "Dương Văn Dũng",
    "Đặng Thị Ánh",
    "Ðỗ Thị Đào",
    "Đỗ Thị Đẹp",
    "Em",
    "Ê",
    "Ông",
    "Ơn",
    "Ưng",
    "Vũ",
]


def test_names_stand_in_the_order_of_the_alphabet():
    mixed = random.Random(7).sample(IN_ORDER, len(IN_ORDER))

    assert sorted(mixed, key=sort_key) == IN_ORDER


def test_letters_come_before_tones_and_numbers_before_letters():
    names = ["Tổ 2", "Tổ 10", "Tổ a", "Hoa mai", "Hòa", "Hoa"]

    assert sorted(names, key=sort_key) == ["Hoa", "Hoa mai", "Hòa", "Tổ 10", "Tổ 2", "Tổ a"]


@pytest.mark.parametrize("other", ["ĐỖ THỊ ĐÀO", "Ðỗ Thị Ðào", "  đỗ  thị, đào "])
def test_case_spaces_and_the_lookalike_do_not_count(other):
    assert sort_key(other) == sort_key("Đỗ Thị Đào")


def test_the_lookalike_is_found():
    assert fold("Ðảng ủy xã Ðông Hà") == fold("Đảng ủy xã Đông Hà") == "dang uy xa dong ha"


@pytest.mark.django_db
def test_databases_sort_people_and_units_so():
    for name in random.Random(3).sample(IN_ORDER, len(IN_ORDER)):
        UserFactory(full_name=name)
        UnitFactory(name=name, position=1)

    assert list(User.objects.order_by("sort_key").values_list("full_name", flat=True)) == IN_ORDER
    assert [unit.name for unit in Unit.objects.in_list_order()] == IN_ORDER
    assert User.objects.search("đỗ thị đào").get().full_name == "Ðỗ Thị Đào"
