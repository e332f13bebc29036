"""Work that a copy of this process does meanwhile, on another core.

Celery's pool lets its processes start none by `multiprocessing`; a plain fork needs nothing of it
and sees all that this process has in memory. The copy must only compute: connections are not its
own.
"""

import contextlib
import ctypes
import gc
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from typing import IO, NoReturn

_PR_SET_PDEATHSIG = 1


def num_cores() -> int:
    """The cores that this process may use; 1 where processes cannot be copied."""
    if not hasattr(os, "fork"):
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Fork:
    """A copy of this process that does `work` and ends; at the latest when this process does."""

    def __init__(self, work: Callable[[], bytes]) -> None:
        parent = os.getpid()
        self._output = tempfile.TemporaryFile()  # noqa: SIM115 -- closed with the result
        self._result: bytes | None = None
        try:
            self._pid = os.fork() or _do(work, self._output, parent)
        except OSError:  # no memory for it, or too many processes
            self._output.close()
            raise
        self.is_running = True

    def wait(self) -> None:
        """What a signal interrupts here, as the end of the time for a task, may be done again."""
        if not self.is_running:
            return
        ended_well = _ended_well(self._pid)
        self.is_running = False
        with self._output:
            if ended_well:
                self._output.seek(0)
                self._result = self._output.read()

    def result(self) -> bytes | None:
        """What `work` returned, waited for; None where the copy died or failed."""
        self.wait()
        return self._result

    def kill(self) -> None:
        """End the work, unless it was waited for."""
        if self.is_running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
            self.wait()


def _do(work: Callable[[], bytes], output: IO[bytes], parent: int) -> NoReturn:
    """What the copy does; it leaves the files and threads of its parent alone."""
    code = 1
    try:
        _end_with(parent)
        gc.disable()
        output.write(work())
        output.flush()
        code = 0
    finally:
        os._exit(code)


def _end_with(parent: int) -> None:
    """Let Linux kill this process once `parent` is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # gone just before
        os._exit(1)


def _ended_well(pid: int) -> bool:
    try:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    except ChildProcessError:  # somebody else waited for it
        return False
