"""Tables of figures in Word: widths, merged cells, heads repeated on every page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docx.oxml.xmlchemy import BaseOxmlElement

from reporting.papers.blocks import Table, TableCell, TableColumn
from reporting.papers.word.elements import add, twips
from reporting.papers.word.lists import add_typed
from reporting.papers.word.looks import GRIDS
from reporting.papers.word.styles import grid_id

# As `--heat-0` to `--heat-5` of print
SHADES = ("FFFFFF", "F2F2F2", "E3E3E3", "D2D2D2", "C0C0C0", "ABABAB")
EMPTY = TableCell(())
# So many rows, at least, stand on the last page of a table
NUM_AT_END = 3


@dataclass(frozen=True)
class PlacedCell:
    """A cell in one row of the grid, from column `at` on.

    One that `continues` belongs to a cell that began in a row above.
    """

    cell: TableCell
    at: int
    num_columns: int
    continues: bool


@dataclass(frozen=True)
class _RowLook:
    is_head: bool = False
    is_bold: bool = False
    keeps_next: bool = False


def add_table(parent: BaseOxmlElement, table: Table, *, width: float) -> None:
    """Draw `table` over `width` millimetres; the caption is the matter of its caller."""
    widths = column_widths(table.columns, width)
    drawn = add(parent, "tbl")
    look = add(drawn, "tblPr")
    add(look, "tblStyle", val=grid_id(table.size))
    add(look, "tblW", w=sum(widths), type="dxa")
    add(look, "tblLayout", type="fixed")
    add(look, "tblLook", val="0020", firstRow=1)
    columns = add(drawn, "tblGrid")
    for one in widths:
        add(columns, "gridCol", w=one)
    head = _RowLook(is_head=True, is_bold=True, keeps_next=True)
    for places in grid(table.head, len(widths)):
        _add_row(drawn, table, widths, places, head)
    last = len(table.rows) - 1
    end = len(table.rows) - NUM_AT_END
    rows = grid((row.cells for row in table.rows), len(widths))
    for index, places in enumerate(rows):
        kind = table.rows[index].kind
        keeps_next = index < last and (table.is_whole or kind == "group" or index >= end)
        _add_row(drawn, table, widths, places, _RowLook(False, kind != "", keeps_next))


def column_widths(columns: tuple[TableColumn, ...], width: float) -> list[int]:
    """The widths in twips: those named, and equal shares of what is left for the others."""
    left = width - sum(column.width for column in columns)
    num_shares = sum(not column.width for column in columns)
    return [twips(column.width or left / num_shares) for column in columns]


def grid(rows: Iterable[tuple[TableCell, ...]], num_columns: int) -> Iterator[list[PlacedCell]]:
    """Each row over all columns, with the cells of rows above that reach into it."""
    reaching: dict[int, tuple[TableCell, int]] = {}
    for row in rows:
        waiting = iter(row)
        places: list[PlacedCell] = []
        at = 0
        while at < num_columns:
            cell, num_rows = reaching.pop(at, (None, 0))
            continues = cell is not None
            if cell is None:
                cell = next(waiting, EMPTY)
                num_rows = cell.num_rows
            if num_rows > 1:
                reaching[at] = (cell, num_rows - 1)
            span = min(cell.num_columns, num_columns - at)
            places.append(PlacedCell(cell, at, span, continues))
            at += span
        yield places


def _add_row(
    drawn: BaseOxmlElement,
    table: Table,
    widths: list[int],
    places: list[PlacedCell],
    look: _RowLook,
) -> None:
    row = add(drawn, "tr")
    properties = add(row, "trPr")
    add(properties, "cantSplit")
    if look.is_head:
        add(properties, "tblHeader")
    for place in places:
        cell = place.cell
        of_cell = add(row, "tc")
        _set_cell(of_cell, place, sum(widths[place.at : place.at + place.num_columns]), look)
        is_number = table.columns[place.at].align == "center" and not cell.is_head
        add_typed(
            of_cell,
            GRIDS[table.size].cell,
            () if place.continues else cell.runs,
            is_bold=look.is_bold,
            is_centred=look.is_head or is_number,
            keeps_next=look.keeps_next,
            is_in_cell=True,
        )


def _set_cell(of_cell: BaseOxmlElement, place: PlacedCell, width: int, look: _RowLook) -> None:
    """Write the elements in the order that the format asks for."""
    properties = add(of_cell, "tcPr")
    add(properties, "tcW", w=width, type="dxa")
    if place.num_columns > 1:
        add(properties, "gridSpan", val=place.num_columns)
    if place.cell.num_rows > 1:
        add(properties, "vMerge", val="continue" if place.continues else "restart")
    if place.cell.shade:
        add(properties, "shd", val="clear", color="auto", fill=SHADES[place.cell.shade])
    if look.is_head:
        add(properties, "vAlign", val="center")
