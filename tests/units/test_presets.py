"""Words and usual units of a kind of office."""

import pytest
from django.urls import reverse

from tests.factories import NOON, UnitFactory, UserFactory
from tracker.lib.refusal import Refused
from units.kinds import changing, presets
from units.kinds.usual_offices import OfficePlace, usual_offices
from units.models import Bloc, DirectoryEvent, Unit, UnitKind

pytestmark = pytest.mark.django_db

PLACE = OfficePlace("xã", "Bình Minh")


def _apply(preset="commune", **asked):
    return presets.apply(preset=preset, by=UserFactory(), at=NOON, **asked)


@pytest.mark.parametrize("office", usual_offices(), ids=lambda office: office.code)
def test_each_preset_holds_together(office):
    assert {bloc for _, bloc in office.kinds.values()} <= office.blocs.keys()
    for sort in office.sorts:
        seen = set()
        for unit in office.units_of(OfficePlace(sort, "Bình Minh")):
            assert unit.kind in office.kinds
            assert not unit.below or unit.below in seen, "those above come first"
            assert len(unit.name) <= 200
            assert len(unit.short_name) <= 60
            assert "{" not in unit.name + unit.short_name
            seen.add(unit.code)


def test_a_commune_gets_its_words_and_its_units_named_by_the_place():
    made = _apply(place=PLACE)

    names = {unit.code: unit.name for unit in made}
    assert names["dang-uy"] == "Đảng ủy xã Bình Minh"
    assert names["uy-ban-kiem-tra"] == "Ủy ban Kiểm tra Đảng ủy xã Bình Minh"
    assert names["phong-kinh-te"] == "Phòng Kinh tế xã Bình Minh"
    assert "phong-kinh-te-ha-tang-do-thi" not in names
    center = Unit.objects.get(code="trung-tam-phuc-vu-hanh-chinh-cong")
    assert (center.kind.name, center.bloc_id) == ("Trung tâm phục vụ hành chính công", "government")
    assert center.parent is not None
    assert center.parent.code == "uy-ban-nhan-dan"
    assert not UnitKind.objects.get(pk=UnitKind.COMMUNE).is_on
    assert UnitKind.objects.in_list_order().first().pk == "party_committee"
    (note,) = DirectoryEvent.objects.filter(word_list="kinds").values_list("note", flat=True)
    assert "thêm “Đảng ủy”" in note
    assert "thôi dùng “Xã, thị trấn”" in note


def test_a_district_is_called_by_its_sort():
    names = {unit.name for unit in _apply("district", place=OfficePlace("thị xã", "Bình Minh"))}

    assert {"Văn phòng Thị ủy Bình Minh", "Phòng Quản lý đô thị thị xã Bình Minh"} <= names
    assert "Phòng Kinh tế và Hạ tầng thị xã Bình Minh" not in names


def test_words_that_units_bear_own_words_and_units_that_are_there_stay():
    UnitFactory(kind=UnitKind.COMMITTEE_OFFICE, code="vp", bloc=Bloc.PARTY)
    UnitFactory(kind=UnitKind.COMMUNE)
    by = {"by": UserFactory(), "at": NOON}
    own = changing.add_kind(name="Đảng ủy", bloc=Bloc.objects.get(pk=Bloc.PARTY), **by)
    made = _apply(place=PLACE, units=["dang-uy", "van-phong-dang-uy", "hoi-nong-dan"])

    assert [unit.code for unit in made] == ["dang-uy", "hoi-nong-dan"]
    assert made[0].kind == own
    assert UnitKind.objects.get(pk=UnitKind.COMMITTEE_OFFICE).name == "Văn phòng cấp ủy"
    assert UnitKind.objects.get(pk=UnitKind.COMMUNE).is_on
    again = presets.proposal(preset="commune", place=PLACE)
    assert (again.blocs, again.kinds) == ([], [])
    assert _apply(place=PLACE, units=[]) == []


@pytest.mark.parametrize(
    "name", ["Văn phòng HĐND và UBND xã", "Văn phòng HĐND và UBND xã Bình Minh"]
)
def test_the_office_that_the_set_up_made_is_not_proposed_again(name):
    UnitFactory(name=name)
    rows = presets.proposal(preset="commune", place=PLACE).units
    there = [row.unit.code for row in rows if row.is_there]
    assert there == ["van-phong-hdnd-ubnd"]


def test_a_unit_of_another_place_with_the_same_code_does_not_stand_for_this_one(client, log_in):
    """It came with the plan of another office."""
    other = UnitFactory(code="uy-ban-nhan-dan", name="Ủy ban nhân dân xã Nơi Khác")
    log_in()
    url = reverse("units:apply-preset", args=["commune"])
    page = client.get(url, {"sort": "xã", "place": "Bình Minh"})
    (row,) = [row for row, *_ in page.context["rows"] if row.namesake]
    assert (row.unit.code, row.is_there) == (other.code, False)
    assert f"Danh mục có “{other.name}” mang mã này" in page.content.decode()
    assert [row for row, ticked, _ in page.context["rows"] if not ticked and not row.is_there] == [
        row
    ]

    made = {unit.code: unit for unit in _apply(place=PLACE, units=[other.code, "phong-kinh-te"])}

    assert made.keys() == {"uy-ban-nhan-dan-2", "phong-kinh-te"}
    assert made["phong-kinh-te"].parent == made["uy-ban-nhan-dan-2"]
    again = presets.proposal(preset="commune", place=PLACE).units
    assert [row.namesake for row in again if row.unit.code == other.code] == [""]


def test_a_place_that_is_not_of_the_preset_is_refused_whole():
    with pytest.raises(Refused, match="tên của địa phương"):
        _apply(place=OfficePlace("huyện", "Bình Minh"))
    assert not UnitKind.objects.filter(pk="party_committee").exists()


def test_the_page_shows_before_it_writes_and_each_unit_can_be_left_out(client, log_in):
    log_in()
    num_units = Unit.objects.count()
    url = reverse("units:apply-preset", args=["commune"])

    shown = client.get(url, {"sort": "xã", "place": "Bình Minh"})

    assert "Công an xã Bình Minh" in shown.content.decode()
    assert "Loại đơn vị: thêm “Đảng ủy”" in shown.content.decode()
    assert Unit.objects.count() == num_units
    client.post(url, {"sort": "xã", "place": "Bình Minh", "units": ["dang-uy", "cong-an"]})
    assert set(Unit.objects.values_list("code", flat=True)) >= {"dang-uy", "cong-an"}
    assert Unit.objects.count() == num_units + 2
    assert client.get(url, {"sort": "xã", "place": ""}).status_code == 422
    assert "Chỉ ghi loại đơn vị" not in client.get(url).content.decode()
    marked = client.post(url, {"sort": "xã", "place": "TỐI MẬT", "units": ["hoi-nong-dan"]})
    assert marked.status_code == 422
    assert "dấu hiệu mật" in marked.content.decode()


def test_the_office_that_has_no_superior_is_placed_below_the_committee_if_that_is_wanted(
    client, log_in
):
    log_in()
    office = UnitFactory(name="Văn phòng cơ quan", kind=UnitKind.COMMITTEE_OFFICE)
    url = reverse("units:apply-preset", args=["commune"])
    asked = {"sort": "xã", "place": "Bình Minh", "placed": ["van-phong-dang-uy"]}

    shown = client.get(url, {"sort": "xã", "place": "Bình Minh"})
    (row,) = [row for row, _, placed in shown.context["rows"] if row.is_unplaced and placed]
    assert (row.there, row.above) == (office, "Đảng ủy xã Bình Minh")
    alone = client.post(url, asked)
    assert alone.status_code == 422
    assert "hãy chọn thêm cả Đảng ủy xã Bình Minh" in alone.content.decode()
    client.post(url, {**asked, "units": ["dang-uy"]})

    office.refresh_from_db()
    assert office.parent is not None
    assert office.parent.code == "dang-uy"
    (note,) = office.changes.filter(note__contains="Theo danh mục mẫu").values_list(
        "note", flat=True
    )
    assert note.endswith("→ Đảng ủy xã Bình Minh")
    again = presets.proposal(preset="commune", place=PLACE).units
    assert not any(row.is_unplaced for row in again)
    assert _apply(place=PLACE, units=[], placed=["van-phong-dang-uy"]) == []
