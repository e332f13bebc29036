"""Plan 126, loaded once for the tests of a module: reading the fixtures takes seconds."""

import pytest
from django.core.management import call_command
from django.db import transaction

from plans.models import Plan


@pytest.fixture(scope="module")
def _loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", "units_hai_lang", "plan_126", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def plan(_loaded, db) -> Plan:
    """Plan 126 as loaded. What a test writes is undone after it."""
    return Plan.objects.get(number="126-KH/HU")
