"""Plan 126 for the tests of a module. The fixtures are read once, because that takes seconds."""

from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.db.models import Model

from plans.models import Plan

APPS = ("units", "plans")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "_rows" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("plan 126"))


@pytest.fixture(scope="session")
def _rows(django_db_setup: Any, django_db_blocker: Any) -> list[list[Model]]:
    """All rows of the fixtures, by model."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", "units_hai_lang", "plan_126", verbosity=0)
        models = [
            model
            for app in APPS
            for model in apps.get_app_config(app).get_models(include_auto_created=True)
        ]
        rows: list[list[Model]] = [list(model._base_manager.all()) for model in models]
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
