"""Bảng 1: a row per group and the sum."""

from reporting.papers.blocks import SHARE, Run, Table, TableCell, TableColumn, TableRow, plain
from reporting.reviews.narrative.house_style import Count
from reporting.reviews.narrative.places import at
from reporting.reviews.schema import FrozenCells, Snapshot
from reporting.reviews.snapshots.places import Step

# The sentences count work with a deadline that is judged by the period, too, in two places
CAPTION = "Bảng 1. Kết quả theo nhóm (mỗi phần việc tính một lần, có thời hạn thì theo thời hạn)"


def table(snapshot: Snapshot) -> Table:
    names = _names(snapshot)
    groups = snapshot["figures"]["by_group"]
    return Table(
        key="table-1",
        caption=CAPTION,
        columns=(TableColumn(36), *(TableColumn(align="center") for _ in range(len(names) + 1))),
        head=_head(snapshot),
        rows=(
            *(
                _row(snapshot, row["label"], row["cells"], "by_group", index, "cells")
                for index, row in enumerate(groups)
            ),
            _sum(snapshot),
        ),
        size=9,
        is_whole=True,
    )


def _head(snapshot: Snapshot) -> tuple[tuple[TableCell, ...], ...]:
    extended, undated = _counts_extended(snapshot), _counts_undated(snapshot)
    first = (
        TableCell(plain("Nhóm nhiệm vụ"), num_rows=2, is_head=True),
        TableCell(plain("Phải thực hiện"), num_rows=2, is_head=True),
        TableCell(plain("Đã hoàn thành"), num_columns=2 + extended + undated, is_head=True),
        TableCell(plain("Chưa hoàn thành"), num_columns=2 + undated, is_head=True),
        TableCell(plain("Không tính"), num_rows=2, is_head=True),
        TableCell(plain("Tỷ lệ hoàn thành"), num_rows=2, is_head=True),
    )
    second = (
        "Đúng hạn",
        *(["Trong đó sau gia hạn"] if extended else []),
        "Quá hạn",
        *(["Không đặt thời hạn"] if undated else []),
        "Trong hạn",
        "Quá hạn",
        *(["Không đặt thời hạn"] if undated else []),
    )
    return first, tuple(TableCell(plain(title), is_head=True) for title in second)


def _names(snapshot: Snapshot) -> tuple[str, ...]:
    """The figures of a row, in the order of the columns."""
    undated = _counts_undated(snapshot)
    return (
        *("applicable", "done_on_time"),
        *(("done_extended",) if _counts_extended(snapshot) else ()),
        "done_late",
        *(("done_undated",) if undated else ()),
        *("open_on_time", "open_late"),
        *(("open_undated",) if undated else ()),
        "outside",
    )


def _sum(snapshot: Snapshot) -> TableRow:
    row = _row(snapshot, "Cộng", snapshot["figures"]["totals"], "totals")
    return TableRow(row.cells, kind="sum")


def _row(snapshot: Snapshot, label: str, cells: FrozenCells, *path: Step) -> TableRow:
    numbers = [at(snapshot, "figures", *path, name) for name in _names(snapshot)]
    return TableRow(
        (
            TableCell(plain(label), is_head=True),
            *(TableCell((one.plain_run,)) for one in numbers),
            TableCell((_rate(cells, at(snapshot, "figures", *path, "done")),)),
        )
    )


def _rate(cells: FrozenCells, done: Count) -> Run:
    """The share done, which is worked out from the number done."""
    return Run(rate(cells), source=f"{SHARE}{done.place}" if cells["applicable"] else "")


def _counts_extended(snapshot: Snapshot) -> bool:
    """Whether `snapshot` counts tasks done on time after an extension; older ones do not."""
    return "done_extended" in snapshot["figures"]["totals"]


def _counts_undated(snapshot: Snapshot) -> bool:
    """Whether `snapshot` keeps work without a deadline apart; older ones do not."""
    return "done_undated" in snapshot["figures"]["totals"]


def rate(cells: FrozenCells) -> str:
    """Done of applicable as a percentage with one decimal; a dash where nothing applies."""
    if not cells["applicable"]:
        return "–"
    tenths = (cells["done"] * 2000 + cells["applicable"]) // (2 * cells["applicable"])
    return f"{tenths // 10},{tenths % 10}%"
