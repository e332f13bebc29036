"""The format of the sheet of contributions: a row per task that the unit co-ordinates."""

from dataclasses import dataclass, field

from reporting.workbook.cells import Problem
from reporting.workbook.layout import Column, SignedPart

PART_SHEET = "Phối hợp"
PART_HEADER_ROW = 4
PART_COLUMNS = (
    Column("code", "Mã", 7),
    Column("title", "Nhiệm vụ đơn vị phối hợp", 44),
    Column("status", "Tình trạng", 20),
    Column("text", "Nội dung phối hợp", 90, "text"),
)
TEXT_COLUMN = len(PART_COLUMNS)
LAST_PART_COLUMN = len(PART_COLUMNS)
LABEL = PART_COLUMNS[-1].title


@dataclass
class ReadPart:
    """A row as it was made (`signed`), and its text now, or why it cannot be read."""

    signed: SignedPart
    code: str
    title: str
    text: str = ""
    problems: list[Problem] = field(default_factory=list)

    @property
    def cell(self) -> str:
        return in_part_sheet(f"D{self.signed.row}")


def in_part_sheet(cell: str) -> str:
    """ "D9 (trang Phối hợp)", since other sheets have such a cell too."""
    return f"{cell} (trang {PART_SHEET})"
