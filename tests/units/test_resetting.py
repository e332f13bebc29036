"""Passwords that people set by themselves through a link in a mail."""

import re
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from tests.factories import NOON, UserFactory
from tests.race import run_together
from tracker.lib.refusal import Refused
from units import resetting
from units.log_in import links, origins
from units.models import Session, User

pytestmark = pytest.mark.django_db

ADDRESS = "192.0.2.7"
NEW = "tre xanh ben ho 58"


@pytest.fixture
def sent(monkeypatch):
    """The ids for which a task was sent."""
    found = []
    monkeypatch.setattr(
        "tracker.lib.queueing.send", lambda task, **arguments: found.append(arguments["pk"])
    )
    return found


@pytest.fixture
def lan() -> User:
    return UserFactory(username="lan.tran", full_name="Trần Thị Lan", email="lan@vidu.vn")


def _ask(typed, *, at=NOON):
    resetting.ask(typed=typed, network=ADDRESS, at=at)


def _mailed(person, *, at=NOON) -> list[str]:
    resetting.mail_reset_link(pk=person.pk, at=at)
    return [re.search(r"link=(\S+)", message.body)[1] for message in mail.outbox]


def test_a_link_is_asked_for_by_name_or_address_and_as_quietly_for_unknown_ones(
    lan, sent, django_capture_on_commit_callbacks
):
    UserFactory(email="chung@vidu.vn")
    UserFactory(email="chung@vidu.vn")

    with django_capture_on_commit_callbacks(execute=True):
        for typed in ("LAN.TRAN ", "Lan@vidu.vn", "khong.ai", "chung@vidu.vn"):
            _ask(typed)

    assert sent == [lan.pk, lan.pk, 0, 0]


def test_of_names_that_differ_in_capital_letters_the_typed_one_is_meant(
    lan, sent, django_capture_on_commit_callbacks
):
    other = UserFactory(username="Lan.Tran")

    with django_capture_on_commit_callbacks(execute=True):
        for typed in ("lan.tran", "Lan.Tran", "LAN.TRAN"):
            _ask(typed)

    assert sent == [lan.pk, other.pk, 0]


def test_asking_waits_like_logging_in(lan, sent):
    for _ in range(origins.FREE_TRIES):
        _ask("khong.ai")

    with pytest.raises(origins.TooManyTries, match=r"nhiều lần\. Hãy thử lại sau"):
        _ask("khong.ai")


def test_the_link_sets_the_password_once_and_ends_sessions_and_waits(lan, client):
    client.force_login(lan, backend="django.contrib.auth.backends.ModelBackend")
    [_ask("lan.tran") for _ in range(origins.FREE_TRIES)]
    User.objects.filter(pk=lan.pk).update(must_change_password=True)
    lan.refresh_from_db()
    (link,) = _mailed(lan)

    resetting.set_password(link=link, password=NEW, at=NOON)

    lan.refresh_from_db()
    assert lan.check_password(NEW)
    assert not lan.must_change_password
    assert not Session.objects.filter(person=lan).exists()
    assert origins.check(name="lan.tran", address=ADDRESS, at=NOON) is False
    assert list(lan.changes.order_by("pk").values_list("note", flat=True)) == [
        resetting.ASKED,
        "Tự đặt mật khẩu qua liên kết trong thư",
    ]
    with pytest.raises(Refused, match="đã được dùng hoặc đã hết hạn"):
        resetting.set_password(link=link, password=NEW, at=NOON)


def test_nobody_gets_more_than_three_links_an_hour(lan):
    locked = UserFactory(email="x@vidu.vn", is_active=False)
    for pk in (0, locked.pk, UserFactory().pk):
        resetting.mail_reset_link(pk=pk, at=NOON)
    assert mail.outbox == []

    assert len([_mailed(lan) for _ in range(5)][-1]) == 3
    assert len(_mailed(lan, at=NOON + timedelta(hours=1, seconds=1))) == 4


@pytest.mark.parametrize(("purpose", "minutes"), [(links.RESET, 30), (links.FIRST, 3 * 24 * 60)])
def test_a_link_ends_by_itself(lan, monkeypatch, purpose, minutes):
    link = links.issue(lan, purpose)
    now = datetime.now()  # noqa: DTZ005 -- as Django counts

    for seconds, owner in ((-5, lan), (5, None)):
        later = now + timedelta(minutes=minutes, seconds=seconds)
        monkeypatch.setattr(links.LinkTokens, "_now", lambda self, later=later: later)
        assert links.redeem(link) == owner


def test_changed_links_and_those_of_another_purpose_open_nothing(lan):
    link = links.issue(lan, links.RESET)
    other = link.replace("reset.", "first.")

    for text in ("", "reset", "reset..", other, f"{link}x", "odd.MQ.x", "reset.ÿ.x"):
        assert links.redeem(text) is None


def test_an_invitation_is_for_those_who_have_not_logged_in(lan):
    resetting.mail_first_link(pk=lan.pk, at=NOON)
    User.objects.filter(pk=lan.pk).update(last_login=NOON)
    resetting.mail_first_link(pk=lan.pk, at=NOON)

    (message,) = mail.outbox
    assert (message.to, "lan.tran" in message.body) == (["lan@vidu.vn"], True)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_a_link_at_once_one_is_refused(lan):
    link = links.issue(lan, links.RESET)

    outcomes = run_together(
        *(
            lambda word=word: resetting.set_password(link=link, password=NEW + word, at=NOON)
            for word in "ab"
        )
    )

    assert sorted(outcomes) == ["done", "refused"]


def test_the_pages_say_the_same_to_everybody_and_lead_to_the_log_in(client, lan, settings, sent):
    url = reverse("units:ask-reset")
    assert "liên hệ người quản trị" in client.get(url).content.decode()
    assert "Quên mật khẩu?" not in client.get(reverse("units:log-in")).content.decode()
    settings.RESET_BY_MAIL = True
    assert "Quên mật khẩu?" in client.get(reverse("units:log-in")).content.decode()

    answers = [client.post(url, {"username": name}).content for name in ("lan.tran", "khong.ai")]
    texts = [re.sub(rb'value="[^"]{64}"', b"", answer) for answer in answers]
    assert texts[0] == texts[1]

    (link,) = _mailed(lan)
    page = reverse("units:new-password")
    assert "lan.tran" in client.get(f"{page}?link={link}").content.decode()
    bad = client.post(page, {"link": link, "new_password1": "matkhau1", "new_password2": "x"})
    done = client.post(page, {"link": link, "new_password1": NEW, "new_password2": NEW})
    assert (bad.status_code, done.status_code, done.url) == (422, 302, reverse("units:log-in"))
    assert client.get(f"{page}?link={link}").status_code == 410
    for _ in range(origins.FREE_TRIES):
        last = client.post(url, {"username": "khong.ai"})
    assert last.status_code == 429
