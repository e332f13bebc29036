import unicodedata

import pytest
from django.http import HttpResponse

from tracker.lib.middleware import LONGEST_QUERY, compose_input
from tracker.lib.text import compose, fold, search_forms


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Ủy ban nhân dân xã Hải Định", "uy ban nhan dan xa hai dinh"),
        ("ĐƯỜNG Đá", "duong da"),
        ("  Hải   Lăng\n", "hai lang"),
        ("126-KH/HU", "126 kh/hu"),
        (unicodedata.normalize("NFD", "Ủy ban Kiểm tra"), "uy ban kiem tra"),
        ("", ""),
        ("–", ""),
    ],
)
def test_fold_takes_off_accents_case_and_marks(typed, folded):
    assert fold(typed) == folded


def test_fold_is_idempotent():
    assert fold(fold("Đảng ủy xã Hải Ba")) == fold("Đảng ủy xã Hải Ba")


def test_uy_and_hoa_fold_the_same_for_any_position_of_the_accent():
    assert fold("uỷ ban, văn hoá") == fold("ủy ban, văn hóa")


def test_an_abbreviation_is_searched_as_typed_and_spelt_out():
    assert search_forms("UBND Hải Lâm") == ["ubnd hai lam", "uy ban nhan dan hai lam"]


def test_a_query_without_abbreviation_has_one_form():
    assert search_forms("Hải Lâm") == ["hai lam"]


def test_a_query_of_punctuation_has_no_form():
    assert search_forms(" ?! ") == []


def test_compose_joins_letters_and_accents():
    apart = unicodedata.normalize("NFD", "Huyện ủy")

    assert apart != "Huyện ủy"
    assert compose(apart) == "Huyện ủy"


def test_input_of_every_request_is_composed(rf):
    apart = unicodedata.normalize("NFD", "Quý")
    seen = {}

    def view(request):
        seen["get"] = request.GET.getlist("q")
        seen["post"] = request.POST.getlist("name")
        return HttpResponse()

    compose_input(view)(rf.post(f"/?q={apart}&q=2", {"name": [apart, "Hải Lăng"]}))

    assert seen == {"get": ["Quý", "2"], "post": ["Quý", "Hải Lăng"]}


def test_what_no_database_searches_for_is_left_out_of_a_query(rf):
    seen = {}

    def view(request):
        seen.update(request.GET.items())
        return HttpResponse()

    compose_input(view)(rf.get("/", {"q": "Kế\0 hoạch", "long": "ơ" * 5_000}))

    assert seen == {"q": "Kế hoạch", "long": "ơ" * LONGEST_QUERY}
