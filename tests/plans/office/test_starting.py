"""Each start makes sure of grants, whatever plans and units there are."""

import re

import pytest
from django.urls import reverse

from plans import starting
from plans.models import Plan
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    IssuingBodyFactory,
    PlanFactory,
    UserFactory,
    person,
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


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ADMINISTRATOR])
def test_before_there_is_a_plan_every_link_of_its_makers_leads_somewhere(client, role):
    client.force_login(person(role), backend="django.contrib.auth.backends.ModelBackend")
    pages = ["reporting:home", "reporting:list-plans", "plans:add-plan", "plans:import-plan"]

    shown = [client.get(reverse(name), follow=True).content.decode() for name in pages]

    links = {link for page in shown for link in re.findall(r'href="(/[^"#]*)', page)}
    links = {link for link in links if not link.startswith("/static/")}
    assert reverse("plans:add-document") in links
    answers = {link: client.get(link, follow=True).status_code for link in links}
    assert answers == dict.fromkeys(links, 200)
