"""Processes of the product that are killed."""

import time

from tests.drill.figures import Fault
from tests.drill.stage import Stage

GONE_WITHIN = 30.0


def _kill_first(name: str):
    def inject(stage: Stage) -> str:
        stage.kill(stage.pids(name)[0])
        return ""

    return inject


def _kill_web(stage: Stage) -> str:
    """All of it: a worker of gunicorn serves on for a second after its master is gone."""
    pids = stage.pids("web")
    for pid in reversed(pids):
        stage.kill(pid)
    return f"{len(pids)} processes"


def _kill_child_of_the_pool(stage: Stage) -> str:
    stage.kill(stage.pids("worker")[-1])
    return ""


def _kill_printer_at_a_review(stage: Stage) -> str:
    stage.office.request_review()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not _is_compiling(stage):
        time.sleep(0.05)
    what = "compiling" if _is_compiling(stage) else "idle"
    stage.kill(stage.pids("printer")[0])
    return f"it was {what}"


def _is_compiling(stage: Stage) -> bool:
    return any(status == "compiling" for status, _ in stage.stored.reviews())


def _kill_runner(stage: Stage) -> str:
    """After a child of the pool, which once left the worker behind."""
    stage.kill(stage.pids("worker")[-1])
    stage.stop(with_kill=True)
    killed = time.monotonic()
    while (left := stage.pids()) and time.monotonic() - killed < GONE_WITHIN:
        time.sleep(0.1)
    seen = f"{len(left)} left behind" if left else f"all ended in {time.monotonic() - killed:.1f} s"
    stage.start()
    if left:
        raise AssertionError(seen)
    return seen


FAULTS = [
    Fault("kill -9 web", _kill_web, hears=()),
    Fault("kill -9 worker", _kill_first("worker"), hears=("worker",)),
    Fault("kill -9 child of the worker", _kill_child_of_the_pool, hears=("worker",)),
    Fault("kill -9 printer at a review", _kill_printer_at_a_review, hears=("printer",)),
    Fault("kill -9 beat", _kill_first("beat"), hears=("beat",)),
    Fault("kill -9 runner", _kill_runner),
]
