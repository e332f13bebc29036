import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from tests.factories import UnitFactory, UserFactory, person
from units.models import Membership, Role, User

pytestmark = pytest.mark.django_db

LIST = "units:list-people"
PERSON = {
    "username": "lan.thu",
    "full_name": "Trần Thị Lan Thử",
    "position": "Chuyên viên",
    "work_phone": "0233 000 000",
    "email": "lan.thu@vidu.vn",
}


def _today(days=0) -> str:
    return f"{localdate() + timedelta(days=days):%d/%m/%Y}"


def _listed(client, **query) -> list[User]:
    return list(client.get(reverse(LIST, query=query)).context["page"])


def _count(client, url) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_the_list_takes_as_many_queries_for_three_people_as_for_one(client, log_in):
    log_in()
    client.get(reverse(LIST))
    one = _count(client, reverse(LIST))
    person(Role.OFFICER)
    person(Role.HEAD)

    # The filter's list of units is one query for any number of units
    assert _count(client, reverse(LIST)) == one


def test_the_list_is_searched_and_filtered_by_unit_and_role(client, log_in):
    admin = log_in()
    unit = UnitFactory()
    officer = person(Role.OFFICER, unit, full_name="Đỗ Thị Thử")
    head = person(Role.HEAD, unit)
    former = UserFactory()
    Membership.objects.create(
        user=former,
        unit=unit,
        role=Role.OFFICER,
        first_day=localdate() - timedelta(days=9),
        last_day=localdate() - timedelta(days=1),
    )

    assert _listed(client, q="do thi thu") == [officer]
    assert set(_listed(client, unit=unit.pk)) == {officer, head}
    assert _listed(client, unit=unit.pk, role="head") == [head]
    assert _listed(client, role="administrator") == [admin]
    assert set(_listed(client)) == {admin, officer, head, former}


def test_the_office_reads_the_list_without_edit_links(client, log_in):
    user = log_in(Role.REVIEWER)

    page = client.get(reverse(LIST)).content.decode()

    assert user.full_name in page
    assert reverse("units:add-person") not in page
    assert reverse("units:edit-person", args=[user.pk]) not in page


def test_a_person_is_added_and_the_password_is_shown_once(client, log_in):
    log_in()

    response = client.post(reverse("units:add-person"), PERSON)

    user = User.objects.get(username="lan.thu")
    (password,) = re.findall(r"<code>(\w{4}-\w{4}-\w{4})</code>", response.content.decode())
    assert user.check_password(password)
    assert response.headers["Cache-Control"] == "no-store"
    page = client.get(reverse("units:edit-person", args=[user.pk])).content.decode()
    assert password not in page
    assert "Thêm người dùng" in page


def test_an_invalid_person_form_keeps_its_input(client, log_in):
    log_in()

    response = client.post(
        reverse("units:add-person"), {**PERSON, "username": "Lan Thử", "full_name": " "}
    )

    assert dict(response.context["form"].errors) == {
        "username": ["Chỉ dùng chữ thường không dấu, số, dấu chấm và gạch nối."],
        "full_name": ["Không được để trống."],
    }
    page = response.content.decode()
    assert 'value="Lan Thử"' in page
    assert 'value="0233 000 000"' in page


def test_a_duplicate_user_name_is_refused(client, log_in):
    log_in()
    UserFactory(username="lan.thu")

    response = client.post(reverse("units:add-person"), PERSON)

    assert response.context["form"].errors["username"] == ["Tên đăng nhập này đã có người dùng."]


def test_a_person_is_changed_except_for_the_user_name(client, log_in):
    log_in()
    user = UserFactory(username="cu")

    client.post(reverse("units:edit-person", args=[user.pk]), PERSON)

    user.refresh_from_db()
    assert (user.username, user.full_name) == ("cu", "Trần Thị Lan Thử")
    assert user.email == "lan.thu@vidu.vn"


def test_an_invalid_mail_address_shows_an_error_beside_it(client, log_in):
    log_in()
    user = UserFactory(email="cu@vidu.vn")

    response = client.post(
        reverse("units:edit-person", args=[user.pk]), {**PERSON, "email": "lan tại vidu"}
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "Địa chỉ thư không đúng. Ví dụ: lan.tran@coquan.vn." in page
    assert 'value="lan tại vidu"' in page
    user.refresh_from_db()
    assert user.email == "cu@vidu.vn"


def test_a_person_form_without_a_name_keeps_its_input(client, log_in):
    log_in()
    user = UserFactory(full_name="Lê Thị Có Tên")

    response = client.post(
        reverse("units:edit-person", args=[user.pk]), {"full_name": "", "position": "Phó phòng"}
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "<h1>Lê Thị Có Tên</h1>" in page
    assert 'value="Phó phòng"' in page


def test_a_role_is_granted_and_ended(client, log_in):
    log_in()
    user, unit = UserFactory(), UnitFactory()
    client.post(
        reverse("units:add-membership", args=[user.pk]),
        {"unit": unit.pk, "role": "officer", "first_day": _today(-9), "position": "Công chức"},
    )
    assert user.has_perm("units.file_progress", unit)

    client.post(
        reverse("units:end-membership", args=[user.memberships.get().pk]),
        {"last_day": _today(-1)},
    )

    assert not User.objects.get(pk=user.pk).has_perm("units.file_progress", unit)
    page = client.get(reverse("units:edit-person", args=[user.pk])).content.decode()
    assert f"đến hết {_today(-1)}" in page


def test_a_duplicate_role_is_refused_and_the_form_keeps_its_input(client, log_in):
    log_in()
    unit = UnitFactory()
    user = person(Role.OFFICER, unit)

    response = client.post(
        reverse("units:add-membership", args=[user.pk]),
        {"unit": unit.pk, "role": "officer", "first_day": _today(), "position": "Công chức"},
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "Người này đã giữ vai trò đó tại đơn vị." in page
    assert 'value="Công chức"' in page
    assert Membership.objects.filter(user=user).count() == 1


@pytest.mark.parametrize(
    ("last_day", "message"),
    [
        ("hôm nay", "Ngày không đúng. Hãy nhập dạng 31/12/2026."),
        ("01/01/2020", "Ngày cuối phải sau ngày đầu của vai trò."),
    ],
)
def test_an_invalid_last_day_shows_an_error_beside_it(client, log_in, last_day, message):
    log_in()
    user = person(Role.OFFICER)

    response = client.post(
        reverse("units:end-membership", args=[user.memberships.get().pk]), {"last_day": last_day}
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert f'value="{last_day}"' in page


def test_ending_the_last_administrator_shows_the_reason(client, log_in):
    admin = log_in()

    ended = client.post(
        reverse("units:end-membership", args=[admin.memberships.get().pk]), {"last_day": _today()}
    )
    locked = client.post(
        reverse("units:set-active", args=[admin.pk]), {"is_active": "no"}, follow=True
    )

    assert "Đây là người quản trị cuối cùng" in ended.content.decode()
    assert "Đây là người quản trị cuối cùng" in locked.content.decode()
    admin.refresh_from_db()
    assert admin.is_active


def test_a_reset_password_is_shown_once(client, log_in):
    log_in()
    user = person(Role.OFFICER)

    response = client.post(reverse("units:reset-password", args=[user.pk]))

    (password,) = re.findall(r"<code>(\w{4}-\w{4}-\w{4})</code>", response.content.decode())
    user.refresh_from_db()
    assert user.check_password(password)
    assert user.must_change_password


def test_a_person_is_locked_and_unlocked(client, log_in):
    log_in()
    user = person(Role.OFFICER)
    url = reverse("units:set-active", args=[user.pk])

    locked = client.post(url, {"is_active": "no"}, follow=True).content.decode()
    unlocked = client.post(url, {"is_active": "yes"}, follow=True).content.decode()

    assert "Đã khóa đăng nhập." in locked
    assert "Đã mở khóa." in unlocked
    user.refresh_from_db()
    assert user.is_active
