"""Plan 126 for the tests of a module, and a proposal in the browser of the office.

The fixtures of plan 126 are read once, because that takes seconds.
"""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import transaction
from django.db.models import Model

from plans.models import AssignmentState, Plan
from tests.factories import AssignmentFactory, person
from units.models import Role

APPS = ("units", "plans")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "_rows" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("plan 126"))


@pytest.fixture(scope="session")
def _rows(django_db_setup: Any, django_db_blocker: Any) -> list[list[Model]]:
    """All rows of the fixtures, by model; an empty database has some already."""
    with django_db_blocker.unblock(), transaction.atomic():
        managers = [
            model._base_manager
            for app in APPS
            for model in apps.get_app_config(app).get_models(include_auto_created=True)
        ]
        before = [set(manager.values_list("pk", flat=True)) for manager in managers]
        call_command("loaddata", "units_hai_lang", "plan_126", verbosity=0)
        rows: list[list[Model]] = [
            list(manager.exclude(pk__in=keys))
            for manager, keys in zip(managers, before, strict=True)
        ]
        transaction.set_rollback(True)
    return [found for found in rows if found]


@pytest.fixture(scope="module")
def _loaded(_rows: list[list[Model]], django_db_blocker: Any) -> Any:
    # In any order: foreign keys are checked at the end of the transaction.
    with django_db_blocker.unblock(), transaction.atomic():
        for found in _rows:
            type(found[0])._base_manager.bulk_create(found)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def plan(_loaded: None, db: None) -> Plan:
    """Plan 126 as loaded. Changes by a test are rolled back after it."""
    return Plan.objects.get(number="126-KH/HU")


@pytest.fixture
def proposal():
    return AssignmentFactory(state=AssignmentState.PROPOSED)


@pytest.fixture
def office(client, proposal):
    """A client logged in as a reviewer of the plan of `proposal`."""
    ContentType.objects.get_for_model(Plan)  # cached by Django from its first use
    client.force_login(person(Role.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")
    return client
