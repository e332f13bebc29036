"""Forty officers save their drafts at once, and no acknowledged save may be missing.

Detection of lost saves: an entry is written by one visitor only. A save sends the version it saw
and is acknowledged with the next one; the server writes by compare-and-set. So when the save from
version N is acknowledged as N+1, everything acknowledged before it was in the database at that
moment, because its update required version N, which the previous save had written. Each
acknowledgement is checked to raise the version by one. The final check, in the SQLite file, is
that the last acknowledged version and text of every entry are stored. A version that is k behind
means that k acknowledged saves are lost. A request without a response may or may not have been
written: it is an error, and its text may replace the last acknowledged one only if the version
has increased too.
"""

import json
import os
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.load.visitor import Visitor
from tests.product import ROOT, clean_environment, processes_with, running_product

LOG_IN_THREADS = 4
# A slow client is stopped after the length of the run and this
GRACE = 60.0


@dataclass
class Writer:
    """A visitor and its acknowledged saves, in order."""

    visitor: Visitor
    first_version: int = 0
    acknowledged: list[tuple[int, str]] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Figures:
    saves: int
    p50_ms: float
    p95_ms: float
    errors: int
    lost: int

    def __str__(self) -> str:
        return (
            f"saves={self.saves} p50_ms={self.p50_ms:.0f} p95_ms={self.p95_ms:.0f} "
            f"errors={self.errors} lost={self.lost}"
        )


def run(
    data: Path,
    *,
    num_officers: int = 40,
    num_saves: int = 30,
    every: float = 2.0,
    num_periods: int = 6,
    say=print,
) -> Figures:
    """Let `num_officers` save `num_saves` times each, once `every` so many seconds."""
    say(f"making a demonstration for {num_officers} officers")
    who = arrange(data, num_officers, num_periods)
    if len(who) < num_officers:
        raise ValueError(f"the demonstration has {len(who)} units that file")
    with running_product(data) as product:
        writers = [
            Writer(Visitor(product.url, submission=row["submission"], entry=row["entry"]))
            for row in who
        ]
        say("logging in")
        _log_in(writers, who)
        say(f"saving: {num_saves} times each, every {every:g} s")
        before = web_seconds(data)
        _save_together(writers, num_saves, every)
        per_save = (web_seconds(data) - before) * 1000 / (num_saves * num_officers)
        # Independent of other load on the machine, unlike latency
        say(f"web server: {per_save:.1f} ms of CPU a save; load average {os.getloadavg()[0]:.1f}")
        stopped = product.stop()
    assert stopped == 0, product.logs()
    for error in [error for writer in writers for error in writer.errors][:10]:
        say(f"error: {error}")
    found = read_entries(data / "tracker.sqlite3", [row["entry"] for row in who])
    lost = sum(num_lost(writer, *found[writer.visitor.entry]) for writer in writers)
    return figures_of(writers, lost)


def num_lost(writer: Writer, version: int, result: str) -> int:
    """Number of acknowledged saves of `writer` missing in the stored `version` and `result`."""
    if not writer.acknowledged:
        return 0
    last_version, last_text = writer.acknowledged[-1]
    if version < last_version:
        return min(last_version - version, len(writer.acknowledged))
    if version == last_version:
        return int(result != last_text)
    # Later than acknowledged, which only a save without a response can cause
    return int(result not in writer.unanswered)


def figures_of(writers: list[Writer], lost: int) -> Figures:
    times = sorted(each for writer in writers for each in writer.milliseconds)
    cuts = statistics.quantiles(times, n=20) if len(times) > 1 else [*times, 0.0]
    return Figures(
        saves=sum(len(writer.acknowledged) for writer in writers),
        p50_ms=statistics.median(times) if times else 0.0,
        p95_ms=cuts[-1],
        errors=sum(len(writer.errors) for writer in writers),
        lost=lost,
    )


def read_entries(database: Path, entries: list[int]) -> dict[int, tuple[int, str]]:
    """Version and result of `entries`, read from the file without the product."""
    connection = sqlite3.connect(database)
    try:
        marks = ",".join("?" * len(entries))
        rows = connection.execute(
            f"SELECT id, version, result FROM reporting_progressentry WHERE id IN ({marks})",
            entries,
        )
        return {pk: (version, result) for pk, version, result in rows}
    finally:
        connection.close()


def arrange(data: Path, num_officers: int, num_periods: int) -> list[dict]:
    environment = clean_environment(data) | {"DJANGO_SETTINGS_MODULE": "tracker.settings"}
    made = subprocess.run(
        [sys.executable, "-m", "tests.load.arrange", str(num_officers), str(num_periods)],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(made.stdout.splitlines()[-1])


def _log_in(writers: list[Writer], who: list[dict]) -> None:
    """Log in a few at a time: checking a password is slow on purpose."""
    waiting = list(zip(writers, who, strict=True))
    failures: list[BaseException] = []

    def log_in_some() -> None:
        while waiting:
            try:
                writer, row = waiting.pop()
            except IndexError:
                return
            try:
                writer.visitor.log_in(row["username"], row["password"])
                writer.visitor.open_submission()
                writer.first_version = writer.visitor.version
            except BaseException as error:  # raised again in the thread that waits
                failures.append(error)
                return

    _in_threads([log_in_some] * LOG_IN_THREADS)
    if failures:
        raise failures[0]


def _save_together(writers: list[Writer], num_saves: int, every: float) -> None:
    started = time.monotonic()
    until = started + num_saves * every + GRACE
    count = len(writers)

    def save_again_and_again(index: int) -> None:
        writer = writers[index]
        # Starts are spread, as with real people
        first = started + every * index / count
        for number in range(num_saves):
            time.sleep(max(0.0, first + number * every - time.monotonic()))
            if time.monotonic() > until:
                writer.errors.append(f"entry {writer.visitor.entry}: no time left for all saves")
                return
            _save_once(
                writer, f"Lần lưu {number + 1} của cán bộ {index + 1}: đã làm thêm một việc."
            )

    _in_threads([lambda index=index: save_again_and_again(index) for index in range(count)])


def _save_once(writer: Writer, text: str) -> None:
    visitor, before = writer.visitor, time.perf_counter()
    try:
        status, hidden = visitor.save(text)
    except OSError as error:
        writer.errors.append(f"entry {visitor.entry}: {error!r}")
        writer.unanswered.append(text)
        _open_again(writer)
        return
    writer.milliseconds.append((time.perf_counter() - before) * 1000)
    if status != 200 or hidden.get("version") != str(visitor.version + 1):
        writer.errors.append(f"entry {visitor.entry}: {status} {hidden} after {visitor.version}")
        writer.unanswered.append(text)
        _open_again(writer)
        return
    visitor.hidden = hidden
    writer.acknowledged.append((visitor.version, text))


def _open_again(writer: Writer) -> None:
    """Reload the page after a failure and continue from its content, as a person does."""
    try:
        writer.visitor.open_submission()
    except (OSError, AssertionError) as error:
        writer.errors.append(f"entry {writer.visitor.entry}: {error!r}")


def web_seconds(data: Path) -> float:
    """CPU seconds used so far by the processes of the web server, those that it replaced too."""
    ticks = 0
    for pid in processes_with(str(data)):
        folder = Path(f"/proc/{pid}")
        try:
            if b"gunicorn" in (folder / "cmdline").read_bytes():
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                ticks += sum(int(field) for field in fields[11:15])
        except OSError:  # it ended meanwhile
            continue
    return ticks / os.sysconf("SC_CLK_TCK")


def _in_threads(calls: list) -> None:
    threads = [threading.Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
