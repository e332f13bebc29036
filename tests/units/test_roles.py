from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from tests.factories import NOON, PASSWORD, TODAY, UnitFactory, UserFactory, person
from tests.race import run_together
from units import directory, roles
from units.models import Membership, Role, Unit, UnitGroupObjectPermission, User
from units.models.membership import DAYS_AFTER_UNIT
from units.tasks import apply_memberships as apply_memberships_task

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def _groups(user) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def _member(role, *, user=None, unit=None, first_day=TODAY, last_day=None) -> Membership:
    return Membership.objects.create(
        user=user or UserFactory(),
        unit=unit or UnitFactory(),
        role=role,
        first_day=first_day,
        last_day=last_day,
    )


@pytest.mark.parametrize(
    ("day", "is_in_force"),
    [
        (TODAY - DAY, False),
        (TODAY, True),
        (TODAY + 2 * DAY, True),
        (TODAY + 3 * DAY, False),
    ],
)
def test_a_membership_counts_from_its_first_day_to_its_last(day, is_in_force):
    row = _member(Role.OFFICER, last_day=TODAY + 2 * DAY)

    roles.apply_memberships(on=day)

    assert _groups(row.user) == ({f"unit:{row.unit_id}:officer"} if is_in_force else set())


def test_a_person_is_in_the_groups_of_all_current_roles_and_in_no_other():
    user, home, office = UserFactory(), UnitFactory(), UnitFactory()
    _member(Role.OFFICER, user=user, unit=home)
    _member(Role.HEAD, user=user, unit=home)
    _member(Role.REVIEWER, user=user, unit=office)
    _member(Role.OBSERVER, user=user, unit=office, first_day=TODAY + DAY)

    roles.apply_memberships(on=TODAY)

    assert _groups(user) == {f"unit:{home.pk}:officer", f"unit:{home.pk}:head", "office:reviewer"}


def test_an_office_role_at_two_units_ends_with_the_second():
    user = UserFactory()
    first, second = _member(Role.LEADER, user=user), _member(Role.LEADER, user=user)
    Membership.objects.filter(pk=first.pk).update(last_day=TODAY)
    roles.apply_memberships(on=TODAY + DAY)
    assert _groups(user) == {"office:leader"}

    Membership.objects.filter(pk=second.pk).update(last_day=TODAY)
    roles.apply_memberships(on=TODAY + DAY)

    assert _groups(user) == set()


def test_applying_twice_changes_nothing():
    row = _member(Role.HEAD)
    roles.apply_memberships(on=TODAY)
    before = set(User.groups.through.objects.values_list("pk", flat=True))
    granted = set(UnitGroupObjectPermission.objects.values_list("pk", flat=True))

    roles.apply_memberships(on=TODAY)

    assert set(User.groups.through.objects.values_list("pk", flat=True)) == before
    assert set(UnitGroupObjectPermission.objects.values_list("pk", flat=True)) == granted
    assert _groups(row.user) == {f"unit:{row.unit_id}:head"}


def test_applying_for_some_leaves_the_others():
    member, other = _member(Role.OFFICER), _member(Role.OFFICER)
    roles.apply_memberships(on=TODAY)
    Membership.objects.update(last_day=TODAY)

    roles.apply_memberships(on=TODAY + DAY, users=[member.user])

    assert _groups(member.user) == set()
    assert _groups(other.user) == {f"unit:{other.unit_id}:officer"}


def test_unrelated_groups_are_not_changed():
    row = _member(Role.OFFICER, last_day=TODAY)
    row.user.groups.add(Group.objects.create(name="khác"))

    roles.apply_memberships(on=TODAY + DAY)

    assert _groups(row.user) == {"khác"}


def test_the_daily_task_lets_memberships_begin_and_end():
    begun = _member(Role.OFFICER, first_day=date(2024, 1, 1))
    ended = _member(Role.OFFICER, first_day=date(2024, 1, 1), last_day=date(2024, 1, 2))

    apply_memberships_task()

    assert _groups(begun.user) == {f"unit:{begun.unit_id}:officer"}
    assert _groups(ended.user) == set()


@pytest.mark.parametrize("role", Role)
def test_lists_of_units_agree_with_the_permissions_of_each_role(role):
    unit = UnitFactory()
    UnitFactory()
    user = person(role, unit)
    codenames = ("read_filings", "file_progress", "confirm_filing", "follow_groups")

    for codename in codenames:
        listed = set(Unit.objects.with_permission(user, codename))
        allowed = {row for row in Unit.objects.all() if user.has_perm(f"units.{codename}", row)}
        assert listed == allowed, codename
    permissions = {name for name in codenames if user.has_perm(f"units.{name}", unit)}
    assert permissions == set(roles.UNIT_ROLE_PERMISSIONS.get(role, ()))


@pytest.mark.parametrize("role", Role)
def test_readable_and_fileable_units_agree_with_the_permissions(role):
    unit = UnitFactory()
    user = person(role, unit)

    assert unit in Unit.objects.readable_by(user) or role not in (Role.OFFICER, Role.HEAD)
    assert set(Unit.objects.fileable_by(user)) == ({unit} if role == Role.OFFICER else set())
    assert set(Unit.objects.readable_by(user)) == (
        {unit} if role in (Role.OFFICER, Role.HEAD) else set()
    )


@pytest.mark.parametrize("role", Role)
def test_only_the_office_looks_up_people_and_only_the_administrator_edits_them(role):
    user = person(role)

    assert user.has_perm("units.view_user") == (role in roles.OFFICE_ROLES)
    assert user.has_perm("units.manage_directory") == (role == Role.ADMINISTRATOR)


def test_holders_of_many_units_agree_with_those_of_each():
    first, second = UnitFactory(), UnitFactory()
    for unit in (first, second):
        person(Role.OFFICER, unit)
        person(Role.HEAD, unit)
        person(Role.OBSERVER, unit)
        person(Role.OFFICER, unit, is_active=False)
    both = person(Role.OFFICER, first)
    _member(Role.HEAD, user=both, unit=first)
    roles.apply_memberships(on=TODAY, users=[both])

    found = roles.holders_by_unit({first.pk, second.pk}, (Role.OFFICER, Role.HEAD))

    assert found == {
        unit.pk: sorted(
            {user.pk for role in (Role.OFFICER, Role.HEAD) for user in roles.holders(unit.pk, role)}
        )
        for unit in (first, second)
    }
    assert [len(found[unit.pk]) for unit in (first, second)] == [3, 2]


@pytest.mark.parametrize("role", Role)
def test_permissions_read_in_one_query_are_those_of_the_person(role, django_assert_num_queries):
    unit, other = UnitFactory(), UnitFactory()
    user = person(role, unit)
    codenames = ("read_filings", "file_progress", "confirm_filing", "follow_groups")

    with django_assert_num_queries(1):
        found = {name: roles.units_with(name, by=user) for name in codenames}
        manages = roles.may_manage_directory(user)

    for name in codenames:
        expected = {row.pk for row in (unit, other) if user.has_perm(f"units.{name}", row)}
        assert found[name] == expected
    assert manages == user.has_perm("units.manage_directory")


def _stale(role=Role.OFFICER, **days):
    """A member whose groups the worker has not touched since `TODAY`."""
    row = _member(role, **days)
    roles.apply_memberships(on=TODAY)
    return User.objects.get(pk=row.user_id), row.unit


def test_a_role_ends_with_its_last_day_without_the_worker():
    user, unit = _stale(first_day=TODAY, last_day=TODAY)

    roles.follow_the_day(user, on=TODAY)
    assert user.has_perm("units.file_progress", unit)

    user = User.objects.get(pk=user.pk)
    roles.follow_the_day(user, on=TODAY + DAY)

    assert not user.has_perm("units.file_progress", unit)
    assert not Unit.objects.fileable_by(user).exists()
    assert user.groups_until is None


def test_a_role_begins_on_its_first_day_without_the_worker():
    user, unit = _stale(first_day=TODAY + DAY, last_day=TODAY + 2 * DAY)
    assert user.groups_until == TODAY + DAY

    roles.follow_the_day(user, on=TODAY + DAY)

    assert user.has_perm("units.file_progress", unit)
    assert User.objects.get(pk=user.pk).groups_until == TODAY + 3 * DAY


def test_other_days_cost_no_query(django_assert_num_queries):
    user, _ = _stale(first_day=TODAY, last_day=TODAY + DAY)
    lasting = person(Role.OFFICER, UnitFactory())

    with django_assert_num_queries(0):
        roles.follow_the_day(user, on=TODAY + DAY)
        roles.follow_the_day(lasting, on=TODAY + 400 * DAY)


def test_a_request_after_the_last_day_is_refused(client):
    yesterday = localdate() - DAY
    row = _member(Role.ADMINISTRATOR, first_day=date(2024, 1, 1), last_day=yesterday)
    roles.apply_memberships(on=yesterday)
    client.force_login(row.user, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(reverse("units:add-person")).status_code == 403
    assert not User.groups.through.objects.filter(user=row.user).exists()


@pytest.mark.django_db(transaction=True)
def test_two_requests_may_follow_the_day_at_once():
    user, _ = _stale(first_day=TODAY + DAY)
    calls = [
        lambda: roles.follow_the_day(User.objects.get(pk=user.pk), on=TODAY + DAY) for _ in range(2)
    ]

    assert run_together(*calls) == ["done", "done"]
    assert User.objects.get(pk=user.pk).groups.count() == 1


def test_rights_at_a_unit_end_with_it_after_the_reports_of_its_last_period():
    unit = UnitFactory(last_day=TODAY)
    officer, reviewer = _member(Role.OFFICER, unit=unit), _member(Role.REVIEWER, unit=unit)
    last = TODAY + DAYS_AFTER_UNIT

    roles.apply_memberships(on=last)
    officer.user.refresh_from_db()

    assert _groups(officer.user) == {f"unit:{unit.pk}:officer"}
    assert officer.user.groups_until == last + DAY
    roles.follow_the_day(officer.user, on=last + DAY)
    assert _groups(officer.user) == set()
    roles.apply_memberships(on=last + DAY)
    assert _groups(reviewer.user) == {"office:reviewer"}


def test_the_end_of_a_unit_is_noted_with_its_people():
    row = _member(Role.HEAD)

    directory.change_unit(unit=row.unit, aliases=[], last_day=TODAY, by=UserFactory(), at=NOON)

    row.user.refresh_from_db()
    assert row.user.groups_until == TODAY + DAYS_AFTER_UNIT + DAY


def test_whoever_has_no_role_left_is_logged_out_and_does_not_come_in_again(client):
    ended = localdate() - DAY
    row = _member(Role.OFFICER, first_day=ended - DAY)
    client.force_login(row.user, backend="django.contrib.auth.backends.ModelBackend")
    names = {"username": row.user.username, "password": PASSWORD}
    log_in = reverse("units:log-in")
    assert client.get(reverse("units:list-units")).status_code == 200
    roles.apply_memberships(on=ended)

    Membership.objects.filter(pk=row.pk).update(last_day=ended)
    roles.apply_memberships(on=localdate())

    assert client.get(reverse("units:list-units")).status_code == 302
    assert "hết vai trò" in client.post(log_in, names).content.decode()
    reviewer = Client()
    reviewer.force_login(person(Role.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")
    people = reviewer.get(reverse("units:list-people")).content.decode()
    assert people.count("Đã hết vai trò") == 1
    _member(Role.OFFICER, user=row.user, first_day=localdate() + DAY)
    assert client.post(log_in, names).status_code == 302
