"""Each start makes sure of grants, whatever plans and units there are."""

import pytest

from plans import starting
from plans.models import Plan
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    IssuingBodyFactory,
    PlanFactory,
    UserFactory,
)
from units.models import Membership, Role, User

pytestmark = pytest.mark.django_db


def test_an_empty_product_starts():
    starting.make_sure(at=NOON)

    assert not Plan.objects.exists()


def test_all_plans_get_their_bodies_and_grants_at_each_start():
    assignment = AssignmentFactory()
    unit = assignment.unit
    other = PlanFactory(number="2-KH/ĐU")
    officer, reviewer = UserFactory(), UserFactory()
    for user, role in ((officer, Role.OFFICER), (reviewer, Role.REVIEWER)):
        Membership.objects.create(user=user, unit=unit, role=role, first_day=TODAY)

    starting.make_sure(at=NOON)
    starting.make_sure(at=NOON)

    assert Plan.objects.filter(body__isnull=True).count() == 0
    assert list(Plan.objects.readable_by(officer)) == [assignment.task.plan]
    assert Plan.objects.readable_by(reviewer).count() == 2
    assert User.objects.get(pk=reviewer.pk).has_perm("plans.edit_assignments", other)


def test_two_bodies_of_one_head_do_not_stop_a_start():
    first, _ = (IssuingBodyFactory(name="HUYỆN ỦY THỬ") for _ in range(2))
    plan = PlanFactory(
        superior_body=first.superior_body,
        issuing_body=first.name,
        symbol=first.symbol,
        place=first.place,
    )

    starting.make_sure(at=NOON)

    plan.refresh_from_db()
    assert plan.body == first
