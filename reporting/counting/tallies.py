"""Counts of assignments by status, and their breakdowns."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import StrEnum

from reporting.counting.labels import Cell, Label
from reporting.counting.status import Status


@dataclass
class Tally:
    """Counts of assignments by cell and label. Without assignments a share is None, not zero."""

    cells: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    # Labels of the judged period of recurring and continuous work
    periods: Counter[str] = field(default_factory=Counter)

    def add(self, status: Status, num: int = 1) -> None:
        """Count `num` assignments of one status."""
        self.cells[status.cell] += num
        self.labels[status.label] += num
        if status.period is not None:
            self.periods[status.period] += num

    @property
    def num_all(self) -> int:
        return self.cells.total()

    @property
    def num_applicable(self) -> int:
        return self.num_all - self.cells[Cell.OUTSIDE]

    @property
    def num_done(self) -> int:
        return self.num_dated_done + self.cells[Cell.DONE_UNDATED]

    @property
    def num_dated(self) -> int:
        """Applicable work with a deadline; punctuality is a share of it."""
        open_dated = self.cells[Cell.OPEN_ON_TIME] + self.cells[Cell.OPEN_LATE]
        return self.num_dated_done + open_dated

    @property
    def num_dated_done(self) -> int:
        return self.cells[Cell.DONE_ON_TIME] + self.cells[Cell.DONE_LATE]

    @property
    def num_on_time(self) -> int:
        """Done by the deadline, be it extended."""
        return self.cells[Cell.DONE_ON_TIME]

    @property
    def num_periodic(self) -> int:
        """Recurring and continuous work that is judged by a period; without không phát sinh."""
        skipped = self.periods[Label.NOT_DUE] + self.periods[Label.NOT_APPLICABLE]
        return self.periods.total() - skipped

    @property
    def num_period_met(self) -> int:
        """Recurring and continuous work accepted as done for the judged period."""
        return self.periods[Label.PERIOD_DONE]

    @property
    def num_extended(self) -> int:
        """Done in time because the deadline was extended; included in those done on time."""
        return self.labels[Label.DONE_EXTENDED]

    @property
    def num_late(self) -> int:
        """Not done and past the deadline."""
        return self.cells[Cell.OPEN_LATE]

    @property
    def num_overdue(self) -> int:
        return self.labels[Label.OVERDUE]

    @property
    def num_waiting(self) -> int:
        return self.labels[Label.AWAITING_VERIFICATION]

    @property
    def share_on_time(self) -> float | None:
        """Done on time of the work with a deadline, in percent."""
        return 100 * self.num_on_time / self.num_dated if self.num_dated else None

    @property
    def share_period_met(self) -> float | None:
        """Accepted as done for the period of the periodic work judged by it, in percent."""
        return 100 * self.num_period_met / self.num_periodic if self.num_periodic else None

    @property
    def share_done(self) -> float | None:
        """Done of applicable, in percent."""
        return 100 * self.num_done / self.num_applicable if self.num_applicable else None

    @property
    def heat(self) -> str:
        """CSS class of a heat cell: heat-0 to heat-5 by the share done, or heat-none."""
        share = self.share_done
        return "heat-none" if share is None else f"heat-{min(5, int(share // 20))}"


class By(StrEnum):
    """Breakdowns of the counts; a page asks for those that it shows."""

    UNIT = "by_unit"
    GROUP = "by_group"
    BLOC = "by_bloc"
    TASK = "by_task"


@dataclass
class Figures:
    """The counts of a scope: in total and by the breakdowns that were asked for.

    `matrix` is by unit and group, `by_bloc_and_group` by bloc and group.
    """

    total: Tally = field(default_factory=Tally)
    by_unit: defaultdict[int, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_group: defaultdict[int, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_bloc: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_task: defaultdict[int, Tally] = field(default_factory=lambda: defaultdict(Tally))
    matrix: defaultdict[tuple[int, int], Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_bloc_and_group: defaultdict[tuple[str, int], Tally] = field(
        default_factory=lambda: defaultdict(Tally)
    )
