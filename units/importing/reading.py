"""Read the tables of an uploaded workbook. What the directory says about them comes later."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import BinaryIO, TypedDict

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_excel
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from tracker.lib import workbooks
from tracker.lib.days.reading import NotADay, is_far, parse_day
from tracker.lib.refusal import Refused
from tracker.lib.text import fold
from tracker.lib.workbooks import Cells, SheetCell, as_text, is_empty, merged_in, shown
from units.importing.layout import (
    DAYS,
    EXAMPLE,
    LAST_HEAD_ROW,
    MOST_ROWS,
    NUMBER,
    TABLES,
    HeadedColumn,
    ListTable,
    titles,
)

MOST_COLUMNS = 60
MOST_EMPTY = 200  # rows below the table, which an edited sheet often has
# Numbers that Excel would show as a day of 1954 to 2119
_SERIALS = range(20_000, 80_000)


class TypedRow(TypedDict):
    """One row: `cells` by the keys of the columns, days as in "2025-07-01".

    `faults` are sentences for which the row is refused, `doubts` those a person decides on.
    """

    table: str
    number: int
    cells: dict[str, str]
    faults: list[str]
    doubts: list[str]


class FileContent(TypedDict):
    """All rows of a file, and the heads of columns that are not read."""

    rows: list[TypedRow]
    unread: list[str]


@dataclass
class _Found:
    """A table of a sheet: the row of its heads, and the columns by their number."""

    table: ListTable
    row: int
    columns: dict[int, HeadedColumn] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    @property
    def missing(self) -> list[HeadedColumn]:
        present = self.columns.values()
        return [column for column in self.table.required if column not in present]

    @property
    def weight(self) -> tuple[int, int]:
        return (-len(self.missing), len(self.columns))


def read(stream: BinaryIO) -> FileContent:
    """The tables of a workbook that `uploads.check` accepted. Raises Refused."""
    with workbooks.opened(
        stream,
        too_large="Tệp quá lớn so với một danh sách. Hãy dùng biểu trống tải từ trang này.",
        broken="Tệp không đọc được như một tệp Excel, có thể đã hỏng.",
    ) as book:
        return _read(book)


def _read(book: Workbook) -> FileContent:
    content: FileContent = {"rows": [], "unread": []}
    partial: list[tuple[str, _Found]] = []
    seen: set[str] = set()
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        cells = _cells_of(sheet)
        found = _heads_in(cells, sheet.title)
        if found is None:
            continue
        if found.missing:
            partial.append((sheet.title, found))
            continue
        if found.table.key in seen:
            raise Refused(f"Tệp có hai trang tính “{found.table.title}”. Hãy để lại một trang.")
        seen.add(found.table.key)
        content["unread"] += found.unread
        content["rows"] += _rows(cells, found, sheet, book.epoch)
    if partial:
        name, found = partial[0]
        raise Refused(
            f"Trang tính “{name}” thiếu cột {titles(found.missing)}. Hãy thêm cột, hoặc chép nội "
            "dung sang biểu trống tải từ trang này."
        )
    if not seen:
        raise Refused(
            "Không thấy bảng đơn vị hay người dùng nào: cần một hàng đầu cột có "
            f"{titles(TABLES[0].required)}, hoặc {titles(TABLES[1].required)}."
        )
    if not content["rows"]:
        raise Refused("Tệp chưa có dòng nào ngoài đầu cột và dòng ví dụ.")
    return content


def _cells_of(sheet: ReadOnlyWorksheet) -> Cells:
    """The cells of a sheet. Raises Refused for more rows than can be looked through."""
    sheet.reset_dimensions()
    cells: Cells = {}
    num_filled = num_empty = 0
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
        filled = {(number, at): cell for at, cell in enumerate(row, 1) if not is_empty(cell)}
        cells |= filled
        num_filled += bool(filled)
        num_empty = 0 if filled else num_empty + 1
        if num_filled > MOST_ROWS + LAST_HEAD_ROW:
            raise Refused(
                f"Trang tính “{sheet.title}” có hơn {MOST_ROWS} dòng. Hãy chia thành nhiều tệp, "
                f"mỗi tệp nhiều nhất {MOST_ROWS} dòng mỗi trang."
            )
        if num_empty > MOST_EMPTY:
            break
    return cells


def _heads_in(cells: Cells, sheet: str) -> _Found | None:
    """The heads of a sheet: the row and table with the fewest missing and the most columns."""
    found = [
        _heads_of(cells, row, table) for row in range(1, LAST_HEAD_ROW + 1) for table in TABLES
    ]
    # A head or two also stand in other tables; three make one of ours
    likely = [one for one in found if len(one.columns) >= 3 or not one.missing]
    best = max(likely, key=lambda one: one.weight, default=None)
    if best is None:
        return None
    keys = [column.key for column in best.columns.values()]
    doubled = {column for column in best.table.columns if keys.count(column.key) > 1}
    if doubled:
        raise Refused(f"Trang tính “{sheet}” có hai cột {titles(list(doubled))}.")
    return best


def _heads_of(cells: Cells, row: int, table: ListTable) -> _Found:
    found = _Found(table, row)
    for at in range(1, MOST_COLUMNS + 1):
        words = workbooks.words_at(cells, row, at)
        column = table.named_by(words)
        if column is not None:
            found.columns[at] = column
        elif words:
            found.unread.append(" ".join(words.split())[:60])
    return found


def _rows(
    cells: Cells, found: _Found, sheet: ReadOnlyWorksheet, epoch: datetime
) -> Iterator[TypedRow]:
    merged = [one for one in merged_in(sheet) if one.max_row > found.row]
    numbers = sorted({row for row, at in cells if row > found.row and at in found.columns})
    for number in numbers:
        own = _own_cells(cells, found, number)
        count = own.pop(NUMBER, None)
        is_example = count is not None and fold(as_text(count[1].value)) == fold(EXAMPLE)
        if own and not is_example:
            row = _row(own, found.table, number, epoch)
            row["faults"] += [
                f"Có các ô gộp ({one.coord}); hãy bỏ gộp và ghi đủ từng dòng."
                for one in merged
                if one.min_row <= number <= one.max_row
            ]
            yield row


def _own_cells(cells: Cells, found: _Found, number: int) -> dict[str, tuple[str, SheetCell]]:
    """The cells of a row by their columns, each with its name."""
    return {
        column.key: (f"{get_column_letter(at)}{number}", cells[number, at])
        for at, column in found.columns.items()
        if (number, at) in cells
    }


def _row(
    own: dict[str, tuple[str, SheetCell]], table: ListTable, number: int, epoch: datetime
) -> TypedRow:
    row: TypedRow = {
        "table": table.key,
        "number": number,
        "cells": {},
        "faults": [],
        "doubts": [],
    }
    for key, (name, cell) in own.items():
        try:
            _refuse_computed(cell)
            if key in DAYS:
                row["cells"][key] = _day(cell, row, table.title_of(key), epoch).isoformat()
            else:
                row["cells"][key] = " ".join(as_text(cell.value).split())
        except ValueError as error:
            row["faults"].append(f"Ô {name} (“{shown(cell)}”): {error}")
    row["faults"] += [
        f"Chưa ghi {column.title.lower()}." for column in table.required if column.key not in own
    ]
    return row


def _refuse_computed(cell: SheetCell) -> None:
    if cell.data_type == "f":
        raise ValueError("ô chứa công thức; hãy ghi trực tiếp nội dung.")
    if cell.data_type == "e":
        raise ValueError("ô đang báo lỗi của Excel; hãy ghi lại nội dung.")


def _day(cell: SheetCell, row: TypedRow, title: str, epoch: datetime) -> date:
    """The day in a cell: a day of Excel, text, or the number behind a day. Raises ValueError."""
    value = cell.value
    if isinstance(value, datetime):
        day = value.date()
    elif isinstance(value, date):
        day = value
    elif isinstance(value, int | float) and int(value) in _SERIALS:
        read = from_excel(int(value), epoch)
        day = read.date() if isinstance(read, datetime) else _no_day()
        row["doubts"].append(f"{title}: ô ghi số {int(value)}, hiểu là ngày {day:%d/%m/%Y}.")
    elif isinstance(value, timedelta):
        day = _no_day()
    else:
        day = _typed_day(as_text(value))
    if is_far(day):
        row["doubts"].append(f"{title}: có đúng là năm {day.year} không?")
    return day


def _typed_day(text: str) -> date:
    try:
        return parse_day(text)
    except NotADay as error:
        raise ValueError(str(error) or "không phải là ngày; hãy ghi dạng 31/12/2026.") from None


def _no_day() -> date:
    raise ValueError("không phải là ngày; hãy ghi dạng 31/12/2026.")
