"""Cells of the form that cannot be read."""

from dataclasses import dataclass

from reporting.workbook.rows import CellProblem


@dataclass(frozen=True)
class Problem:
    """A cell that cannot be read: its name, its text, the reason."""

    cell: str
    text: str
    why: str

    def as_json(self) -> CellProblem:
        return {"cell": self.cell, "text": self.text, "why": self.why}
