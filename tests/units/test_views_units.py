from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from tests.factories import UnitFactory, person
from units.models import Bloc, Role, Unit, UnitKind
from units.roles import OFFICE_ROLES

pytestmark = pytest.mark.django_db

LIST = "units:list-units"
FACTS = {
    "name": "Phòng Tư pháp",
    "short_name": "P. Tư pháp",
    "code": "tu-phap",
    "kind": "department",
    "bloc": "government",
    "position": "5",
    "first_day": "01/07/2025",
    "aliases": "Tư pháp huyện\n\nPTP\nPTP",
}


def _listed(client, **query) -> list[str]:
    page = client.get(reverse(LIST, query=query)).context["page"]
    return [unit.name for unit in page]


def _count(client, url) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_the_list_takes_as_many_queries_for_three_units_as_for_one(client, log_in):
    log_in(unit=UnitFactory())
    client.get(reverse(LIST))
    one = _count(client, reverse(LIST))
    for _ in range(2):
        person(Role.OFFICER, UnitFactory(parent=UnitFactory()))

    assert _count(client, reverse(LIST)) == one


def test_the_list_counts_the_people_of_today_once_each(client, log_in):
    user = log_in()
    unit = user.memberships.get().unit
    unit.memberships.create(user=user, role=Role.HEAD, first_day=localdate())
    unit.memberships.create(
        user=person(Role.OFFICER),
        role=Role.OFFICER,
        first_day=localdate() - timedelta(days=9),
        last_day=localdate() - timedelta(days=1),
    )

    page = client.get(reverse(LIST, query={"q": unit.code})).context["page"]

    assert [(row.pk, row.num_people) for row in page] == [(unit.pk, 1)]


def test_the_list_is_searched_without_accents_and_filtered(client, log_in):
    log_in(Role.OFFICER, unit=UnitFactory(name="Xã Của Tôi"))
    UnitFactory(
        name="Hội Nông dân",
        kind=UnitKind.MASS_ORGANIZATION,
        bloc=Bloc.FRONT,
        folded="hoi nong dan",
    )
    yesterday = localdate() - timedelta(days=1)
    UnitFactory(name="Xã Cũ", last_day=yesterday)

    assert _listed(client, q="NÔNG DÂN") == ["Hội Nông dân"]
    assert _listed(client, bloc="front") == ["Hội Nông dân"]
    assert _listed(client, kind="mass_organization") == ["Hội Nông dân"]
    assert _listed(client, exists="no") == ["Xã Cũ"]
    assert _listed(client, exists="yes") == ["Xã Của Tôi", "Hội Nông dân"]
    assert _listed(client, q="không có đâu") == []


def test_the_list_shows_fifty_units_a_page_and_keeps_the_filter(client, log_in):
    log_in()
    for _ in range(51):
        UnitFactory(bloc=Bloc.COUNCIL)

    response = client.get(reverse(LIST, query={"bloc": "council"}))

    assert len(response.context["page"]) == 50
    assert "?bloc=council&amp;page=2" in response.content.decode()
    assert len(_listed(client, bloc="council", page="2")) == 1


def test_only_administrators_are_offered_editing(client, log_in):
    unit = log_in(Role.OFFICER).memberships.get().unit

    page = client.get(reverse(LIST)).content.decode()

    assert reverse("reporting:unit", args=[unit.pk]) in page
    assert reverse("units:edit-unit", args=[unit.pk]) not in page
    assert reverse("units:add-unit") not in page


@pytest.mark.parametrize("role", Role)
def test_the_office_gets_a_link_to_the_people(client, log_in, role):
    log_in(role)

    page = client.get(reverse(LIST)).content.decode()

    assert (reverse("units:list-people") in page) == (role in OFFICE_ROLES)


def test_the_name_that_a_plan_gives_stands_in_the_form_of_a_new_unit(client, log_in):
    log_in()

    page = client.get(reverse("units:add-unit"), {"name": "Ban nhân dân ấp"})

    assert page.context["form"]["name"].value() == "Ban nhân dân ấp"


def test_a_unit_is_added(client, log_in):
    log_in()

    response = client.post(reverse("units:add-unit"), FACTS)

    unit = Unit.objects.get(code="tu-phap")
    assert response.url == reverse("units:edit-unit", args=[unit.pk])
    assert sorted(unit.aliases.values_list("alias", flat=True)) == ["PTP", "Tư pháp huyện"]
    assert "Thêm đơn vị" in client.get(response.url).content.decode()


def test_an_invalid_unit_form_keeps_its_input(client, log_in):
    log_in()
    UnitFactory(code="tu-phap")

    response = client.post(
        reverse("units:add-unit"),
        {**FACTS, "first_day": "31/02/2025", "position": "năm", "name": ""},
    )

    form = response.context["form"]
    assert dict(form.errors) == {
        "name": ["Không được để trống."],
        "code": ["Mã đơn vị này đã có."],
        "position": ["Hãy nhập một số nguyên."],
        "first_day": ["Không có ngày 31/2: tháng 2 năm 2025 có 28 ngày."],
    }
    page = response.content.decode()
    for typed in ('value="31/02/2025"', 'value="năm"', 'value="P. Tư pháp"', "Tư pháp huyện"):
        assert typed in page


def test_days_in_the_wrong_order_are_refused(client, log_in):
    log_in()

    response = client.post(reverse("units:add-unit"), {**FACTS, "last_day": "01/01/2020"})

    assert "Ngày kết thúc phải sau ngày bắt đầu." in response.content.decode()


def test_a_unit_is_changed_and_its_page_shows_by_whom(client, log_in):
    admin = log_in()
    unit = UnitFactory(name="Phòng Tư pháp", short_name="P. Tư pháp")

    response = client.post(reverse("units:edit-unit", args=[unit.pk]), {**FACTS, "bloc": "party"})

    unit.refresh_from_db()
    assert (unit.bloc_id, unit.position) == ("party", 5)
    page = client.get(response.url).content.decode()
    assert "khối: Khối chính quyền → Khối Đảng" in page
    assert admin.full_name in page


def test_a_cycle_of_parents_shows_an_error_beside_the_field(client, log_in):
    log_in()
    unit = UnitFactory()
    below = UnitFactory(parent=unit)

    response = client.post(
        reverse("units:edit-unit", args=[unit.pk]), {**FACTS, "parent": below.pk}
    )

    assert response.status_code == 422
    assert response.context["form"].errors["parent"] == [
        "Đơn vị cấp trên đang trực thuộc chính đơn vị này."
    ]


def test_a_unit_is_renamed(client, log_in):
    log_in()
    unit = UnitFactory(name="Phòng Cũ")

    response = client.post(
        reverse("units:rename-unit", args=[unit.pk]),
        {
            "name": "Phòng Mới",
            "short_name": "Mới",
            "first_day": "01/07/2025",
            "document": "1-QĐ/HU",
        },
    )

    page = client.get(response.url).content.decode()
    assert "<h1>Phòng Mới</h1>" in page
    assert "Phòng Cũ" in page
    assert "đến hết 30/06/2025" in page


def test_a_renaming_by_a_long_document_is_whole_on_the_page(client, log_in):
    log_in()
    old, document = f"Phòng {'Ă' * 194}", f"Quyết định {'Đ' * 189}"
    unit = UnitFactory(name=old)

    response = client.post(
        reverse("units:rename-unit", args=[unit.pk]),
        {
            "name": "Phòng Mới",
            "short_name": "Mới",
            "first_day": "01/07/2025",
            "document": document,
        },
    )

    page = client.get(response.url).content.decode()
    assert f"Đổi tên từ “{old}” theo {document}" in page


def test_a_refused_name_stays_in_the_form(client, log_in):
    log_in()
    unit = UnitFactory()
    ahead = f"{localdate() + timedelta(days=3):%d/%m/%Y}"

    response = client.post(
        reverse("units:rename-unit", args=[unit.pk]),
        {"name": "Phòng Mới", "short_name": "Mới", "first_day": ahead, "document": "1-QĐ/HU"},
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "Ngày mang tên mới chưa đến" in page
    assert 'value="Phòng Mới"' in page
    assert f'value="{ahead}"' in page


def test_a_succession_is_recorded(client, log_in):
    log_in()
    old, new = UnitFactory(name="Xã Hải Cũ"), UnitFactory(name="Xã Hải Mới")

    response = client.post(
        reverse("units:add-succession", args=[old.pk]),
        {
            "kind": "merge",
            "successor": new.pk,
            "effective_on": "01/07/2025",
            "document": "1675/NQ-UBTVQH15",
        },
    )

    old.refresh_from_db()
    assert f"{old.last_day:%d/%m/%Y}" == "30/06/2025"
    assert "Sáp nhập, hợp nhất → Xã Hải Mới" in client.get(response.url).content.decode()


def test_a_succession_form_without_successor_keeps_its_input(client, log_in):
    log_in()
    old = UnitFactory()

    response = client.post(
        reverse("units:add-succession", args=[old.pk]),
        {"kind": "merge", "effective_on": "01/07/2025", "document": "1675/NQ-UBTVQH15"},
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert dict(response.context["succession_form"].errors) == {
        "successor": ["Cần chọn đơn vị kế thừa (trừ khi giải thể)."]
    }
    assert 'value="1675/NQ-UBTVQH15"' in page
