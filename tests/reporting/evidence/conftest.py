"""A draft of the unit of the person who is logged in, and a folder for its files."""

import pytest
from django.utils import timezone

from reporting.models import EntryStatus
from tests.factories import person
from tests.reporting.filing.scene import entry_of
from units.models import Role


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def log_in(client):
    def as_one(role, unit=None):
        user = person(role, unit)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return user

    return as_one


@pytest.fixture
def entry(log_in, now):
    entry = entry_of(EntryStatus.DRAFT, now)
    log_in(Role.OFFICER, entry.submission.unit)
    return entry
