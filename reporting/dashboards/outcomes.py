"""The table "done or not × in time, late, no deadline set", with the list behind each number."""

from dataclasses import dataclass

from reporting.counting.status import Cell, Label
from reporting.counting.tallies import Tally
from reporting.dashboards.links import RowLinks

DONE = (Cell.DONE_ON_TIME, Cell.DONE_LATE, Cell.DONE_UNDATED)
OPEN = (Cell.OPEN_ON_TIME, Cell.OPEN_LATE, Cell.OPEN_UNDATED)


@dataclass(frozen=True)
class CellCount:
    """A number and the list of its rows."""

    count: int
    url: str


@dataclass(frozen=True)
class OutcomeRow:
    """Work that is done, or that is not: in time, late, without a deadline."""

    label: str
    counts: list[CellCount]

    @property
    def sum(self) -> int:
        return sum(found.count for found in self.counts)


@dataclass(frozen=True)
class Outcomes:
    """`extended` is the part of what was done in time that needed its extension."""

    rows: list[OutcomeRow]
    extended: CellCount
    outside: CellCount
    all: CellCount


def outcomes_of(total: Tally, links: RowLinks) -> Outcomes:
    def count(cell: Cell) -> CellCount:
        return CellCount(total.cells[cell], links.to(cell=cell.value))

    return Outcomes(
        rows=[
            OutcomeRow("Hoàn thành", [count(cell) for cell in DONE]),
            OutcomeRow("Chưa hoàn thành", [count(cell) for cell in OPEN]),
        ],
        extended=CellCount(total.num_extended, links.to(label=Label.DONE_EXTENDED.value)),
        outside=count(Cell.OUTSIDE),
        all=CellCount(total.num_all, links.to()),
    )
