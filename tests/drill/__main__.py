"""`python -m tests.drill [--minutes 3] [--engine sqlite|postgres]`: run and print the table.

Without an engine, both are drilled. The exit code is 1 if anything was lost, done twice, told
wrongly or did not work again.
"""

import argparse
import itertools
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from tests.drill import (
    attacks,
    broker,
    damages,
    figures,
    inputs,
    kills,
    outages,
    power_cut,
    restores,
    shelves,
)
from tests.drill.figures import Fault, Inputs, Row, Skipped, Totals
from tests.drill.stage import Stage, set_stage

ENGINES = ("sqlite", "postgres")
FAULTS: list[Fault] = [
    *kills.FAULTS,
    *outages.FAULTS,
    *power_cut.FAULTS,
    *broker.FAULTS,
    *attacks.FAULTS,
    *restores.FAULTS,
]
# So many that a short drill draws some of them
DRAWN: list[Fault] = [*damages.FAULTS, *shelves.FAULTS]
NUM_DRAWN = 5
INPUTS: list[Callable[[Stage, float], Inputs]] = [inputs.send]
# Reviews that a fault cut short are found after a minute and compiled again
REVIEWS_END_WITHIN = 240.0
# A review that failed, as on a full disk, says so and may be tried again by the office
ENDED = ("draft", "failed")


def main(arguments: list[str]) -> int:
    # Unwind on SIGTERM, so that processes end and the disk is unmounted
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    parser = argparse.ArgumentParser(prog="make drill")
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--engine", choices=ENGINES)
    parser.add_argument("--only", default="", help="only faults whose name contains this")
    options = parser.parse_args(arguments)
    engines = [options.engine] if options.engine else ENGINES
    totals = [drill(engine, options.minutes, only=options.only) for engine in engines]
    for each in totals:
        print(each, flush=True)
    return int(not all(each.is_good for each in totals))


def drill(engine: str, minutes: float, *, only: str = "") -> Totals:
    """Put in every fault of `engine` once, and again in turn until the minutes are over."""
    print(f"{engine}: making a demonstration", flush=True)
    totals = Totals(engine)
    with set_stage(engine) as stage:
        for send in [] if only else INPUTS:
            totals.inputs += send(stage, minutes)
        print(figures.head(), flush=True)
        stage.office.enter()
        with stage.people:
            for fault in in_turn(engine, 60 * minutes, only):
                totals.rows.append(row := _row(stage, fault))
                if not row.is_skipped and row.healthy_after is None:
                    totals.unhealthy.append(row.fault)
                print(row, flush=True)
        _count(stage, totals)
    given = ", ".join(f"{num} {kind}" for kind, num in totals.by_kind.items())
    print(
        f"acknowledged: {given}; slowest to health {figures.slowest(totals.rows):.1f} s; "
        f"reviews ended once {totals.jobs_once}, twice {totals.jobs_twice}, told as failed "
        f"{totals.jobs_told}, not {totals.jobs_open}; error pages for people {totals.error_pages}",
        *(f"did not work again: {name}" for name in totals.unhealthy),
        sep="\n",
        flush=True,
    )
    return totals


def in_turn(engine: str, seconds: float, only: str = "") -> Iterator[Fault]:
    """Each of `FAULTS`, then `DRAWN`, of which some are put in however short the time is.

    What is left of the time goes to any of them again. With `only`, each that is named so, once.
    """
    started, dice = time.monotonic(), random.Random(1)
    mine = [fault for fault in FAULTS if engine in fault.engines and only in fault.name]
    drawn = [fault for fault in DRAWN if engine in fault.engines and only in fault.name]
    if only:
        yield from mine + drawn
        return
    yield from mine
    shuffled = iter(dice.sample(drawn, len(drawn)))
    yield from itertools.islice(shuffled, NUM_DRAWN)
    while time.monotonic() - started < seconds:
        yield next(shuffled, None) or dice.choice(mine + drawn)


def _row(stage: Stage, fault: Fault) -> Row:
    row = Row(fault.name)
    before = stage.people.num_saves
    stage.office.request_review()
    try:
        row.seen = fault.inject(stage)
    except Skipped as reason:
        row.is_skipped, row.seen = True, f"left out: {reason}"
        return row
    except (AssertionError, RuntimeError, OSError, subprocess.SubprocessError) as broken:
        row.seen = f"WRONG: {broken}"
        row.lost = 1
    row.healthy_after = stage.seconds_to_health(time.monotonic(), fault.hears)
    row.saves = stage.people.num_saves - before
    return row


def _count(stage: Stage, totals: Totals) -> None:
    """Once nobody saves any more: what is stored of what was acknowledged, and how jobs ended."""
    totals.saves, totals.by_kind = stage.people.num_saves, stage.people.num_by_kind
    totals.lost = stage.people.num_lost(stage.stored.kept())
    totals.lost += sum(row.lost for row in totals.rows)
    totals.error_pages = stage.people.num_error_pages
    deadline = time.monotonic() + REVIEWS_END_WITHIN
    while time.monotonic() < deadline:
        reviews = stage.stored.reviews()
        if all(status in ENDED for status, _ in reviews):
            break
        time.sleep(1)
    totals.jobs_once = sum(num == 1 for _, num in reviews)
    totals.jobs_twice = sum(num > 1 for _, num in reviews)
    totals.jobs_told = sum(status == "failed" for status, _ in reviews)
    totals.jobs_open = sum(status not in ENDED for status, _ in reviews)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
