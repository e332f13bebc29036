"""What the database itself refuses, by the name of the constraint."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.factories import NOON, UnitFactory, UserFactory
from units.models import (
    DirectoryEvent,
    Membership,
    Role,
    Succession,
    SuccessionKind,
    Unit,
    UnitAlias,
    UnitName,
    User,
)

pytestmark = pytest.mark.django_db

EARLY, LATE = date(2024, 1, 1), date(2025, 7, 1)


def _refused(name: str):
    """SQLite names the columns of a broken unique constraint, PostgreSQL the constraint."""
    return pytest.raises(IntegrityError, match=name)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("units_unit_kind_known", {"kind": "club"}),
        ("units_unit_bloc_known", {"bloc": "east"}),
        ("units_unit_last_day_not_before_first", {"first_day": LATE, "last_day": EARLY}),
    ],
)
def test_a_unit_must_have(name, changes):
    unit = UnitFactory()

    with _refused(name), transaction.atomic():
        Unit.objects.filter(pk=unit.pk).update(**changes)


def test_a_unit_is_not_above_itself():
    unit = UnitFactory()

    with _refused("units_unit_not_its_own_parent"), transaction.atomic():
        Unit.objects.filter(pk=unit.pk).update(parent=unit)


def test_a_units_code_is_its_own():
    UnitFactory(code="hai-lam")

    with _refused("code"), transaction.atomic():
        Unit.objects.create(code="hai-lam", name="X", short_name="X", kind="commune", bloc="party")


def test_a_unit_bears_one_name_at_present():
    unit = UnitFactory()

    with _refused("unit"), transaction.atomic():
        UnitName.objects.create(unit=unit, name="Tên khác", short_name="Tên khác")


def test_a_name_does_not_end_before_it_begins():
    unit = UnitFactory()

    with _refused("units_unitname_last_day_not_before_first"), transaction.atomic():
        UnitName.objects.create(
            unit=unit, name="Cũ", short_name="Cũ", first_day=LATE, last_day=EARLY
        )


def test_an_alias_stands_once_at_its_unit():
    unit = UnitFactory()
    UnitAlias.objects.create(unit=unit, alias="Xã Thử")

    with _refused("alias"), transaction.atomic():
        UnitAlias.objects.create(unit=unit, alias="Xã Thử")


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("units_succession_kind_known", {"kind": "moved"}),
        ("units_succession_successor_unless_dissolved", {"successor": None}),
    ],
)
def test_a_succession_must_have(name, changes):
    row = Succession.objects.create(
        predecessor=UnitFactory(),
        successor=UnitFactory(),
        kind=SuccessionKind.MERGE,
        effective_on=LATE,
        document="1-QĐ/TU",
    )

    with _refused(name), transaction.atomic():
        Succession.objects.filter(pk=row.pk).update(**changes)


def test_a_unit_does_not_succeed_itself():
    unit = UnitFactory()

    with _refused("units_succession_between_two_units"), transaction.atomic():
        Succession.objects.create(
            predecessor=unit, successor=unit, kind="merge", effective_on=LATE, document="1-QĐ/TU"
        )


def test_a_succession_is_written_once():
    old, new = UnitFactory(), UnitFactory()
    facts = {"predecessor": old, "successor": new, "kind": "merge", "document": "1-QĐ/TU"}
    Succession.objects.create(**facts, effective_on=LATE)

    with _refused("predecessor|once_per_pair"), transaction.atomic():
        Succession.objects.create(**facts, effective_on=EARLY)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("units_membership_role_known", {"role": "guest"}),
        ("units_membership_last_day_not_before_first", {"last_day": EARLY}),
    ],
)
def test_a_membership_must_have(name, changes):
    row = Membership.objects.create(
        user=UserFactory(), unit=UnitFactory(), role=Role.OFFICER, first_day=LATE
    )

    with _refused(name), transaction.atomic():
        Membership.objects.filter(pk=row.pk).update(**changes)


def test_a_person_holds_a_role_at_a_unit_once_at_a_time():
    facts = {"user": UserFactory(), "unit": UnitFactory(), "role": Role.OFFICER}
    Membership.objects.create(**facts, first_day=EARLY, last_day=EARLY)
    Membership.objects.create(**facts, first_day=LATE)

    with _refused("user|open_once"), transaction.atomic():
        Membership.objects.create(**facts, first_day=LATE)


def test_a_person_has_a_name():
    person = UserFactory()

    with _refused("units_user_full_name_given"), transaction.atomic():
        User.objects.filter(pk=person.pk).update(full_name="")


def test_a_change_of_the_directory_is_about_a_unit_or_a_person():
    with _refused("units_directoryevent_about_something"), transaction.atomic():
        DirectoryEvent.objects.create(at=NOON, by=UserFactory(), what="Không rõ")
