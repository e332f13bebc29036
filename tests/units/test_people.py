import re
from datetime import date, timedelta

import pytest

from tests.factories import NOON, TODAY, UnitFactory, UserFactory, person
from tests.race import run_together
from tracker.lib.refusal import Refused
from units import people
from units.models import Membership, Role, User

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NEW = {
    "username": "lan.thu",
    "full_name": "Trần Thị Lan Thử",
    "position": "Chuyên viên",
    "work_phone": "0233 000 000",
    "email": "lan.thu@vidu.vn",
}
LAST = "người quản trị cuối cùng"


def _grant(user, unit=None, role=Role.OFFICER, first_day=TODAY) -> Membership:
    return people.grant_membership(
        person=user,
        unit=unit or UnitFactory(),
        role=role,
        position="Cán bộ đầu mối",
        first_day=first_day,
        by=UserFactory(),
        at=NOON,
    )


def _end(membership, last_day=TODAY) -> None:
    people.end_membership(membership=membership, last_day=last_day, by=UserFactory(), at=NOON)


def _history(user) -> list[str]:
    return list(user.changes.order_by("pk").values_list("note", flat=True))


def _groups(user) -> list[str]:
    return sorted(user.groups.values_list("name", flat=True))


def test_a_new_person_gets_an_initial_password_to_be_changed():
    user, password = people.add_person(**NEW, by=UserFactory(), at=NOON)

    assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){2}", password)
    assert user.check_password(password)
    assert user.must_change_password
    assert list(User.objects.search("LAN THỬ CHUYÊN VIÊN lan.thu")) == [user]
    assert _history(user) == ["Thêm người dùng"]


def test_a_user_name_is_unique():
    people.add_person(**NEW, by=UserFactory(), at=NOON)

    with pytest.raises(Refused, match="đã có người dùng"):
        people.add_person(**NEW, by=UserFactory(), at=NOON)

    assert User.objects.filter(username="lan.thu").count() == 1


def test_a_changed_person_is_found_only_by_the_new_name():
    user = UserFactory(full_name="Lê Văn Cũ")

    people.change_person(
        person=user,
        full_name="Đỗ Văn Mới",
        position="Phó phòng",
        work_phone="",
        email="",
        by=UserFactory(),
        at=NOON,
    )

    assert list(User.objects.search("do van moi")) == [user]
    assert not User.objects.search("le van cu").exists()
    assert _history(user) == ["Sửa thông tin"]


def test_the_address_for_mail_is_changed_by_the_administrator_and_by_its_owner():
    user, _ = people.add_person(**NEW, by=UserFactory(), at=NOON)
    assert user.email == "lan.thu@vidu.vn"

    changed = {name: value for name, value in NEW.items() if name != "username"}
    people.change_person(
        person=user, by=UserFactory(), at=NOON, **{**changed, "email": "moi@vidu.vn"}
    )
    people.change_own_email(person=user, email="moi@vidu.vn", at=NOON)
    people.change_own_email(person=user, email="", at=NOON)

    assert User.objects.get(pk=user.pk).email == ""
    assert _history(user) == ["Thêm người dùng", "Sửa thông tin", "Tự bỏ thư công vụ"]


def test_a_reset_password_replaces_the_old_one_and_must_be_changed():
    user = UserFactory(password="mat-khau-cu")

    password = people.reset_password(person=user, by=UserFactory(), at=NOON)

    user.refresh_from_db()
    assert [user.check_password(password), user.check_password("mat-khau-cu")] == [True, False]
    assert user.must_change_password
    assert _history(user) == ["Đặt lại mật khẩu"]


def test_no_password_is_written_into_the_history():
    user, password = people.add_person(**NEW, by=UserFactory(), at=NOON)
    again = people.reset_password(person=user, by=UserFactory(), at=NOON)

    assert not any(password in what or again in what for what in _history(user))


def test_changing_ones_password_ends_the_demand_to_change_it():
    user = UserFactory(must_change_password=True)

    people.change_own_password(person=user, password="mot-mat-khau-moi", at=NOON)

    user.refresh_from_db()
    assert user.check_password("mot-mat-khau-moi")
    assert not user.must_change_password
    assert _history(user) == ["Tự đổi mật khẩu"]


def test_a_granted_role_counts_at_once_and_is_in_both_histories():
    user, unit = UserFactory(full_name="Lê Thị Thử"), UnitFactory(name="Phòng Tư pháp")

    _grant(user, unit)

    assert _groups(user) == [f"unit:{unit.pk}:officer"]
    change = "Giao vai trò Cán bộ đầu mối của đơn vị tại Phòng Tư pháp từ 16/03/2026"
    assert _history(user) == [change]
    assert list(unit.changes.values_list("note", flat=True)) == [change]


def test_a_role_granted_for_the_future_does_not_count_yet():
    user = UserFactory()

    _grant(user, first_day=TODAY + DAY)

    assert _groups(user) == []


def test_a_role_is_granted_once_at_a_time():
    user, unit = UserFactory(), UnitFactory()
    _end(_grant(user, unit, first_day=TODAY - DAY), TODAY - DAY)
    _grant(user, unit)

    with pytest.raises(Refused, match="đã giữ vai trò đó"):
        _grant(user, unit)

    assert Membership.objects.count() == 2


def test_a_role_ended_yesterday_no_longer_counts():
    user = UserFactory()
    membership = _grant(user, first_day=TODAY - 2 * DAY)

    _end(membership, TODAY - DAY)

    assert _groups(user) == []


def test_a_role_that_ends_today_counts_today():
    user, unit = UserFactory(), UnitFactory()

    _end(_grant(user, unit))

    assert _groups(user) == [f"unit:{unit.pk}:officer"]


def test_a_future_last_day_can_be_corrected_and_a_past_one_cannot():
    membership = _grant(UserFactory(), first_day=date(2026, 1, 1))
    _end(membership, TODAY + DAY)
    _end(membership, TODAY - DAY)

    with pytest.raises(Refused, match="đã kết thúc ngày 15/03/2026"):
        _end(membership, TODAY + 9 * DAY)

    membership.refresh_from_db()
    assert membership.last_day == TODAY - DAY


def test_a_role_does_not_end_before_it_begins():
    membership = _grant(UserFactory())

    with pytest.raises(Refused, match="Ngày cuối phải sau ngày đầu"):
        _end(membership, TODAY - DAY)


def test_a_lock_is_in_the_history_and_can_be_lifted():
    user = UserFactory()

    people.set_active(person=user, is_active=False, by=UserFactory(), at=NOON)
    people.set_active(person=user, is_active=True, by=UserFactory(), at=NOON)

    user.refresh_from_db()
    assert user.is_active
    assert _history(user) == ["Khóa đăng nhập", "Mở khóa đăng nhập"]


def test_the_last_administrator_is_neither_ended_nor_locked():
    admin = person(Role.ADMINISTRATOR)
    locked = person(Role.ADMINISTRATOR, is_active=False)
    _end(_grant(UserFactory(), role=Role.ADMINISTRATOR), TODAY + DAY)

    with pytest.raises(Refused, match=LAST):
        _end(admin.memberships.get())
    with pytest.raises(Refused, match=LAST):
        people.set_active(person=admin, is_active=False, by=admin, at=NOON)

    admin.refresh_from_db()
    assert admin.is_active
    assert admin.memberships.get().last_day is None
    assert not locked.is_active


def test_one_of_two_administrator_memberships_can_be_ended():
    admin = person(Role.ADMINISTRATOR)
    second = _grant(admin, role=Role.ADMINISTRATOR)

    _end(second)

    second.refresh_from_db()
    assert second.last_day == TODAY


def test_someone_who_will_administer_later_does_not_count_yet():
    admin = person(Role.ADMINISTRATOR)
    _grant(UserFactory(), role=Role.ADMINISTRATOR, first_day=TODAY + DAY)

    with pytest.raises(Refused, match=LAST):
        _end(admin.memberships.get())


@pytest.mark.django_db(transaction=True)
def test_of_two_concurrent_grants_of_a_role_one_is_refused():
    user, unit = UserFactory(), UnitFactory()

    outcomes = run_together(lambda: _grant(user, unit), lambda: _grant(user, unit))

    assert sorted(outcomes) == ["done", "refused"]
    assert Membership.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_administrators_do_not_lock_each_other_out():
    first, second = person(Role.ADMINISTRATOR), person(Role.ADMINISTRATOR)

    outcomes = run_together(
        lambda: people.set_active(person=second, is_active=False, by=first, at=NOON),
        lambda: people.set_active(person=first, is_active=False, by=second, at=NOON),
    )

    assert sorted(outcomes) == ["done", "refused"]
    assert User.objects.filter(is_active=True, memberships__role=Role.ADMINISTRATOR).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_administrators_do_not_end_each_other():
    first, second = person(Role.ADMINISTRATOR), person(Role.ADMINISTRATOR)
    rows = [first.memberships.get(), second.memberships.get()]

    outcomes = run_together(lambda: _end(rows[0]), lambda: _end(rows[1]))

    assert sorted(outcomes) == ["done", "refused"]
    assert Membership.objects.filter(last_day__isnull=True).count() == 1
