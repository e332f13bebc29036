"""Plan 126 for the tests of a module, and a proposal in the browser of the office."""

from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from plans import loading
from plans.models import AssignmentState, Plan
from tests.factories import AssignmentFactory, person
from units.models import Role


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "_loaded" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("plan 126"))


@pytest.fixture(scope="module")
def _loaded(django_db_setup: Any, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock(), transaction.atomic():
        loading.insert_rows(loading.sample())
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
