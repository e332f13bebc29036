"""The last half hour before a deadline, in three minutes.

Each officer opens the filing page, saves every result and the first one once more, adds a photo and
sends the report, while the office reads and the worker compiles a review. Afterwards, officers of
other units save faster and faster until it takes too long.

A save is lost if its text is not stored at the end and no later one of the same result is; a photo
or a sending is lost if it was acknowledged and its row is not there.
"""

import json
import os
import queue
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from tests.load.evening_figures import (
    WRITES,
    Figures,
    Log,
    figures_of,
    idle_seconds,
    in_words,
    num_lost,
    p95,
    review_of,
)
from tests.load.evening_officer import Officer
from tests.load.filing import GRACE, web_seconds
from tests.load.photos import photo
from tests.load.visitor import Visitor
from tests.product import ROOT, clean_environment, running_product

AT_ONCE = 48  # requests of the generator in flight
READERS = 3  # of the office, each with a page every two seconds
NUM_STEPS = 7
LONGEST_P95 = 1000.0  # ms, where it counts as broken
KEPT_UP = 0.9  # of the saves asked for in a second, below which it does not keep up
RATES = (20, 40, 80, 120, 180, 270, 400)  # saves a second
STEP_SECONDS = 12.0


def run(
    data: Path,
    *,
    num_officers: int = 500,
    seconds: float = 180.0,
    num_faster: int = 40,
    say: Callable[[str], None] = print,
) -> Figures:
    say(f"making {num_officers} units with their drafts, sessions and a review to compile")
    scene = _arrange(data, num_officers + num_faster)
    log = Log()
    with running_product(data) as product:
        everybody = [Officer(product.url, **row) for row in scene["officers"]]
        if len(everybody) < num_officers + num_faster:
            raise ValueError(f"only {len(everybody)} units have something to send")
        officers, faster = everybody[:num_officers], everybody[num_officers:]
        say(f"{len(officers)} officers in {seconds:g} s; load average {os.getloadavg()[0]:.1f}")
        is_over = threading.Event()
        readers = [
            threading.Thread(target=_read, args=(product.url, scene["office"], log, is_over))
            for _ in range(READERS)
        ]
        for reader in readers:
            reader.start()
        before, began = web_seconds(data), time.monotonic()
        play(_plan(officers, seconds), log)
        share = (web_seconds(data) - before) / (time.monotonic() - began)
        is_over.set()
        for reader in readers:
            reader.join()
        for kind in (*WRITES, "open", "read"):
            say(f"  {kind}: {in_words(log.of(kind))}")
        say(f"  web server: {share:.0%} of a core; review: {review_of(data, scene['review'])}")
        for error in log.errors[:10]:
            say(f"error: {error}")
        if faster:
            _break(data, faster, say)
        stopped = product.stop()
    assert stopped == 0, product.logs()
    return figures_of(log, num_lost(data / "tracker.sqlite3", officers))


def play(steps: list[tuple[float, str, "Officer", Callable[[], str | None]]], log: Log) -> None:
    """Do each step at its second, as far as the officer's previous one has ended."""
    waiting: queue.SimpleQueue[tuple[str, Officer, Callable[[], str | None]] | None]
    waiting = queue.SimpleQueue()
    lock = threading.Lock()

    def work() -> None:
        while (step := waiting.get()) is not None:
            kind, officer, call = step
            with officer.is_busy:
                began = time.perf_counter()
                try:
                    problem = call()
                except OSError as error:
                    problem = f"{kind}: {error!r}"
                took = (time.perf_counter() - began) * 1000
            with lock:
                log.times.setdefault(kind, []).append(took)
                if problem:
                    log.errors.append(problem)

    threads = [threading.Thread(target=work) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    began = time.monotonic()
    for second, kind, officer, call in sorted(steps, key=lambda step: step[0]):
        time.sleep(max(0.0, began + second - time.monotonic()))
        waiting.put((kind, officer, call))
    for _ in threads:
        waiting.put(None)
    for thread in threads:
        thread.join(timeout=GRACE)


def _plan(officers: list[Officer], seconds: float) -> list:
    """The steps of all officers: they begin in the first third, and each step takes a ninth."""
    photos = [photo(side=260) for _ in range(40)]
    steps = []
    for number, officer in enumerate(officers):
        first = seconds / 3 * number / len(officers)
        saves = max(len(officer.entries) + 1, NUM_STEPS - 3)
        calls = [("open", officer.open)]
        calls += [("save", _saving(officer, index, number)) for index in range(saves)]
        calls.insert(3, ("upload", _adding(officer, number, photos[number % len(photos)])))
        calls.append(("send", officer.send))
        gap = seconds * 2 / 3 / len(calls)
        steps += [(first + gap * step, *call_of(call, officer)) for step, call in enumerate(calls)]
    return steps


def call_of(call: tuple, officer: Officer) -> tuple:
    kind, function = call
    return kind, officer, function


def _saving(officer: Officer, index: int, number: int) -> Callable[[], str | None]:
    text = f"Cán bộ {number} ghi lần {index + 1}: đã tổ chức hai cuộc họp và kiểm tra năm thôn."
    return lambda: officer.save(index, text)


def _adding(officer: Officer, number: int, content: bytes) -> Callable[[], str | None]:
    return lambda: officer.add_photo(f"anh-{number}.jpg", content)


def _read(url: str, office: dict, log: Log, is_over: threading.Event) -> None:
    visitor = Visitor(url, submission=0, entry=0)
    visitor.cookies = {"sessionid": office["cookie"]}
    while not is_over.wait(2.0):
        for page in office["pages"]:
            began = time.perf_counter()
            try:
                status, _ = visitor.request("GET", page)
                if status != 200:
                    log.errors.append(f"{page} answered {status}")
            except OSError as error:
                log.errors.append(f"{page}: {error!r}")
            log.times.setdefault("read", []).append((time.perf_counter() - began) * 1000)
            if is_over.wait(2.0):
                return


def _break(data: Path, officers: list[Officer], say: Callable[[str], None]) -> None:
    """Save faster and faster until it takes too long, and say what was busy then."""
    play([(0.0, "open", officer, officer.open) for officer in officers], Log())
    for rate in RATES:
        log, mark = Log(), uuid.uuid4().hex[:6]
        steps = []
        for number in range(int(rate * STEP_SECONDS)):
            officer = officers[number % len(officers)]
            text = f"{mark} lần {number}: thêm một việc."
            save = lambda officer=officer, text=text: officer.save(0, text)  # noqa: E731
            steps.append((number / rate, "save", officer, save))
        before, idle, began = web_seconds(data), idle_seconds(), time.monotonic()
        play(steps, log)
        took = time.monotonic() - began
        web, free = (web_seconds(data) - before) / took, (idle_seconds() - idle) / took
        times = log.of("save")
        say(
            f"  {rate} saves/s: {in_words(times)} done={len(times) / took:.0f}/s "
            f"web={web:.0%} of a core idle={free:.0%} errors={len(log.errors)}"
        )
        if p95(times) > LONGEST_P95 or log.errors or len(times) < rate * took * KEPT_UP:
            first = "the web server's only process" if web > 0.85 else "the disk or a lock"
            if free < 0.2:
                first = "the processor of this machine, shared with this test"
            say(f"it breaks at {rate} saves a second; first: {first}")
            return
    say(f"it does not break up to {RATES[-1]} saves a second")


def _arrange(data: Path, count: int) -> dict:
    environment = clean_environment(data) | {"DJANGO_SETTINGS_MODULE": "tracker.settings"}
    made = subprocess.run(
        [sys.executable, "-m", "tests.load.evening_scene", str(count)],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(made.stdout.splitlines()[-1])
