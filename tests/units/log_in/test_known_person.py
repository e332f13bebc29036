"""The person of a request comes with its session, and only where the session is in order."""

import pytest
from django.contrib import auth
from django.urls import reverse

from tests.factories import UserFactory
from units.models import Session

pytestmark = pytest.mark.django_db
URL = "units:change-password"


@pytest.fixture
def one(client):
    found = UserFactory()
    client.force_login(found, backend="units.log_in.backend.PasswordBackend")
    return found


def get(client):
    return client.get(reverse(URL)).status_code


def test_the_session_and_its_person_are_one_query(client, one, django_assert_num_queries):
    assert get(client) == 200
    with django_assert_num_queries(1):
        client.get(reverse("units:log-out"), headers={"HX-Request": "true"})


def test_whoever_was_locked_is_logged_out(client, one):
    one.is_active = False
    one.save()
    assert get(client) == 302


def test_a_password_that_was_changed_elsewhere_ends_the_session(client, one):
    one.set_password("another long password")
    one.save()
    assert get(client) == 302
    assert not Session.objects.filter(person=one).exists()


def test_a_row_that_names_another_person_changes_nothing(client, one):
    Session.objects.update(person=UserFactory())
    response = client.get(reverse(URL))
    assert (response.status_code, response.wsgi_request.user) == (200, one)


def test_an_unknown_way_of_logging_in_is_refused(client, one):
    session = client.session
    session[auth.BACKEND_SESSION_KEY] = "units.gone.Backend"
    session.save()
    assert get(client) == 302
