"""Servers that are away for some seconds, killed or frozen: PostgreSQL and Redis."""

import os
import signal
import time

from tests.drill.figures import Fault
from tests.drill.stage import Stage

AWAY = 8.0  # seconds


def _stop(name: str, number: signal.Signals | None = None):
    def inject(stage: Stage) -> str:
        server = stage.servers[name]
        server.stop(number)
        time.sleep(AWAY)
        seen = _told(stage, "database" if name == "database" else "broker")
        server.start()
        return seen

    return inject


def _freeze(name: str):
    def inject(stage: Stage) -> str:
        process = stage.servers[name].process
        assert process is not None
        os.killpg(process.pid, signal.SIGSTOP)
        time.sleep(AWAY)
        os.killpg(process.pid, signal.SIGCONT)
        return ""

    return inject


def _told(stage: Stage, check: str) -> str:
    health = stage.health().get(check)
    if health is None:
        return "/healthz did not answer"
    return f"/healthz: {check} {health['detail']}"


FAULTS = [
    Fault(f"{server} {what}", inject, engines=("postgres",))
    for server, name in (("PostgreSQL", "database"), ("Redis", "broker"))
    for what, inject in (
        (f"away for {AWAY:.0f} s", _stop(name)),
        ("kill -9", _stop(name, signal.SIGKILL)),
        (f"frozen for {AWAY:.0f} s", _freeze(name)),
    )
]
