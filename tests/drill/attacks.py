"""Strangers who turn slow lines and wrong passwords against an office that goes on working."""

import time

from tests.drill.figures import Fault
from tests.drill.stage import Stage
from tests.load import slow
from tests.load.visitor import Visitor

NUM_LINES = 25  # of each kind
LOOKS_FOR = 6.0  # seconds
LONGEST_PAGE = 1.0  # seconds
NUM_GUESSES = 24
ELSEWHERE = "127.0.0.2"


def _drip(stage: Stage) -> str:
    senders = [slow.dripping_head() for _ in range(NUM_LINES)]
    senders += [slow.dripping_body() for _ in range(NUM_LINES)]
    alone = max(_pages(stage))
    with slow.crowd(senders, int(stage.settings["PORT"])):
        found = _pages(stage)
    # People save and a review compiles meanwhile, perhaps on a machine that others use too
    if max(found) > max(LONGEST_PAGE, 2 * alone):
        raise AssertionError(f"a page took {max(found):.1f} s, without slow lines {alone:.1f} s")
    return f"{len(senders)} slow lines, slowest page {max(found):.2f} s, before {alone:.2f} s"


def _pages(stage: Stage) -> list[float]:
    """How long the first page takes, asked for again and again."""
    port, until = int(stage.settings["PORT"]), time.monotonic() + LOOKS_FOR
    return slow.page_seconds(port, "/", until=until, cookie=stage.office.cookie_line())


def _guess(stage: Stage) -> str:
    """Wrong passwords for a name that works here, and for invented ones, from elsewhere."""
    name, password = stage.office.row["username"], stage.office.row["password"]
    stranger = Visitor(stage.url, submission=0, entry=0)
    stranger.source = ELSEWHERE
    stranger.request("GET", "/log-in/")
    answers = []
    for number in range(NUM_GUESSES):
        tried = name if number % 2 else f"nguoi-la-{number}"
        form = {"username": tried, "password": f"doan-mo-{number}"}
        answers.append(stranger.request("POST", "/log-in/", form)[0])
    owner = Visitor(stage.url, submission=0, entry=0)
    began = time.perf_counter()
    owner.log_in(name, password)
    took = time.perf_counter() - began
    if max(answers) >= 500 or 302 in answers:
        raise AssertionError(f"guesses were answered {answers}")
    told = sum(status == 429 for status in answers)
    return f"{told} of {NUM_GUESSES} guesses told to wait, owner in after {took:.1f} s"


FAULTS = [
    Fault("slow lines", _drip, hears=()),
    Fault("guessed passwords", _guess, hears=()),
]
