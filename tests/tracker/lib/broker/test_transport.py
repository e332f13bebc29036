"""The transport of kombu over folders: what is sent arrives, also when processes are killed."""

import itertools

import pytest
from kombu import Connection, Queue
from kombu.transport import virtual

from tests.drill import messages
from tracker.lib.broker import transport

JOBS = Queue("jobs", routing_key="jobs")


@pytest.fixture
def broker(tmp_path):
    return messages.Broker("folders://localhost", {"folder": str(tmp_path / "broker")})


@pytest.fixture
def connect(broker):
    transport.register()
    return lambda: Connection(broker.url, transport_options=broker.options)


def send(connection, *words):
    for word in words:
        connection.Producer().publish({"word": word}, routing_key="jobs", declare=[JOBS])


def receive(connection, count, *, then):
    """Drain `count` messages, and do `then` with each."""
    words = []

    def take(body, message):
        words.append(body["word"])
        then(message)

    with connection.Consumer([JOBS], callbacks=[take]):
        for _ in range(count):
            connection.drain_events(timeout=5)
    return words


def test_acknowledged_message_is_gone(connect):
    with connect() as writer, connect() as reader:
        send(writer, "một", "hai")
        received = receive(reader, 2, then=lambda message: message.ack())
    with connect() as reader:
        left = JOBS(reader).queue_declare(passive=True).message_count

    assert received == ["một", "hai"]
    assert left == 0


def test_unacknowledged_message_comes_back_when_its_reader_closes(connect):
    with connect() as writer, connect() as reader:
        send(writer, "một")
        receive(reader, 1, then=lambda message: None)
    with connect() as reader:
        again = receive(reader, 1, then=lambda message: message.ack())

    assert again == ["một"]


def test_rejected_message_is_dropped_or_comes_again(connect):
    with connect() as connection:
        send(connection, "một")
        receive(connection, 1, then=lambda message: message.requeue())
        again = receive(connection, 1, then=lambda message: message.reject())
        left = JOBS(connection).queue_declare(passive=True).message_count

    assert again == ["một"]
    assert left == 0


def test_four_writers_and_two_readers_lose_nothing(broker, tmp_path):
    figures = messages.run(broker, tmp_path, num_messages=400)

    assert figures == messages.Figures(sent=400, lost=0, twice=0, kills=0)


def test_killed_writers_and_readers_lose_nothing(broker, tmp_path):
    figures = messages.run(broker, tmp_path, num_messages=400, num_kills=12, seconds=5)

    assert (figures.lost, figures.kills) == (0, 12)
    assert figures.sent == 400


def test_a_worker_that_waits_for_messages_looks_twice_a_second_whether_it_must_stop(
    connect, monkeypatch
):
    pauses = []
    monkeypatch.setattr(virtual.base, "sleep", pauses.append)
    moments = itertools.count(step=0.1)
    monkeypatch.setattr(virtual.base, "monotonic", lambda: next(moments))

    with connect() as connection, connection.Consumer([JOBS]), pytest.raises(TimeoutError):
        connection.drain_events(timeout=2.0)

    assert 0 < len(pauses) < 10
    assert max(pauses) <= 0.5
