"""Messages through a broker while its writers and readers are killed.

A writer notes a number once the broker has taken its message, a reader notes it before it
acknowledges: a number that is noted by a writer and by no reader is a lost message. Both note with
one unbuffered write, so that a kill never takes back what was noted.

`python -m tests.drill.messages write|read URL OPTIONS …` is one such process.
"""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.product import ROOT

QUEUE = "drill"
DRAINED_AFTER = 90.0  # seconds without a new number


@dataclass(frozen=True)
class Figures:
    sent: int
    lost: int
    twice: int
    kills: int


@dataclass(frozen=True)
class Broker:
    url: str
    options: dict[str, object]

    def command(self, role: str, notes: Path, *more: int) -> list[str]:
        program = [sys.executable, "-m", "tests.drill.messages", role, self.url]
        return [*program, json.dumps(self.options), str(notes), *map(str, more)]


def run(
    broker: Broker,
    folder: Path,
    *,
    num_messages: int = 3000,
    num_writers: int = 4,
    num_readers: int = 2,
    num_kills: int = 0,
    seconds: float = 0.0,
    seed: int = 1,
) -> Figures:
    """Send and read all messages; kill a random process `num_kills` times meanwhile.

    `seconds`: how long the writers take at least, so that kills meet messages on their way.
    """
    dice = random.Random(seed)
    share = num_messages // num_writers
    pause = round(1000 * seconds / share)
    plans = {
        f"write-{number}": ("write", number * share, (number + 1) * share, pause)
        for number in range(num_writers)
    } | {f"read-{number}": ("read",) for number in range(num_readers)}

    def start(name: str) -> subprocess.Popen[bytes]:
        role, *numbers = plans[name]
        command = broker.command(role, folder / name, *numbers)
        return subprocess.Popen(command, cwd=ROOT, start_new_session=True)

    processes = {name: start(name) for name in plans}
    kills, changed_at, before = 0, time.monotonic(), -1
    try:
        while True:
            time.sleep(dice.uniform(0.2, 0.6))
            for name, process in processes.items():
                # A writer ends by itself; a reader never does
                if process.poll() not in (None, 0):
                    processes[name] = start(name)
            sent, read = _noted(folder, "write-*"), _noted(folder, "read-*")
            if len(set(read)) != before:
                before, changed_at = len(set(read)), time.monotonic()
            is_sent = all(processes[name].poll() == 0 for name in plans if "write" in name)
            if kills < num_kills:
                living = [process for process in processes.values() if process.poll() is None]
                dice.choice(living).send_signal(signal.SIGKILL)
                kills += 1
                continue
            is_drained = time.monotonic() - changed_at > DRAINED_AFTER
            if is_sent and (is_drained or set(sent) <= set(read)):
                break
    finally:
        for process in processes.values():
            process.kill()
            process.wait()
    return Figures(
        sent=len(set(sent)),
        lost=len(set(sent) - set(read)),
        twice=len(read) - len(set(read)),
        kills=kills,
    )


def _noted(folder: Path, pattern: str) -> list[int]:
    lines = [line for file in folder.glob(pattern) for line in file.read_bytes().split(b"\n")]
    return [int(line) for line in lines if line]


def _write(broker: Broker, notes: Path, first: int, last: int, milliseconds: int) -> None:
    done = set(_noted(notes.parent, notes.name))
    with _connection(broker) as connection, notes.open("ab", buffering=0) as file:
        producer = connection.Producer()
        for number in range(first, last):
            if number not in done:
                producer.publish({"number": number}, routing_key=QUEUE, declare=[_queue()])
                file.write(b"%d\n" % number)
                time.sleep(milliseconds / 1000)


def _read(broker: Broker, notes: Path) -> None:
    with _connection(broker) as connection, notes.open("ab", buffering=0) as file:

        def take(body, message):
            file.write(b"%d\n" % body["number"])
            message.ack()

        with connection.Consumer([_queue()], callbacks=[take], prefetch_count=1):
            while True:
                try:
                    connection.drain_events(timeout=1)
                except socket.timeout:  # noqa: UP041 -- what kombu raises
                    continue


def _queue():
    from kombu import Queue

    return Queue(QUEUE, routing_key=QUEUE)


def _connection(broker: Broker):
    from kombu import Connection

    import tracker.celery  # noqa: F401 -- knows the transport of the product

    return Connection(broker.url, transport_options=broker.options)


def main(role: str, url: str, options: str, notes: str, *numbers: str) -> None:
    os.environ.setdefault("SECRET_KEY", "only-for-this-drill")
    broker = Broker(url, json.loads(options))
    if role == "write":
        _write(broker, Path(notes), *map(int, numbers))
    else:
        _read(broker, Path(notes))


if __name__ == "__main__":
    main(*sys.argv[1:])
