"""The journal of log-ins, present waits, and ways to end them."""

import io

import pytest
from django.contrib.auth import get_user
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from tests.factories import PASSWORD, UserFactory
from tracker.lib.http.client_address import networks
from units.log_in import hashing
from units.models import LogInOrigin, LogInTry

pytestmark = pytest.mark.django_db
LOG_IN, JOURNAL = "/log-in/", "/log-ins/"


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch):
    monkeypatch.setattr(hashing, "OF_STRANGERS", hashing.HashingSlots(num_waiting=9, pause=0))


@pytest.fixture
def officer():
    return UserFactory(username="canbo")


def _post(client, password="sai", name="canbo", **extra):
    return client.post(LOG_IN, {"username": name, "password": password}, **extra)


def test_a_wait_is_told_in_vietnamese_and_keeps_what_was_typed(client, officer):
    for _ in range(5):
        assert _post(client).status_code == 200

    response = client.post(
        LOG_IN,
        {"username": "canbo", "password": PASSWORD, "unfinished": "goi", "next": "/units/"},
    )

    page = response.content.decode()
    assert response.status_code == 429
    assert "Hãy thử lại sau 30 giây." in page or "Hãy thử lại sau 29 giây." in page
    assert 'value="canbo"' in page
    assert 'value="goi"' in page
    assert 'value="/units/"' in page
    assert not get_user(client).is_authenticated


def test_waits_follow_the_client_behind_the_proxy(client, officer, settings):
    settings.TRUSTED_PROXIES = networks(["127.0.0.1"])
    for _ in range(6):
        refused = _post(client, PASSWORD if _ == 5 else "sai", HTTP_X_FORWARDED_FOR="203.0.113.7")

    elsewhere = _post(client, PASSWORD, HTTP_X_FORWARDED_FOR="203.0.113.8")

    assert (refused.status_code, elsewhere.status_code) == (429, 302)


def test_a_forged_address_does_not_evade_the_wait(client, officer):
    answers = [
        _post(client, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}").status_code for number in range(6)
    ]

    assert answers == [200] * 5 + [429]


def test_the_journal_shows_who_tried(client, log_in, officer):
    _post(Client(), REMOTE_ADDR="203.0.113.7")
    _post(Client(), name="ke-la", REMOTE_ADDR="2001:db8::7")
    _post(Client(), PASSWORD)
    log_in()

    page = client.get(JOURNAL).content.decode()
    failed = client.get(JOURNAL, {"outcome": "failed", "q": "ke-la"}).content.decode()

    assert "203.0.113.7" in page
    assert "2001:db8::7" in page
    assert officer.full_name in page
    assert "Sai tên hoặc mật khẩu" in page
    assert "Đăng nhập được" in page
    assert "ke-la" in failed
    assert "203.0.113.7" not in failed


def test_an_administrator_ends_a_wait(client, log_in, officer):
    for _ in range(5):
        _post(Client())
    administrator = log_in()
    row = LogInOrigin.objects.get(name="canbo")

    assert "Cho thử ngay" in client.get(JOURNAL).content.decode()
    page = client.post(reverse("units:unlock", args=[row.pk]), follow=True).content.decode()

    assert "Đã cho thử đăng nhập lại ngay." in page
    assert _post(Client(), PASSWORD).status_code == 302
    change = officer.changes.get()
    assert change.by == administrator
    assert change.note == "Cho thử đăng nhập lại ngay từ 127.0.0.1"


@pytest.mark.parametrize("num", [1, 3])
def test_the_journal_needs_the_same_queries_for_any_number_of_rows(
    client, log_in, num, django_assert_num_queries
):
    log_in()
    at = now()
    for number in range(num):
        LogInTry.objects.create(
            at=at, name=f"ten{number}", address="::1", outcome="wrong", person=UserFactory()
        )
        LogInOrigin.objects.create(name=f"ten{number}", address="::1", free_at=at.replace(2099))

    with django_assert_num_queries(6):
        client.get(JOURNAL)


@pytest.mark.parametrize("arguments", [["canbo"], ["--address", "127.0.0.1"], ["--all"]])
def test_a_command_ends_waits(client, officer, arguments):
    for _ in range(5):
        _post(client)
    output = io.StringIO()

    call_command("unlock", *arguments, stdout=output)

    assert output.getvalue().startswith("Unlocked: ")
    assert _post(client, PASSWORD).status_code == 302


def test_the_command_takes_an_address_as_the_journal_shows_it(client, officer):
    for _ in range(5):
        _post(client, REMOTE_ADDR="2001:db8::7")
    assert LogInTry.objects.all()[0].address == "2001:db8::7"
    assert _post(client, PASSWORD, REMOTE_ADDR="2001:db8::8").status_code == 429

    call_command("unlock", "--address", "2001:db8::7", stdout=io.StringIO())

    assert _post(client, PASSWORD, REMOTE_ADDR="2001:db8::8").status_code == 302


@pytest.mark.parametrize("arguments", [[], ["canbo", "--all"]])
def test_the_command_needs_one_target(arguments):
    with pytest.raises(CommandError, match="Give a name"):
        call_command("unlock", *arguments)
