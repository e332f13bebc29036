"""A try with name and password: who gets in, what is kept of it, what it costs."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password

from tests.factories import NOON, PASSWORD, UserFactory
from tests.race import run_together
from tracker.lib.refusal import Refused
from units.log_in import hashing, origins, tidying, trying
from units.models import LogInOrigin, LogInOutcome, LogInTry, User

ADDRESS = "203.0.113.7"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch):
    monkeypatch.setattr(hashing, "OF_STRANGERS", hashing.HashingSlots(num_waiting=9, pause=0))


def _try(name="canbo", password=PASSWORD, at=NOON, network=ADDRESS):
    return trying.try_password(
        typed_name=name, password=password, address=ADDRESS, network=network, at=at
    )


@pytest.fixture
def officer():
    return UserFactory(username="canbo")


def test_the_right_password_gets_in_and_makes_the_address_known(officer):
    assert _try() == officer

    assert LogInOrigin.objects.get(name="canbo").is_known(NOON)
    assert LogInTry.objects.get().outcome == LogInOutcome.PASSED


@pytest.mark.parametrize("typed", ["Canbo", " canbo ", "CANBO"])
def test_capital_letters_and_blanks_around_a_name_do_not_matter(officer, typed):
    assert _try(typed) == officer
    assert LogInTry.objects.get().name == "canbo"


def test_capital_letters_matter_where_they_decide(officer):
    other = UserFactory(username="CanBo")

    assert [_try("canbo"), _try("CanBo"), _try("CANBO")] == [officer, other, None]


@pytest.mark.parametrize(
    ("name", "password", "outcome", "is_person"),
    [
        ("canbo", "sai", LogInOutcome.WRONG, True),
        ("la", PASSWORD, LogInOutcome.WRONG, False),
        ("khoa", PASSWORD, LogInOutcome.LOCKED, True),
        ("khoa", "sai", LogInOutcome.WRONG, True),
    ],
)
def test_failures_are_in_the_journal_with_name_and_address(
    officer, name, password, outcome, is_person
):
    UserFactory(username="khoa", is_active=False)

    assert _try(name, password) is None

    row = LogInTry.objects.get()
    assert (row.name, row.address, row.outcome) == (name, ADDRESS, outcome)
    assert bool(row.person) == is_person


@pytest.mark.parametrize("typed", ["Mật khẩu của tôi", "a" * 61, "", "x\ny"])
def test_what_cannot_be_a_name_is_not_kept(officer, typed):
    """It may be a password, typed into the wrong field."""
    assert _try(typed, "sai") is None
    assert LogInTry.objects.get().name == trying.ILLEGIBLE


def test_the_right_password_during_a_wait_is_refused_and_right_after_it(officer):
    for _ in range(5):
        _try(password="sai")

    with pytest.raises(origins.TooManyTries):
        _try()
    assert LogInTry.objects.count() == 5
    assert _try(at=NOON + timedelta(seconds=30)) == officer


def test_an_unknown_name_is_checked_against_a_hash_that_somebody_has(officer, monkeypatch):
    UserFactory(password="khac-nua-day")
    checked = []
    monkeypatch.setattr(
        trying, "check_password", lambda raw, encoded: checked.append(encoded) or True
    )

    assert [_try("la1"), _try("la1"), _try("la2"), _try("la3")] == [None] * 4
    assert checked[0] == checked[1]
    assert set(checked) <= set(User.objects.values_list("password", flat=True))


def test_the_same_statements_are_run_for_known_and_unknown_names(
    officer, django_assert_num_queries, django_assert_max_num_queries
):
    _try(password="sai"), _try("la", "sai")

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as of_existing:
        _try(password="sai")
    with CaptureQueriesContext(connection) as of_unknown:
        _try("la", "sai")

    assert len(of_existing) == len(of_unknown)


def test_old_hashes_are_replaced_at_log_in(officer, settings):
    settings.PASSWORD_HASHERS = [
        "units.log_in.hashing.Argon2id",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
    User.objects.update(password=make_password(PASSWORD, hasher="pbkdf2_sha256"))

    assert _try() == officer

    officer.refresh_from_db()
    assert officer.password.startswith("argon2$argon2id$v=19$m=19456,t=3,p=1$")
    assert officer.check_password(PASSWORD)


@pytest.mark.django_db(transaction=True)
def test_strangers_take_turns_and_known_names_do_not_wait(officer, monkeypatch):
    _try()
    slots = hashing.HashingSlots(num_waiting=0, pause=0)
    monkeypatch.setattr(hashing, "OF_STRANGERS", slots)

    with slots.turn():
        with pytest.raises(Refused, match="sau vài giây"):
            _try("la", "sai")
        assert _try() == officer
    assert not LogInOrigin.objects.filter(name="la").exists()
    assert _try("la", "sai") is None


def test_only_a_few_callers_wait_for_their_turn():
    slots = hashing.HashingSlots(num_waiting=1, pause=0.05)
    running = []

    def take_turn():
        with slots.turn():
            running.append(1)
            assert len(running) == 1
            hashing.time.sleep(0.1)
            running.pop()

    outcomes = run_together(*[take_turn] * 4)

    assert sorted(outcomes) == ["done", "done", "refused", "refused"]
    take_turn()


def test_old_tries_and_origins_are_forgotten(officer):
    _try()
    _try("la", "sai")
    tidying.forget(at=NOON + timedelta(days=29))
    assert (LogInTry.objects.count(), LogInOrigin.objects.count()) == (2, 3)

    tidying.forget(at=NOON + timedelta(days=31))
    assert (LogInTry.objects.count(), LogInOrigin.objects.count()) == (2, 0)

    tidying.forget(at=NOON + timedelta(days=181))
    assert LogInTry.objects.count() == 0
