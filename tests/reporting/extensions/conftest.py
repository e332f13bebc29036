"""One assignment with a deadline, and the browsers of its unit and of the office."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from plans.models import Plan
from tests.factories import (
    person,
)
from tests.reporting.extensions.scene import dated
from units.models import Role, Unit

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def today(now):
    return timezone.localdate(now)


@pytest.fixture
def assignment(now, today):
    ContentType.objects.get_for_models(Plan, Unit)  # cached by Django after the first use
    return dated(deadline=today + timedelta(days=10), at=now)


@pytest.fixture
def unit(client, assignment):
    """The browser of an officer of the unit."""
    client.force_login(person(Role.OFFICER, assignment.unit), backend=BACKEND)
    return client


@pytest.fixture
def office(client, assignment):
    """The browser of a reviewer."""
    client.force_login(person(Role.REVIEWER), backend=BACKEND)
    return client
