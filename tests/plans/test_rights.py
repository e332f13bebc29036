"""`has_perm` and the querysets agree on every object, also where a person was granted something."""

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from plans import access
from plans.models import Plan, PlanUserObjectPermission
from tests.factories import PlanFactory, UnitFactory, person
from tests.permissions.scene import PEOPLE, Scene
from units import roles
from units.models import Role, Unit, UnitUserObjectPermission, User

pytestmark = pytest.mark.django_db

DIRECTORY = {"view_user", "manage_directory", "make_plans"}


def _codenames(app):
    return set(
        Permission.objects.filter(content_type__app_label=app).values_list("codename", flat=True)
    )


def _grant_everything(user):
    """What only a person can hold: on every object, and globally."""
    permissions = Permission.objects.filter(content_type__app_label__in=["plans", "units"])
    user.user_permissions.add(*permissions)
    for model, objects in (
        (UnitUserObjectPermission, Unit.objects.all()),
        (PlanUserObjectPermission, Plan.objects.all()),
    ):
        model.objects.bulk_create(
            [
                model(user=user, permission=permission, content_object=each)
                for permission in permissions
                for each in objects
            ]
        )


def _allowed(user):
    """What `has_perm` says, by permission, for all objects."""
    user = User.objects.get(pk=user.pk)
    on_plans = {
        (name, plan.pk)
        for name in _codenames("plans")
        for plan in Plan.objects.all()
        if user.has_perm(f"plans.{name}", plan)
    }
    on_units = {
        (name, unit.pk)
        for name in _codenames("units")
        for unit in Unit.objects.all()
        if user.has_perm(f"units.{name}", unit)
    }
    return on_plans, on_units


def _listed(user):
    """What the querysets say."""
    on_plans = {
        (name, pk)
        for name in _codenames("plans")
        for pk in Plan.objects.with_permission(user, name).values_list("pk", flat=True)
    }
    on_units = {
        (name, pk)
        for name in _codenames("units")
        for pk in Unit.objects.with_permission(user, name).values_list("pk", flat=True)
    }
    return on_plans, on_units


@pytest.mark.parametrize("is_granted", [False, True], ids=["as it is", "with grants to the person"])
def test_has_perm_and_querysets_agree_for_everybody_on_all_objects(is_granted):
    scene = Scene()
    PlanFactory(), UnitFactory()
    for who in PEOPLE:
        if who == "anonymous":
            continue
        user = scene.people[who]
        before = _allowed(user)
        if is_granted:
            _grant_everything(user)

        assert _allowed(user) == _listed(user) == before, who
        assert {name for name in _codenames("units") if user.has_perm(f"units.{name}")} <= DIRECTORY


def test_nobody_else_has_a_right():
    user = person(Role.ADMINISTRATOR, UnitFactory())
    assert user.has_perm("units.manage_directory")

    roles.follow_the_day(user, on=localdate())
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert not User.objects.get(pk=user.pk).has_perm("units.manage_directory")
    assert not AnonymousUser().has_perm("units.manage_directory")
    assert not user.has_perm("plans.view_plan", UnitFactory())
    assert not user.has_perm("auth.add_group")


def test_rights_are_read_past_the_table_of_groups():
    """Within a bulk change PostgreSQL takes tables for empty; joined, it took minutes for this."""
    with CaptureQueriesContext(connection) as queries:
        access.permissions_by_plan(person(Role.OBSERVER))

    (grants,) = (query["sql"] for query in queries if "'plan'" in query["sql"])
    assert grants.count('"units_user_groups"') > 0
    assert '"auth_group"' not in grants


def test_there_are_no_superusers():
    with pytest.raises(NotImplementedError, match="create_administrator"):
        User.objects.create_superuser("quantri")
