"""Owners are told of log-ins with their name from a new place."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import PASSWORD, UserFactory
from units.log_in import strange, trying
from units.models import LogInOutcome, LogInTry

pytestmark = pytest.mark.django_db
HOME, NEAR, AWAY = "10.1.2.3", "10.1.2.77", "203.0.113.9"


@pytest.fixture(autouse=True)
def sent(monkeypatch):
    """What is sent to the worker."""
    found = []
    monkeypatch.setattr(
        "tracker.lib.queueing.send_on_commit",
        lambda task, *, robust, **given: found.append((task, given)),
    )
    return found


@pytest.fixture
def officer():
    return UserFactory(username="canbo", email="canbo@example.vn")


def log_in(address, password=PASSWORD):
    client = Client(REMOTE_ADDR=address)
    client.post(reverse("units:log-in"), {"username": "canbo", "password": password})
    return client


def test_the_first_place_and_its_neighbours_are_not_strange(officer, sent):
    for address in (HOME, NEAR, HOME):
        log_in(address)

    assert [one.is_strange for one in strange.tries_of(officer)] == [False] * 3
    assert strange.told_to(officer) == ""
    assert sent == []


def test_a_new_place_is_mailed_at_once_and_told_at_the_next_log_in_from_home(officer, sent):
    log_in(HOME)
    log_in(AWAY, "sai-mat-khau")
    log_in(AWAY)
    log_in(AWAY)  # coming again hides nothing
    page = log_in(HOME).get(reverse("units:list-sessions")).content.decode()

    strange_log_in = LogInTry.objects.filter(address=AWAY, outcome=LogInOutcome.PASSED).first()
    assert sent == [("units.tasks.tell_of_log_in", {"pk": strange_log_in.pk})]
    assert "đã đăng nhập từ địa chỉ mới: 203.0.113.9 lúc" in page
    assert "đã có 1 lần nhập sai mật khẩu của bạn" in page
    assert page.count("– địa chỉ mới") == 1
    again = log_in(HOME).get(reverse("units:list-sessions")).content.decode()
    assert "đã đăng nhập từ địa chỉ mới" not in again


def test_whoever_comes_from_a_new_place_is_told_nothing(officer):
    log_in(HOME)
    page = log_in(AWAY).get(reverse("units:list-sessions")).content.decode()

    assert "Nếu không phải bạn" not in page


def test_the_mail_names_address_and_moment(officer):
    trying.note(LogInOutcome.PASSED, name="canbo", address=AWAY, person=officer, at=timezone.now())
    row = LogInTry.objects.get()

    strange.mail(row.pk)
    strange.mail(row.pk + 1)

    (letter,) = mail.outbox
    assert letter.to == ["canbo@example.vn"]
    assert AWAY in letter.body
    assert "đổi mật khẩu" in letter.body


def test_without_an_address_for_mail_nothing_is_sent(officer):
    officer.email = ""
    officer.save()
    trying.note(LogInOutcome.PASSED, name="canbo", address=AWAY, person=officer, at=timezone.now())

    strange.mail(LogInTry.objects.get().pk)

    assert mail.outbox == []
