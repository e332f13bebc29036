"""Supervises a few child processes and terminates them without leaving orphans."""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

POLL_INTERVAL = 0.2  # seconds
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
# A child that ran at least this long before it died is restarted after the first pause.
STEADY_AFTER = 60.0
LOG_LIMIT = 10 * 1024 * 1024
LOGS_KEPT = 4  # beside the one that is written
_PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One process in its own process group, with its output in a log file."""

    name: str
    command: Sequence[str]
    log: Path
    # Sent by the kernel when the runner is killed. A worker that is told to end may wait forever
    # for a child of its pool that was killed before; work that SIGKILL cuts is done again.
    once_orphaned: signal.Signals = signal.SIGKILL
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause: float = FIRST_PAUSE
    restart_at: float = field(default=0.0)

    def start(self, environment: Mapping[str, str], now: float) -> None:
        rotate(self.log)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 -- our own command
                list(self.command),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(environment),
                # Ctrl+C reaches only the runner, which stops the children in order.
                start_new_session=True,
                preexec_fn=self._end_with_parent(os.getpid()),
            )
        self.started_at = now

    def _end_with_parent(self, parent: int) -> Callable[[], None] | None:
        """What Linux runs in the child before the command, so that no killed runner leaves it."""

        def bind() -> None:
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, self.once_orphaned)
            if os.getppid() != parent:  # killed just before
                os._exit(1)

        return bind if sys.platform == "linux" else None

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def terminate(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def kill_group(self) -> None:
        """Kill the rest of the child's group (a pool process outlives a killed worker)."""
        if self.process is None:
            return
        # The group may be empty (macOS then raises PermissionError).
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Children:
    """All child processes. `run` returns once all have ended after a stop request."""

    def __init__(
        self,
        children: Sequence[Child],
        *,
        environment: Mapping[str, str],
        say: Callable[[str], None],
        timeout: float = 60.0,
    ) -> None:
        self.children = children
        self.environment = environment
        self.say = say
        self.timeout = timeout
        self.stop_requests = 0

    def run(self, once_started: Callable[[], None] = lambda: None) -> None:
        """Start all children and restart them as needed until SIGINT or SIGTERM."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._request_stop)
        try:
            for child in self.children:
                child.start(self.environment, time.monotonic())
            once_started()
            while not self.stop_requests:
                for child in self.children:
                    self.supervise(child, time.monotonic())
                time.sleep(POLL_INTERVAL)
        finally:
            self.stop()

    def supervise(self, child: Child, now: float) -> None:
        """Restart `child` if it died, after a pause that doubles with each early death."""
        rotate(child.log)
        if child.process is None:
            if now >= child.restart_at:
                child.start(self.environment, now)
            return
        code = child.process.poll()
        if code is None:
            return
        if now - child.started_at >= STEADY_AFTER:
            child.pause = FIRST_PAUSE
        child.kill_group()
        child.process = None
        child.restart_at = now + child.pause
        self.say(
            f"{child.name} ended ({_describe_exit(code)}); it starts again in {child.pause:.0f} s. "
            f"Its log: {child.log}"
        )
        child.pause = min(child.pause * 2, LONGEST_PAUSE)

    def stop(self) -> None:
        """Terminate each child, wait for it to finish its work, then kill the rest."""
        requests_before = self.stop_requests
        running = [child for child in self.children if child.process is not None]
        if requests_before:
            self.say("Stopping: running work is finished first. Ctrl+C once more stops at once.")
        for child in running:
            child.terminate()
        deadline = time.monotonic() + self.timeout
        while slow := [child.name for child in running if child.is_running]:
            if time.monotonic() > deadline or self.stop_requests > max(requests_before, 1):
                self.say(f"Killed, not waited for any longer: {', '.join(slow)}")
                break
            time.sleep(POLL_INTERVAL)
        for child in running:
            child.kill_group()
            child.process = None

    def _request_stop(self, number: int, frame: FrameType | None) -> None:
        self.stop_requests += 1


def rotate(log: Path) -> None:
    """Set a log that has become too long aside; the process goes on writing to the same file.

    Lines written between copy and cut are lost, which is a matter of milliseconds.
    """
    if not log.exists() or log.stat().st_size <= LOG_LIMIT:
        return
    for number in range(LOGS_KEPT - 1, 0, -1):
        older = log.with_suffix(f".log.{number}")
        if older.exists():
            older.replace(log.with_suffix(f".log.{number + 1}"))
    shutil.copyfile(log, log.with_suffix(".log.1"))
    os.truncate(log, 0)


def _describe_exit(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
