"""Fixtures shared by the tests of `units`."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories import person
from units.models import Role, User


@pytest.fixture
def log_in(client: Client) -> Callable[..., User]:
    """Factory of a logged-in person with a role."""

    def as_role(role: Role = Role.ADMINISTRATOR, **fields: object) -> User:
        user = person(role, **fields)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return user

    return as_role
