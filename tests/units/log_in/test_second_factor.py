"""The second factor: set up, asked for, each code once, printed codes, reset."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from django.contrib.auth import get_user
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import NOON, PASSWORD, UserFactory, person
from tests.race import run_together
from tracker.lib.refusal import Refused
from units.log_in import hashing, second_factor, tickets
from units.models import LogInTry, RecoveryCode, Role, SecondFactor, Session

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = timedelta(seconds=30)
PAGE, ON, CODE = "/second-factor/", "/second-factor/on/", "/log-in/code/"


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch):
    monkeypatch.setattr(hashing, "OF_STRANGERS", hashing.HashingSlots(num_waiting=9, pause=0))


@pytest.fixture
def officer():
    return UserFactory(username="canbo")


def _code(at=NOON, secret=SECRET):
    return pyotp.TOTP(secret).at(at)


def _switch_on(user, at=NOON):
    return second_factor.switch_on(person=user, secret=SECRET, code=_code(at), at=at)


def _hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]


def _password_step(client, **more):
    return client.post(
        "/log-in/", {"username": "canbo", "password": PASSWORD, **more}
    ).content.decode()


def test_each_code_is_right_once(officer):
    _switch_on(officer)
    later = NOON + STEP

    assert not second_factor.use_code(person=officer, code=_code(), at=NOON)
    assert second_factor.use_code(person=officer, code=_code(later), at=later)
    assert not second_factor.use_code(person=officer, code=_code(later), at=later)
    assert not second_factor.use_code(person=officer, code=_code(), at=later)


@pytest.mark.parametrize(("steps", "is_right"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_clocks_may_differ_by_half_a_minute(officer, steps, is_right):
    _switch_on(officer)
    at = NOON + 10 * STEP

    found = second_factor.use_code(person=officer, code=_code(at + steps * STEP), at=at)

    assert found == is_right


@pytest.mark.parametrize("code", ["", "000000x", "１２３４５６", "12345", "a" * 500])
def test_what_is_no_code_is_wrong(officer, code):
    _switch_on(officer)

    assert not second_factor.use_code(person=officer, code=code, at=NOON + STEP)


def test_recovery_codes_are_right_once_however_they_are_typed(officer):
    codes = _switch_on(officer)

    assert len(set(codes)) == 10
    assert second_factor.use_code(person=officer, code=f" {codes[0].upper()} ", at=NOON)
    assert not second_factor.use_code(person=officer, code=codes[0], at=NOON)
    assert second_factor.use_code(person=officer, code=codes[1].replace("-", ""), at=NOON)
    assert not second_factor.use_code(person=UserFactory(), code=codes[2], at=NOON)


def test_new_recovery_codes_replace_the_earlier_ones(officer):
    old = _switch_on(officer)

    new = second_factor.renew_codes(person=officer, at=NOON)

    assert not second_factor.use_code(person=officer, code=old[0], at=NOON)
    assert second_factor.use_code(person=officer, code=new[0], at=NOON)
    assert RecoveryCode.objects.filter(person=officer).count() == 10


def test_neither_secret_nor_codes_can_be_read_in_the_database(officer):
    codes = _switch_on(officer)

    assert SECRET not in SecondFactor.objects.get().sealed_secret
    assert not RecoveryCode.objects.filter(digest__in=codes).exists()


def test_with_another_key_the_printed_codes_still_work(officer, settings):
    codes = _switch_on(officer)
    settings.SECRET_KEY = "another"

    assert not second_factor.use_code(person=officer, code=_code(NOON + STEP), at=NOON + STEP)
    assert second_factor.use_code(person=officer, code=codes[0], at=NOON)


def test_codes_work_after_a_restore_on_another_machine(officer, settings):
    _switch_on(officer)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "of-another-machine"

    assert second_factor.use_code(person=officer, code=_code(NOON + STEP), at=NOON + STEP)


def test_it_is_switched_on_by_a_right_code_only_and_once(officer):
    with pytest.raises(Refused, match="Mã không đúng"):
        second_factor.switch_on(person=officer, secret=SECRET, code="000000", at=NOON)
    _switch_on(officer)

    with pytest.raises(Refused, match="đã bật rồi"):
        _switch_on(officer)


def test_a_proposal_is_of_one_person_and_of_the_hour(officer):
    with time_machine.travel(NOON, tick=False):
        proposal = second_factor.propose(officer)
        assert len(second_factor.secret_of(officer, proposal)) == 32
        with pytest.raises(Refused):
            second_factor.secret_of(UserFactory(), proposal)
    with time_machine.travel(NOON + timedelta(minutes=61)), pytest.raises(Refused):
        second_factor.secret_of(officer, proposal)


@pytest.mark.django_db(transaction=True)
def test_the_same_code_at_one_moment_lets_one_in(officer):
    codes = _switch_on(officer)
    found = []

    def use(code, at):
        found.append(second_factor.use_code(person=officer, code=code, at=at))

    run_together(*[lambda: use(_code(NOON + STEP), NOON + STEP)] * 2)
    run_together(*[lambda: use(codes[0], NOON)] * 2)

    assert sorted(found) == [False, False, True, True]


def test_the_set_up_shows_an_image_and_gives_printed_codes(client, officer):
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    Client().force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(PAGE).content.decode()
    proposal = _hidden(page, "proposal")
    secret = second_factor.secret_of(officer, proposal)
    assert "<svg" in page
    assert " style=" not in page.partition("<main")[2]

    wrong = client.post(ON, {"proposal": proposal, "code": "1"})
    assert (wrong.status_code, "Mã không đúng" in wrong.content.decode()) == (422, True)
    assert _hidden(wrong.content.decode(), "proposal") == proposal
    code = _code(datetime.now(UTC), secret)
    response = client.post(ON, {"proposal": proposal, "code": code})

    assert response["Cache-Control"].count("no-store") == 1
    assert len(re.findall(r"<code>\w{4}-\w{4}-\w{4}</code>", response.content.decode())) == 10
    assert Session.objects.filter(person=officer).count() == 1
    assert "Còn 10 mã dự phòng" in client.get(PAGE).content.decode()


def test_the_password_alone_no_longer_lets_in(client, officer):
    _switch_on(officer)

    page = _password_step(client, next="/units/", unfinished="goi")

    assert "Mã xác thực" in page
    assert (_hidden(page, "next"), _hidden(page, "unfinished")) == ("/units/", "goi")
    assert not get_user(client).is_authenticated
    assert client.get("/units/").status_code == 302
    assert not LogInTry.objects.exists()


def test_password_and_code_let_in_where_one_wanted_to_go(client, officer):
    _switch_on(officer)
    ticket = _hidden(_password_step(client), "ticket")
    at = datetime.now(UTC)

    wrong = client.post(CODE, {"ticket": ticket, "code": "000000"})
    assert wrong.status_code == 422
    response = client.post(CODE, {"ticket": ticket, "code": _code(at), "next": "/units/"})

    assert response.url == "/units/"
    assert get_user(client) == officer
    assert [row.outcome for row in LogInTry.objects.order_by("pk")] == ["wrong_code", "passed"]
    elsewhere = Client().post(CODE, {"ticket": ticket, "code": _code(at)})
    assert elsewhere.status_code == 422


def test_the_code_leads_to_no_other_site(client, officer):
    codes = _switch_on(officer)
    ticket = _hidden(_password_step(client), "ticket")

    response = client.post(CODE, {"ticket": ticket, "code": codes[0], "next": "//example.org/"})

    assert response.url == reverse("reporting:home")


def test_wrong_codes_wait_and_the_password_between_does_not_help(client, officer):
    codes = _switch_on(officer)
    for _ in range(5):
        ticket = _hidden(_password_step(client), "ticket")
        assert client.post(CODE, {"ticket": ticket, "code": "000000"}).status_code == 422

    refused = client.post(CODE, {"ticket": ticket, "code": codes[0]})

    assert refused.status_code == 429
    assert "Hãy thử lại sau" in refused.content.decode()
    assert "Hãy thử lại sau" in _password_step(client)


@pytest.mark.parametrize("spoil", ["forge", "late", "password", "lock"])
def test_a_ticket_is_signed_short_lived_and_of_the_present_password(client, officer, spoil):
    _switch_on(officer)
    with time_machine.travel(NOON, tick=False):
        ticket = tickets.issue(officer)
        assert tickets.redeem(ticket) == officer
        if spoil == "forge":
            ticket = ticket[:-1] + ("a" if ticket[-1] != "a" else "b")
        if spoil == "password":
            officer.set_password("khac")
        officer.is_active = spoil != "lock"
        officer.save()
    with time_machine.travel(NOON + timedelta(minutes=11 if spoil == "late" else 1)):
        response = client.post(CODE, {"ticket": ticket, "code": "1"}, follow=True)

    assert "Hãy đăng nhập lại." in response.content.decode()


def test_an_administrator_resets_it(client, log_in, officer):
    _switch_on(officer)
    administrator = log_in()
    assert "Tắt xác thực hai bước" in client.get(f"/people/{officer.pk}/").content.decode()

    client.post(reverse("units:reset-second-factor", args=[officer.pk]))

    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert officer.changes.order_by("-pk")[0].by == administrator
    assert Client().post("/log-in/", {"username": "canbo", "password": PASSWORD}).status_code == 302


def test_administrators_must_set_it_up_where_the_office_requires_it(client, log_in, settings):
    settings.SECOND_FACTOR_FOR_ADMINISTRATORS = True
    administrator = log_in()

    assert client.get("/units/").url == PAGE
    assert "phải dùng xác thực hai bước" in client.get(PAGE).content.decode()
    assert client.get("/change-password/").status_code == 200

    second_factor.switch_on(person=administrator, secret=SECRET, code=_code(), at=NOON)
    assert client.get("/units/").status_code == 200
    client.post("/second-factor/off/")
    assert SecondFactor.objects.exists()


def test_others_need_not_and_may_switch_it_off(client, settings):
    settings.SECOND_FACTOR_FOR_ADMINISTRATORS = True
    reviewer = person(Role.REVIEWER)
    client.force_login(reviewer, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/units/").status_code == 200

    _switch_on(reviewer)
    client.post("/second-factor/off/")

    assert not SecondFactor.objects.exists()


def test_the_requirement_needs_no_query_of_its_own(client, settings):
    client.force_login(person(Role.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")
    nums = []
    for is_required in (False, True):
        settings.SECOND_FACTOR_FOR_ADMINISTRATORS = is_required
        with CaptureQueriesContext(connection) as queries:
            client.get("/units/")
        nums.append(len(queries))

    assert nums[0] == nums[1]
