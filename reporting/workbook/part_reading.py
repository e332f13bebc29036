"""Read the sheet of contributions: each text, or the reason why it is none."""

from reporting.workbook.cells import Problem
from reporting.workbook.layout import SignedPart, label_digest
from reporting.workbook.part_layout import TEXT_COLUMN, ReadPart
from reporting.workbook.row_reading import text_in
from tracker.lib.workbooks import Cells, shown, words_at


def read_row(cells: Cells, signed: SignedPart) -> ReadPart | None:
    """The row in its place; None where another is there."""
    code, title = words_at(cells, signed.row, 1), words_at(cells, signed.row, 2)
    if label_digest(code, title) != signed.label:
        return None
    part = ReadPart(signed=signed, code=code, title=title)
    cell = cells.get((signed.row, TEXT_COLUMN))
    try:
        part.text = text_in(cell)
    except ValueError as error:
        part.problems.append(Problem(part.cell, shown(cell), str(error)))
    return part
