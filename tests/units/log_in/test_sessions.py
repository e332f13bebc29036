"""Sessions: their end, their list, and what ends them."""

import importlib
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore as EarlierStore
from django.contrib.sessions.models import Session as EarlierSession
from django.db import OperationalError
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, UserFactory
from tests.race import run_together
from units import people
from units.log_in import devices, sessions, tidying
from units.models import Session

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LIST = "/sessions/"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0.0.0 Safari/537.36"
)


@pytest.fixture
def officer():
    return UserFactory(username="canbo")


def _log_in(client=None, **extra):
    client = client or Client()
    data = {"username": "canbo", "password": PASSWORD}
    assert client.post("/log-in/", data, **extra).status_code == 302
    return client


def _is_in(client, at, **headers):
    with time_machine.travel(at, tick=False):
        return client.get(LIST, headers=headers).status_code == 200


def test_a_session_ends_when_nobody_used_it_for_two_hours(officer):
    with time_machine.travel(START, tick=False):
        client = _log_in()

    assert _is_in(client, START + 119 * MINUTE)
    assert _is_in(client, START + 230 * MINUTE)
    assert not _is_in(client, START + 351 * MINUTE)


def test_the_idle_time_is_a_setting(officer, settings):
    settings.SESSION_IDLE_MINUTES = 30
    with time_machine.travel(START, tick=False):
        client = _log_in()

    assert not _is_in(client, START + 30 * MINUTE)


def test_a_session_ends_twelve_hours_after_the_log_in_however_much_it_is_used(officer):
    with time_machine.travel(START, tick=False):
        client = _log_in()

    reached = [_is_in(client, START + hours * timedelta(hours=1)) for hours in range(1, 14)]

    assert reached == [True] * 11 + [False] * 2


def test_a_page_that_asks_for_news_by_itself_does_not_keep_a_session(officer):
    with time_machine.travel(START, tick=False):
        client = _log_in()

    for minutes in range(10, 120, 10):
        assert _is_in(client, START + minutes * MINUTE, accept="application/json")
    assert not _is_in(client, START + 121 * MINUTE)


def test_use_is_written_down_now_and_then(officer, django_assert_num_queries):
    with time_machine.travel(START, tick=False):
        client = _log_in()
    seen = []
    for minutes in (1, 4, 5, 6, 9, 10):
        assert _is_in(client, START + minutes * MINUTE)
        seen.append((Session.objects.get().seen_at - START) / MINUTE)

    assert seen == [0, 0, 5, 5, 5, 10]


def test_pages_are_shown_though_their_use_cannot_be_noted(officer, monkeypatch):
    with time_machine.travel(START, tick=False):
        client = _log_in()

    def fail(*args, **values):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(QuerySet, "update", fail)
    assert _is_in(client, START + 60 * MINUTE)


def test_one_sees_ones_own_sessions(officer):
    with time_machine.travel(START, tick=False):
        client = _log_in(HTTP_USER_AGENT=CHROME, REMOTE_ADDR="203.0.113.7")
        _log_in(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Safari", REMOTE_ADDR="2001:db8::7")
        other = UserFactory()
        Client().force_login(other, backend="django.contrib.auth.backends.ModelBackend")
        page = client.get(LIST).content.decode()

    assert page.count("dùng lần cuối khoảng 08:00, 30/11/2026") == 2
    assert "Chrome trên máy tính Windows" in page
    assert "203.0.113.7" in page
    assert "Safari trên iPhone" in page
    assert page.count("(thiết bị này)") == 1


def test_logging_out_of_other_devices_leaves_this_one(officer):
    here, there = _log_in(), _log_in()
    stranger = Client()
    stranger.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")

    page = here.post(reverse("units:end-other-sessions"), follow=True).content.decode()

    assert "Đã đăng xuất khỏi 1 thiết bị khác." in page
    assert "Không có thiết bị nào khác." in page
    assert [get_user(client).is_authenticated for client in (here, there, stranger)] == [
        True,
        False,
        True,
    ]


def test_a_change_of_password_ends_all_other_sessions(officer):
    here, there = _log_in(), _log_in()
    new = "nuoc-chay-da-mon"
    here.post(
        reverse("units:change-password"),
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )

    assert here.get(LIST).status_code == 200
    assert there.get(LIST).status_code == 302
    assert Session.objects.filter(person=officer).count() == 1


def test_a_reset_password_and_a_lock_end_all_sessions(officer):
    client, administrator = _log_in(), UserFactory()
    people.set_active(person=officer, is_active=False, by=administrator, at=START)
    assert not Session.objects.filter(person=officer).exists()

    people.set_active(person=officer, is_active=True, by=administrator, at=START)
    assert client.get(LIST).status_code == 302
    _log_in(client)
    people.reset_password(person=officer, by=administrator, at=START)
    assert client.get(LIST).status_code == 302


@pytest.mark.parametrize("num", [1, 3])
def test_the_list_needs_the_same_queries_for_any_number(officer, num, django_assert_num_queries):
    clients = [_log_in() for _ in range(num)]

    with django_assert_num_queries(5):
        clients[0].get(LIST)


def test_ended_sessions_are_forgotten(officer):
    with time_machine.travel(START, tick=False):
        _log_in()

    tidying.forget(at=START + 119 * MINUTE)
    assert Session.objects.count() == 1
    tidying.forget(at=START + 120 * MINUTE)
    assert Session.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_devices_may_log_each_other_out_at_once(officer):
    first, second = _log_in(), _log_in()

    run_together(
        *[
            lambda client=client: client.post(reverse("units:end-other-sessions"))
            for client in (first, second)
        ]
    )

    assert Session.objects.count() <= 1


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (CHROME, "Chrome trên máy tính Windows"),
        (CHROME + " Edg/120.0", "Edge trên máy tính Windows"),
        (CHROME.replace("Chrome", "coc_coc_browser/117 Chrome"), "Cốc Cốc trên máy tính Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Firefox/121.0", "Firefox trên máy tính Linux"),
        ("Mozilla/5.0 (Linux; Android 13) Chrome/1", "Chrome trên điện thoại Android"),
        ("(Android 13)", "Điện thoại Android"),
        ("curl/8", devices.UNKNOWN),
        ("", devices.UNKNOWN),
    ],
)
def test_devices_are_told_in_words(user_agent, words):
    assert devices.in_words(user_agent) == words


def test_sessions_of_before_have_no_fresh_password(client, officer):
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    assert sessions.is_password_fresh(session, at=datetime.now(UTC))

    del session[sessions.LOG_IN]
    assert not sessions.is_password_fresh(session, at=datetime.now(UTC))


def test_the_update_logs_nobody_out(client, officer):
    migration = importlib.import_module("units.migrations.0008_sessions")
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    data = {name: value for name, value in client.session.items() if name != sessions.LOG_IN}
    kept = {client.session.session_key: EarlierStore().encode(data), "x" * 32: "?"}
    for key, encoded in kept.items():
        EarlierSession.objects.create(
            session_key=key,
            session_data=encoded,
            expire_date=datetime.now(UTC) + timedelta(hours=11),
        )
    Session.objects.all().delete()

    migration.carry_over(apps, None)

    assert client.get(LIST).status_code == 200
    assert not EarlierSession.objects.exists()
    assert Session.objects.get().person == officer
