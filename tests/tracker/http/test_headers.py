"""Headers of pages, and static files that are not served."""

import pytest
from django.urls import reverse

from tests.factories import UserFactory
from tracker.lib.static_files import ServeStaticFiles
from units.models import Role


@pytest.mark.django_db
def test_pages_are_kept_by_nobody_between_and_ask_for_no_device(client):
    UserFactory()
    response = client.get(reverse("units:log-in"))

    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert "camera=()" in response["Permissions-Policy"]
    assert "geolocation=()" in response["Permissions-Policy"]
    policy = response["Content-Security-Policy"].split("; ")
    assert {"object-src 'none'", "base-uri 'none'", "frame-ancestors 'self'"} <= set(policy)
    assert all(cookie["httponly"] for cookie in response.cookies.values())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "cache"),
    [
        ("units:list-people", "private, no-cache"),
        ("units:list-log-ins", "max-age=0, no-cache, no-store, must-revalidate, private"),
        ("units:list-sessions", "max-age=0, no-cache, no-store, must-revalidate, private"),
    ],
)
def test_lists_of_log_ins_are_not_stored(client, name, cache):
    from tests.factories import person

    client.force_login(
        person(Role.ADMINISTRATOR), backend="django.contrib.auth.backends.ModelBackend"
    )

    assert client.get(reverse(name))["Cache-Control"] == cache


def test_the_list_of_static_files_is_not_served(tmp_path, settings):
    settings.STATIC_ROOT, settings.WHITENOISE_ROOT = tmp_path, None
    for name in ("staticfiles.json", "app.css"):
        (tmp_path / name).write_text("{}")
    settings.WHITENOISE_AUTOREFRESH = False

    served = ServeStaticFiles(lambda request: None)

    assert list(served.files) == ["/static/app.css"]
