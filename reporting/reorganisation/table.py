"""The rows of a typed or pasted table of units that end and of those that follow them.

Columns come from Word, Excel or the keyboard: apart by tabs or by "|", with or without a row of
heads. What the directory says about the names comes later.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tracker.lib.text import compose, fold

MOST_ROWS = 300
OLD, NEW, KIND, BLOC, SHORT_NAME = "old", "new", "kind", "bloc", "short_name"
MARK, GOES_ON = "mark", "goes_on"
IN_ORDER = (OLD, NEW, KIND, BLOC, SHORT_NAME)
TITLES = {
    OLD: "Đơn vị cũ",
    NEW: "Đơn vị kế thừa",
    KIND: "Loại đơn vị mới",
    BLOC: "Khối của đơn vị mới",
    SHORT_NAME: "Tên ngắn của đơn vị mới",
    MARK: "Thành lập mới",
    GOES_ON: "Còn hoạt động",
}
_HEADS = {
    **{fold(title): key for key, title in TITLES.items()},
    "don vi": OLD,
    "don vi ket thuc": OLD,
    "don vi sap xep": OLD,
    "don vi moi": NEW,
    "ke thua": NEW,
    "don vi tiep nhan": NEW,
    "loai": KIND,
    "loai don vi": KIND,
    "khoi": BLOC,
    "ten ngan": SHORT_NAME,
    "tiep tuc hoat dong": GOES_ON,
}
_ORDINALS = {"tt", "stt", "so tt", "so thu tu"}
# How a table says that nobody follows
_NOBODY = {"khong", "khong co", "giai the", "-", "–", "—"}
_MARKED = {"x", "co", "moi"}
_BETWEEN_NAMES = re.compile(r"[;\n]")


@dataclass(frozen=True)
class SuccessionLine:
    """A unit that ends as it is written, and the names of those that follow it.

    `number` is the line of the table. `is_left_open`: nothing is written about successors.
    `goes_on`: it gives work to them and does not end.
    """

    number: int
    old: str
    heirs: tuple[str, ...] = ()
    is_left_open: bool = False
    is_new: bool = False
    goes_on: bool = False
    cells: dict[str, str] = field(default_factory=dict)


def rows_in(text: str) -> list[SuccessionLine]:
    """The rows of the table, a row for each unit that ends; empty lines are left out."""
    lines = [(number, cells) for number, cells in enumerate(_cells_in(text), 1) if any(cells)]
    columns: list[str | None] | None = None
    if lines and (columns := _columns_of(lines[0][1])):
        lines = lines[1:]
    return [row for number, cells in lines for row in _rows_of(number, _named(cells, columns))]


def has_heads(cells: list[str]) -> bool:
    """Whether a row of cells is the row of heads of such a table."""
    return _columns_of(cells) is not None


def as_text(rows: Iterable[Iterable[str]]) -> str:
    """Rows of cells as a table that can be read back."""
    stream = io.StringIO()
    csv.writer(stream, delimiter="\t", lineterminator="\n").writerows(rows)
    return stream.getvalue()


def _cells_in(text: str) -> Iterator[list[str]]:
    """The cells of each line; Excel quotes a cell that has several lines."""
    plain = compose(text).replace("\r\n", "\n").replace("\r", "\n")
    if "\t" not in plain:
        yield from ([_tidy(cell) for cell in line.split("|")] for line in plain.split("\n"))
        return
    # A single quote is a sign like others and would swallow the rest of the table
    is_quoted = plain.count('"') % 2 == 0
    rows = (
        csv.reader(io.StringIO(plain), delimiter="\t")
        if is_quoted
        else csv.reader(io.StringIO(plain), delimiter="\t", quoting=csv.QUOTE_NONE)
    )
    for row in rows:
        yield [_tidy(cell) for cell in row]


def _tidy(cell: str) -> str:
    """A cell without needless spaces; its lines are kept, since each may hold a name."""
    lines = (" ".join(line.split()) for line in cell.split("\n"))
    return "\n".join(line for line in lines if line)


def _columns_of(cells: list[str]) -> list[str | None] | None:
    """The columns by their heads; None if the line is no row of heads."""
    found = [_HEADS.get(fold(" ".join(cell.split()))) for cell in cells]
    return found if OLD in found and NEW in found else None


def _named(cells: list[str], columns: list[str | None] | None) -> dict[str, str]:
    if columns is not None:
        pairs = zip(columns, cells, strict=False)
        return {key: cell for key, cell in pairs if key is not None and cell}
    if len(cells) > 1 and (cells[0].rstrip(".").isdigit() or fold(cells[0]) in _ORDINALS):
        cells = cells[1:]
    return {key: cell for key, cell in zip(IN_ORDER, cells, strict=False) if cell}


def _rows_of(number: int, cells: dict[str, str]) -> Iterator[SuccessionLine]:
    heirs = names_in(cells.get(NEW, ""))
    is_nobody = len(heirs) == 1 and fold(heirs[0]) in _NOBODY
    rest = {key: " ".join(cells[key].split()) for key in (KIND, BLOC, SHORT_NAME) if key in cells}
    for old in names_in(cells.get(OLD, "")) or [""]:
        yield SuccessionLine(
            number=number,
            old=old,
            heirs=() if is_nobody else tuple(heirs),
            is_left_open=not heirs,
            is_new=fold(cells.get(MARK, "")) in _MARKED,
            goes_on=fold(cells.get(GOES_ON, "")) in _MARKED,
            cells=rest,
        )


def names_in(cell: str) -> list[str]:
    """The names in a cell, which a semicolon or a new line keeps apart; each once."""
    return [*dict.fromkeys(name.strip() for name in _BETWEEN_NAMES.split(cell) if name.strip())]
