"""The units that stand today for units that were merged, renamed, dissolved or split."""

from datetime import date

import pytest

from tests.factories import NOON, TODAY, UnitFactory, UserFactory
from units import directory
from units.models import Bloc, SuccessionKind
from units.succession import PresentUnits, present_units

pytestmark = pytest.mark.django_db


def succeed(old, new, *, kind=SuccessionKind.MERGE, day=date(2026, 1, 1), goes_on=False):
    directory.record_succession(
        predecessor=old,
        successor=new,
        kind=kind,
        effective_on=day,
        document="12-QĐ/TU",
        predecessor_goes_on=goes_on,
        by=UserFactory(),
        at=NOON,
    )


def test_a_chain_of_successions_ends_at_the_unit_of_today():
    first, second = UnitFactory(), UnitFactory()
    third = UnitFactory(bloc=Bloc.PARTY)
    succeed(first, second, day=date(2025, 7, 1))
    succeed(second, third, kind=SuccessionKind.RENAME)

    present = present_units(on=TODAY)

    assert present.successors == {first.pk: third.pk, second.pk: third.pk}
    assert present.blocs[third.pk] == Bloc.PARTY
    assert set(present.standing_for(third.pk)) == {first.pk, second.pk, third.pk}
    assert present.standing_for(first.pk) == []


def test_a_unit_split_into_several_stands_for_itself_and_is_named():
    old, one, other = UnitFactory(), UnitFactory(), UnitFactory()
    succeed(old, one, kind=SuccessionKind.SPLIT)
    succeed(old, other, kind=SuccessionKind.SPLIT)

    present = present_units(on=TODAY)

    assert (dict(present.successors), present.divided) == ({}, (old.short_name,))
    assert present.unit_of(old.pk) == old.pk


def test_a_dissolved_unit_a_unit_that_goes_on_and_a_later_succession_change_nothing():
    succeed(UnitFactory(), None, kind=SuccessionKind.DISSOLVE)
    succeed(UnitFactory(), UnitFactory(), kind=SuccessionKind.SPLIT, goes_on=True)
    succeed(UnitFactory(), UnitFactory(), day=date(2026, 6, 1))

    present = present_units(on=TODAY)

    assert (dict(present.successors), present.divided) == ({}, ())


def test_units_of_today_are_read_in_one_query(django_assert_num_queries):
    succeed(UnitFactory(), UnitFactory())
    with django_assert_num_queries(1):
        present_units(on=TODAY)
    assert PresentUnits().unit_of(7) == 7
