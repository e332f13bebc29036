"""The table "done or not × on time or late", with the list behind each number."""

from dataclasses import dataclass

from reporting.counting.figures import Tally
from reporting.counting.status import Cell, Label
from reporting.dashboards.links import RowLinks


@dataclass(frozen=True)
class CellCount:
    """A number of the table, with the list behind it."""

    label: str
    count: int
    url: str
    is_part: bool = False


def four_cells(total: Tally, links: RowLinks) -> list[CellCount]:
    """Done or not × on time or late; after "done on time", the part that needed an extension."""
    rows = [
        CellCount(str(cell.label), total.cells[cell], links.to(cell=cell.value)) for cell in Cell
    ]
    part = CellCount(
        label="trong đó đúng hạn sau gia hạn",
        count=total.num_extended,
        url=links.to(label=Label.DONE_EXTENDED.value),
        is_part=True,
    )
    return [rows[0], part, *rows[1:]]
