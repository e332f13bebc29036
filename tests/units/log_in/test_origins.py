"""Waits: by name and address, rising, and out of the reach of strangers."""

from datetime import timedelta

import pytest

from tests.factories import NOON
from tests.race import run_together
from units.log_in import origins
from units.log_in.origins import TooManyTries
from units.models import LogInOrigin

OFFICE, ELSEWHERE = "203.0.113.7", "198.51.100.9"
SECOND = timedelta(seconds=1)


def _fail(name="canbo", address=OFFICE, at=NOON, times=1):
    for _ in range(times):
        origins.check(name=name, address=address, at=at)
        origins.count_try(name=name, address=address, at=at)


def _succeed(name="canbo", address=OFFICE, at=NOON):
    _fail(name, address, at)
    origins.note_success(name=name, address=address, at=at)


def _seconds_to_wait(name="canbo", address=OFFICE, at=NOON):
    try:
        origins.check(name=name, address=address, at=at)
    except TooManyTries:
        rows = LogInOrigin.objects.waiting(at).filter(
            address=address, name__in=[name, origins.ADDRESS]
        )
        row = rows.order_by("-free_at")[0]
        return (row.free_at - at).total_seconds()
    return 0


@pytest.mark.django_db
def test_waits_rise_with_failures():
    waits, at = [], NOON
    for _ in range(11):
        _fail(at=at)
        wait = _seconds_to_wait(at=at)
        waits.append(wait)
        at += timedelta(seconds=wait)

    assert waits == [0, 0, 0, 0, 30, 60, 120, 300, 900, 900, 900]


@pytest.mark.django_db
def test_a_try_during_a_wait_is_refused_and_does_not_prolong_it():
    _fail(times=5)

    with pytest.raises(TooManyTries, match="Hãy thử lại sau 20 giây"):
        _fail(at=NOON + 10 * SECOND)
    with pytest.raises(TooManyTries):
        origins.count_try(name="canbo", address=OFFICE, at=NOON + 29 * SECOND)

    assert _seconds_to_wait(at=NOON + 29 * SECOND) == 1
    assert _seconds_to_wait(at=NOON + 30 * SECOND) == 0


@pytest.mark.django_db
def test_a_success_after_the_wait_forgets_the_failures():
    _fail(times=5)
    _succeed(at=NOON + 30 * SECOND)

    _fail(at=NOON + 31 * SECOND, times=4)

    assert _seconds_to_wait(at=NOON + 31 * SECOND) == 0


@pytest.mark.django_db
def test_failures_elsewhere_do_not_keep_a_name_out():
    _succeed()
    at = NOON + SECOND
    _fail(address=ELSEWHERE, at=at, times=5)

    assert _seconds_to_wait(address=ELSEWHERE, at=at) == 30
    assert _seconds_to_wait(at=at) == 0
    assert _seconds_to_wait(address="192.0.2.1", at=at) == 0


@pytest.mark.django_db
def test_an_address_that_tries_many_names_waits_but_not_for_names_known_there():
    _succeed("lan")
    for number in range(20):
        _fail(f"ten{number}")

    assert _seconds_to_wait("ten99") == 30
    with pytest.raises(TooManyTries, match="nhiều tên"):
        origins.check(name="moi", address=OFFICE, at=NOON)
    assert _seconds_to_wait("lan") == 0
    assert _seconds_to_wait("ten99", ELSEWHERE) == 0
    # What a known name mistypes is its own affair
    _fail("lan", times=4)
    assert _seconds_to_wait("ten99") == 30


@pytest.mark.django_db
def test_a_name_is_known_for_thirty_days():
    _succeed("lan")
    later = NOON + timedelta(days=30)
    for number in range(20):
        _fail(f"ten{number}", at=later)

    assert _seconds_to_wait("lan", at=later - SECOND) == 0
    assert _seconds_to_wait("lan", at=later) == 30


@pytest.mark.django_db
def test_people_who_get_in_at_last_do_not_count_against_their_office():
    for number in range(30):
        _fail(f"ten{number}", times=3)
        _succeed(f"ten{number}")

    assert _seconds_to_wait("moi") == 0


@pytest.mark.django_db
def test_one_account_does_not_clear_the_failures_of_other_names():
    for number in range(19):
        _fail(f"ten{number}")
    _succeed("ke-gian")
    _fail("ten19")

    assert _seconds_to_wait("ten20") == 30


@pytest.mark.django_db
def test_failures_are_forgotten_after_a_day_and_those_of_an_address_after_an_hour():
    _fail(times=4)
    _fail(at=NOON + timedelta(days=1), times=1)
    assert _seconds_to_wait(at=NOON + timedelta(days=1)) == 30

    _fail(address=ELSEWHERE, times=4)
    _fail(address=ELSEWHERE, at=NOON + timedelta(days=1, seconds=1), times=1)
    assert _seconds_to_wait(address=ELSEWHERE, at=NOON + timedelta(days=1, seconds=1)) == 0

    for number in range(19):
        _fail(f"ten{number}", "192.0.2.1")
    _fail("ten19", "192.0.2.1", NOON + timedelta(hours=1, seconds=1))
    assert _seconds_to_wait("moi", "192.0.2.1", NOON + timedelta(hours=1, seconds=1)) == 0


@pytest.mark.django_db
def test_a_try_that_was_neither_right_nor_wrong_is_taken_back():
    _fail(times=4)
    for _ in range(3):
        _fail()
        origins.forgive(name="canbo", address=OFFICE, at=NOON)

    assert _seconds_to_wait() == 0
    whole = LogInOrigin.objects.get(name=origins.ADDRESS, address=OFFICE)
    assert whole.num_failures == 4


@pytest.mark.django_db
def test_unlocking_takes_a_name_an_address_or_all():
    _fail(times=5)
    _fail("lan", times=5)
    _fail(address=ELSEWHERE, times=5)

    assert origins.unlock(name="Canbo", address=OFFICE) == 1
    assert [_seconds_to_wait(), _seconds_to_wait("lan")] == [0, 30]
    assert origins.unlock(address=OFFICE) == 2
    assert [_seconds_to_wait("lan"), _seconds_to_wait(address=ELSEWHERE)] == [0, 30]
    origins.unlock()
    assert _seconds_to_wait(address=ELSEWHERE) == 0


@pytest.mark.django_db(transaction=True)
def test_tries_at_one_moment_are_counted_each():
    _fail(times=4)

    outcomes = run_together(*[lambda: origins.count_try(name="canbo", address=OFFICE, at=NOON)] * 3)

    assert sorted(outcomes) == ["done", "refused", "refused"]
    assert LogInOrigin.objects.get(name="canbo").num_failures == 5


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 giây"), (30, "30 giây"), (59.1, "1 phút"), (61, "2 phút"), (900, "15 phút")],
)
def test_waits_are_told_in_words(seconds, words):
    assert origins.in_words(timedelta(seconds=seconds)) == words
