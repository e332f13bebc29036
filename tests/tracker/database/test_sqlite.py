"""Writers of SQLite wait for one another, and whoever only reads keeps nobody waiting."""

import threading

import pytest
from django.db import OperationalError, connection, transaction
from django.db.utils import ConnectionHandler
from django.utils import timezone

from reporting.models import Heartbeat
from tests.race import run_together
from tracker.lib.database.one_state import one_state


@pytest.fixture
def connect(tmp_path, db):
    """A function that opens a connection of the product's engine to a database of its own."""
    options = {"transaction_mode": "IMMEDIATE", "timeout": 0.01}
    settings = {
        "ENGINE": "tracker.lib.database.sqlite3",
        "NAME": tmp_path / "one.sqlite3",
        "OPTIONS": options,
    }
    handler = ConnectionHandler({"default": settings})
    made = []

    def open_one(**changed):
        made.append(one := handler.create_connection("default"))
        one.settings_dict["OPTIONS"] = options | changed
        one.ensure_connection()
        return one

    yield open_one
    for one in made:
        one.inc_thread_sharing()
        one.close()


def begin(one):
    one.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def test_a_writer_begins_once_the_one_before_has_ended(connect):
    first, second = connect(), connect(timeout=20)
    second.inc_thread_sharing()
    begin(first)
    waiting = threading.Thread(target=begin, args=(second,))
    waiting.start()

    first.rollback()
    waiting.join(timeout=10)

    assert second.connection.in_transaction


def test_a_writer_that_waits_too_long_is_told_so_and_may_try_again(connect):
    first, second = connect(), connect()
    begin(first)

    with pytest.raises(OperationalError, match="database is locked"):
        begin(second)
    first.rollback()
    begin(second)

    assert second.connection.in_transaction
    (milliseconds,) = second.connection.execute("PRAGMA busy_timeout").fetchone()
    assert milliseconds == 10


@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.django_db(transaction=True)
def test_people_save_while_one_state_is_read(is_open):
    at = timezone.now()
    Heartbeat.objects.create(name="worker", at=at)
    if not is_open:
        connection.close()

    def save():
        Heartbeat.objects.create(name="beat", at=at)

    with one_state():
        before = Heartbeat.objects.count()
        assert run_together(save) == ["done"]
        after = Heartbeat.objects.count()

    assert (before, after, Heartbeat.objects.count()) == (1, 1, 2)
    if connection.vendor == "sqlite":
        with transaction.atomic():
            assert connection.transaction_mode == "IMMEDIATE"
