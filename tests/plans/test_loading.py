"""The first plan is loaded once, and later changes are kept."""

import pytest
from django.core.management import call_command

from plans.loading import load_first_plan
from plans.models import Plan, Task
from tests.factories import NOON, TODAY, UserFactory
from units.models import Membership, Role, Unit, User

pytestmark = pytest.mark.django_db


def test_loading_again_keeps_what_people_changed():
    load_first_plan(at=NOON)
    Task.objects.filter(code="1.1").update(title="Tên do Văn phòng đặt lại")

    load_first_plan(at=NOON)

    assert Task.objects.get(code="1.1").title == "Tên do Văn phòng đặt lại"


def test_units_with_tasks_may_read_the_plan_and_others_may_not():
    plan = load_first_plan(at=NOON)
    insider, outsider = UserFactory(), UserFactory()
    unit = Unit.objects.get(code="hai-lam")
    Membership.objects.create(user=insider, unit=unit, role=Role.OFFICER, first_day=TODAY)

    load_first_plan(at=NOON)

    assert list(Plan.objects.readable_by(insider)) == [plan]
    assert User.objects.get(pk=insider.pk).has_perm("plans.view_plan", plan)
    assert list(Plan.objects.readable_by(outsider)) == []


def test_command_prints_the_number_of_tasks(capsys):
    call_command("load_plan_126")

    assert capsys.readouterr().out == "Plan 126-KH/HU: 52 tasks\n"
