"""Sections are written while the next ones are laid out, where there are cores for it."""

from collections.abc import Callable
from types import TracebackType
from typing import Self

from tracker.lib.forked import Fork, num_cores

# Pages take longer to lay out than to write, and each copy holds the pages that it writes
MOST_AT_ONCE = 2

Work = Callable[[], bytes]


class Writers:
    """Copies of this process that write a section each; none on a single core.

    They are gone when the block ends, whatever ends it. What they write is what this process
    would write: they are copied with the pages.
    """

    def __init__(self) -> None:
        self._at_once = min(num_cores() - 1, MOST_AT_ONCE)
        self._forks: list[Fork] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for fork in self._forks:
            fork.kill()

    def write(self, work: Work, *, again: Work) -> Work:
        """What `work` returns, by a call that may wait for it.

        `again` does it in this process, without what `work` holds, where its copy was killed.
        """
        fork = self._copy(work)
        if fork is None:
            done = work()
            return lambda: done
        return lambda: fork.result() or again()

    def _copy(self, work: Work) -> Fork | None:
        """A copy that does `work`; None where there is no core, or no memory, for it."""
        if self._at_once < 1:
            return None
        running = [fork for fork in self._forks if fork.is_running]
        if len(running) >= self._at_once:
            running[0].wait()
        try:
            fork = Fork(work)
        except OSError:
            return None
        self._forks.append(fork)
        return fork
