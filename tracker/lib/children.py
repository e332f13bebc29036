"""Keeps a few processes running side by side, and ends them so that nothing is left behind."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

LOOK_EVERY = 0.2  # seconds
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
# A child that ran this long before it died starts again without a longer pause.
STEADY_AFTER = 60.0
LOG_LIMIT = 10 * 1024 * 1024
_PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One process, leader of its own group, and what it prints, in a file."""

    name: str
    command: Sequence[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause: float = FIRST_PAUSE
    start_again_at: float = field(default=0.0)

    def start(self, environment: Mapping[str, str], now: float) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 -- our own command
                list(self.command),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(environment),
                # Ctrl+C reaches the runner alone, which ends the children in its own way.
                start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )
        self.started_at = now

    def kill_group(self) -> None:
        """Kill what is left of the child's group (a pool process outlives a killed worker)."""
        if self.process is None:
            return
        # Nobody may be left (macOS then says that it is not permitted).
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Children:
    """The children as a whole. `run` returns once all have ended after a stop was asked for."""

    def __init__(
        self,
        children: Sequence[Child],
        *,
        environment: Mapping[str, str],
        say: Callable[[str], None],
        patience: float = 60.0,
    ) -> None:
        self.children = children
        self.environment = environment
        self.say = say
        self.patience = patience
        self.stops_asked = 0

    def run(self, once_started: Callable[[], None] = lambda: None) -> None:
        """Start all children and keep them running until SIGINT or SIGTERM."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        try:
            for child in self.children:
                child.start(self.environment, time.monotonic())
            once_started()
            while not self.stops_asked:
                for child in self.children:
                    self.look_after(child, time.monotonic())
                time.sleep(LOOK_EVERY)
        finally:
            self.stop()

    def look_after(self, child: Child, now: float) -> None:
        """Start CHILD again where it died; with a longer pause each time it dies young."""
        if child.process is None:
            if now >= child.start_again_at:
                child.start(self.environment, now)
            return
        code = child.process.poll()
        if code is None:
            return
        if now - child.started_at >= STEADY_AFTER:
            child.pause = FIRST_PAUSE
        child.kill_group()
        child.process = None
        child.start_again_at = now + child.pause
        self.say(
            f"{child.name} ended ({_how(code)}); it starts again in {child.pause:.0f} s. "
            f"Its log: {child.log}"
        )
        child.pause = min(child.pause * 2, LONGEST_PAUSE)

    def stop(self) -> None:
        """Ask each child to end, wait while it finishes its work, then kill what is left."""
        asked_before = self.stops_asked
        running = [child for child in self.children if child.process is not None]
        if asked_before:
            self.say("Stopping: running work is finished first. Ctrl+C once more stops at once.")
        for child in running:
            if child.process and child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + self.patience
        while any(child.process and child.process.poll() is None for child in running):
            if time.monotonic() > deadline or self.stops_asked > max(asked_before, 1):
                slow = [c.name for c in running if c.process and c.process.poll() is None]
                self.say(f"Killed, not waited for any longer: {', '.join(slow)}")
                break
            time.sleep(LOOK_EVERY)
        for child in running:
            child.kill_group()
            child.process = None

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stops_asked += 1


def _how(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _end_with_parent() -> None:
    """Linux: be asked to end when the runner itself is killed and cannot ask any more."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
