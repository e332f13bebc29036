"""The set-up: whose product it is, its first administrator, and the name on its pages."""

import re
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.timezone import localdate

from plans import access, bodies, setting_up
from plans.models import BodyKind, IssuingBody, OfficeLevel, OwnBody
from plans.setting_up import FirstPerson, OfficeSpec
from tests.factories import NOON, IssuingBodyFactory, PlanFactory, UserFactory, person
from tests.race import run_together
from tracker.lib.refusal import Refused
from units import administrators, set_up_keys
from units.models import Bloc, Role, SetUpKey, Unit, UnitKind, User
from units.models.membership import role_names

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
TYPED = {
    "level": "commune",
    "paper": "party",
    "name": "Đảng ủy xã Hoa Sen",
    "superior": "Đảng bộ tỉnh Hoa Súng",
    "place": "Hoa Sen",
    "symbol": "ĐU",
    "office_name": "Văn phòng Đảng ủy",
    "office_symbol": "VPĐU",
}
OFFICE = OfficeSpec(is_party=True, **{key: TYPED[key] for key in TYPED if key != "paper"})
WORD = "gio-thoi-qua-dong-lua-xanh"
PERSON = FirstPerson("Người Quản Một", "Chuyên viên", "quantri", WORD)
FIRST = {
    "full_name": "Người Quản Một",
    "username": "quantri",
    "password": WORD,
    "password_repeated": WORD,
}


def _set_up(spec=OFFICE, by=None):
    return setting_up.set_up(spec=spec, by=by or UserFactory(), at=NOON)


def _begin(key):
    return setting_up.begin(key=key, spec=OFFICE, person=PERSON, at=NOON)


def test_the_committee_its_office_and_the_unit_of_the_office_are_recorded():
    by = UserFactory()

    committee = _set_up(by=by)

    assert (committee.superior_body, committee.name) == (
        "ĐẢNG BỘ TỈNH HOA SÚNG",
        "ĐẢNG ỦY XÃ HOA SEN",
    )
    assert (committee.kind, committee.level) == (BodyKind.COMMITTEE, OfficeLevel.COMMUNE)
    assert committee.shown_name == committee.title == "Đảng ủy xã Hoa Sen"
    assert committee.events.get().by == by
    office = bodies.own_body(date(2024, 1, 1), OwnBody.OFFICE)
    assert (office.superior_body, office.name, office.symbol, office.kind) == (
        "ĐẢNG ỦY XÃ HOA SEN",
        "VĂN PHÒNG",
        "VPĐU",
        BodyKind.OFFICE,
    )
    unit = Unit.objects.get()
    assert (unit.name, unit.kind_id) == ("Văn phòng Đảng ủy", UnitKind.COMMITTEE_OFFICE)
    with pytest.raises(Refused, match="đã được khai báo"):
        _set_up()


@pytest.mark.parametrize(
    ("level", "name"), [("commune", "Phòng chuyên môn"), ("base", "Phòng, ban chuyên môn")]
)
def test_kinds_and_blocs_are_called_as_usual_at_the_level_where_wanted(level, name):
    spec = OfficeSpec(**{**vars(OFFICE), "level": level, "has_usual_words": True})

    setting_up.begin(key=set_up_keys.renew(at=NOON), spec=spec, person=PERSON, at=NOON)

    assert UnitKind.objects.get(pk=UnitKind.DEPARTMENT).name == name
    assert Unit.objects.get().kind.name == (
        "Văn phòng Đảng ủy" if level == "commune" else "Văn phòng cấp ủy"
    )


def test_an_administrator_who_takes_the_usual_words_goes_on_to_the_usual_units(client):
    client.force_login(person(Role.ADMINISTRATOR), backend=BACKEND)
    page = reverse("plans:set-up")

    shown = client.get(page).content.decode()
    answer = client.post(page, {**TYPED, "has_usual_words": "on"})

    assert "Trung tâm phục vụ hành chính công" in shown
    assert answer.url.startswith(reverse("units:apply-preset", args=["commune"]))
    offered = client.get(answer.url).content.decode()
    assert "đã đúng theo mẫu" in offered
    assert "Ủy ban nhân dân xã Hoa Sen" in offered


def test_an_office_of_the_state_has_papers_of_the_state():
    spec = OfficeSpec(
        **{**vars(OFFICE), "is_party": False, "name": "Ủy ban nhân dân xã Hoa Sen"},
    )

    committee = _set_up(spec)

    assert committee.kind == BodyKind.STATE
    assert bodies.own_body(date(2024, 1, 1), OwnBody.OFFICE).name == "VĂN PHÒNG ĐẢNG ỦY"
    assert role_names()[Role.REVIEWER] == "Chuyên viên Văn phòng"
    assert Unit.objects.get().bloc_id == Bloc.GOVERNMENT


def test_a_body_that_plans_name_is_taken_and_a_named_unit_stays():
    body = IssuingBodyFactory(
        superior_body="ĐẢNG BỘ TỈNH HOA SÚNG",
        name="ĐẢNG ỦY XÃ HOA SEN",
        symbol="ĐU",
        place="Hoa Sen",
        title="Ban Thường vụ Đảng ủy xã",
    )
    user, _ = administrators.make_first(at=NOON)
    Unit.objects.update(name="Văn phòng của Đảng ủy xã")

    assert _set_up(by=user) == body

    body.refresh_from_db()
    assert (body.own, body.shown_name) == (OwnBody.COMMITTEE, "Đảng ủy xã Hoa Sen")
    assert body.title == "Ban Thường vụ Đảng ủy xã"
    assert Unit.objects.get().name == "Văn phòng của Đảng ủy xã"


def test_marks_of_secrecy_are_refused():
    with pytest.raises(Refused, match=r"(?i)mật"):
        _set_up(OfficeSpec(**{**vars(OFFICE), "place": "TUYỆT MẬT"}))

    assert not setting_up.is_set_up()


@pytest.mark.django_db(transaction=True)
def test_a_key_works_for_one_of_two_who_use_it_at_once():
    key = set_up_keys.renew(at=NOON)

    outcomes = run_together(lambda: _begin(key), lambda: _begin(key))

    assert sorted(outcomes) == ["done", "refused"]
    assert User.objects.get().has_perm("units.manage_directory")
    assert IssuingBody.objects.own().count() == 1
    assert not SetUpKey.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_administrators_at_once_record_one_office():
    one, other = UserFactory(), UserFactory()

    outcomes = run_together(lambda: _set_up(by=one), lambda: _set_up(by=other))

    assert sorted(outcomes) == ["done", "refused"]
    assert IssuingBody.objects.count() == 2


def test_a_key_dies_with_the_next_and_with_a_person_and_is_kept_hashed():
    first = set_up_keys.renew(at=NOON)
    second = set_up_keys.renew(at=NOON)

    assert (set_up_keys.opens(first), set_up_keys.opens(second)) == (False, True)
    assert second not in SetUpKey.objects.get().digest
    administrators.make_first(at=NOON)
    assert not set_up_keys.opens(second)
    with pytest.raises(Refused, match="đã được dùng"):
        _begin(second)


def test_a_newcomer_is_led_from_the_printed_address_to_the_first_steps(client):
    page = reverse("plans:begin")
    key = set_up_keys.renew(at=NOON)
    assert client.get(reverse("units:log-in")).url == page
    assert "Mã thiết lập" in client.get(page).content.decode()
    wrong = client.get(page, {"key": "khong-dung"})
    assert wrong.status_code == 403
    assert "không còn dùng được" in wrong.content.decode()
    assert 'name="password"' in client.get(page, {"key": key}).content.decode()

    mistyped = client.post(
        page, {**TYPED, **FIRST, "key": key, "password_repeated": "", "place": ""}
    )
    easy = client.post(
        page, {**TYPED, **FIRST, "key": key, "password": "quantri-2026", "password_repeated": "?"}
    )
    done = client.post(page, {**TYPED, **FIRST, "key": key})
    home = client.get(done.url).content.decode()

    assert (mistyped.status_code, easy.status_code, done.status_code) == (422, 422, 302)
    assert 'value="Đảng ủy xã Hoa Sen"' in mistyped.content.decode()
    assert WORD not in mistyped.content.decode()
    assert "dễ đoán" in easy.content.decode()
    assert "không giống nhau" in easy.content.decode()
    assert "Theo dõi kế hoạch – Đảng ủy xã Hoa Sen" in home
    for name in ("units:list-units", "units:list-people", "reporting:list-plans"):
        assert f'href="{reverse(name)}"' in home
    new_plan = client.get(reverse("plans:add-plan")).content.decode()
    assert 'value="ĐẢNG ỦY XÃ HOA SEN"' in new_plan
    assert client.get(page, {"key": key}).url == reverse("reporting:home")
    client.logout()
    assert "Đảng ủy xã Hoa Sen" in client.get(reverse("units:log-in")).content.decode()


def test_an_administrator_is_led_to_the_set_up(client):
    client.force_login(person(Role.ADMINISTRATOR), backend=BACKEND)
    page, home = reverse("plans:set-up"), reverse("reporting:home")
    assert client.get(home).url == page
    access.ensure_grants(plan=PlanFactory())
    assert f'href="{page}"' in client.get(home).content.decode()

    refused = client.post(page, {**TYPED, "superior": "", "name": "B¸o c¸o kÕt qu¶"})
    done = client.post(page, {**TYPED, "first_day": "1/7/2025"}, follow=True)

    assert refused.status_code == 422
    assert "B¸o c¸o kÕt qu¶" in refused.content.decode()
    assert "Đã khai báo cơ quan." in done.content.decode()
    assert f'href="{page}"' not in done.content.decode()
    assert IssuingBody.objects.own().get().first_day == date(2025, 7, 1)
    assert client.get(page).url == reverse("plans:list-bodies")


def test_the_command_sets_up_and_makes_the_first_administrator(capsys):
    typed = {name: words for name, words in TYPED.items() if name not in ("paper", "superior")}
    with pytest.raises(CommandError, match="Địa danh"):
        call_command("set_up", **{**typed, "place": " "})

    call_command("set_up", **typed)

    printed = capsys.readouterr().out
    password = re.search(r"password: (\S+)", printed).group(1)
    assert User.objects.get(username="quantri").check_password(password)
    assert IssuingBody.objects.own().get().superior_body == ""
    with pytest.raises(CommandError, match="đã được khai báo"):
        call_command("set_up", **typed)


def test_the_name_on_pages_is_that_of_the_day(client):
    before = IssuingBodyFactory(
        own=OwnBody.COMMITTEE, common_name="Huyện ủy Cũ", last_day=date(2025, 6, 30)
    )
    after = IssuingBodyFactory(
        own=OwnBody.COMMITTEE, title="Đảng ủy xã Mới", first_day=date(2025, 7, 1)
    )
    client.force_login(UserFactory(), backend=BACKEND)

    assert "– Đảng ủy xã Mới" in client.get(reverse("reporting:home")).content.decode()
    assert bodies.own_body(date(2025, 6, 30)) == before
    assert bodies.own_body(localdate()) == after
