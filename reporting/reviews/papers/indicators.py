"""Section III of a review: the indicators of the snapshot. Older snapshots have none."""

from dataclasses import replace
from itertools import pairwise

from plans.models import Direction
from reporting.papers.blocks import Runs, Table, TableCell, TableColumn, TableRow, plain
from reporting.papers.days import day_in_text
from reporting.papers.sentences import Part, listed, on_lines, sentence
from reporting.reviews.narrative.house_style import paragraph
from reporting.reviews.narrative.numbers import lacking, targets
from reporting.reviews.narrative.places import words_at
from reporting.reviews.papers.words import SnapshotFigures
from reporting.reviews.schema import FrozenIndicator, FrozenPeriod, Snapshot
from reporting.reviews.skeleton import is_told_by_group

REACHED = {True: "Đạt", False: "Chưa đạt", None: "–"}


def sentences(snapshot: Snapshot) -> list[Runs]:
    """How many indicators there are, how many reached their target, and how periods make one."""
    if not rows_in(snapshot):
        return []
    if is_told_by_group(snapshot):
        return [paragraph(targets(snapshot), *_range(snapshot))]
    n = SnapshotFigures(snapshot)
    counts = sentence(
        "Các đơn vị báo cáo số liệu của {} chỉ tiêu (Bảng 2). Trong {} chỉ tiêu đã giao mục tiêu: "
        "đạt {}, chưa đạt {}, chưa có số liệu hoặc không phát sinh {}. Tỷ lệ chung tính từ tổng tử "
        "số và tổng mẫu số của các kết quả đã được chấp nhận.",
        *(
            n("indicators", "counts", name)
            for name in ("all", "with_target", "reached", "not_reached", "without_result")
        ),
    )
    return [counts, *_range(snapshot)]


def _range(snapshot: Snapshot) -> list[Runs]:
    """How the numbers of several periods were aggregated; older snapshots do not say."""
    periods = snapshot["report"]["periods"]
    if len(periods) < 2 or "aggregation" not in rows_in(snapshot)[0]:
        return []
    if is_told_by_group(snapshot):
        within = "; kỳ dài đã có số thì thay các kỳ ngắn nằm trong" if _overlap(periods) else ""
        words = "số phát sinh cộng các kỳ, số tại thời điểm và số lũy kế lấy kỳ cuối"
        return [plain(f"Số liệu cả thời gian: {words}{within}.")]
    return [
        sentence(
            "Số liệu tính cho cả thời gian từ ngày {} đến ngày {}: số phát sinh cộng các kỳ, số "
            "tại thời điểm và số lũy kế lấy kỳ cuối; kỳ dài đã có số thì thay các kỳ ngắn nằm "
            "trong.",
            day_in_text(min(row["data_from"] for row in periods)),
            day_in_text(max(row["data_to"] for row in periods)),
        )
    ]


def _overlap(periods: list[FrozenPeriod]) -> bool:
    """Whether a period begins before one that began earlier has ended."""
    in_order = sorted(periods, key=lambda row: row["data_from"])
    return any(now["data_from"] <= before["data_to"] for before, now in pairwise(in_order))


def rows_in(snapshot: Snapshot) -> list[FrozenIndicator]:
    return snapshot["indicators"]["rows"] if "indicators" in snapshot else []


def table(snapshot: Snapshot) -> Table:
    """Bảng 2: a row per indicator."""
    titles = (
        "TT",
        "Chỉ tiêu",
        "Mục tiêu (văn bản giao)",
        "Thực hiện",
        "So với mục tiêu",
        "Đơn vị có số liệu",
    )
    return Table(
        key="table-2",
        caption="Bảng 2. Kết quả thực hiện các chỉ tiêu",
        columns=(
            TableColumn(10, "center"),
            TableColumn(),
            TableColumn(32),
            TableColumn(42, "center"),
            TableColumn(19),
            TableColumn(22, "center"),
        ),
        head=(tuple(TableCell(plain(title), is_head=True) for title in titles),),
        rows=tuple(_row(snapshot, index) for index in range(len(rows_in(snapshot)))),
        size=9,
    )


def _row(snapshot: Snapshot, index: int) -> TableRow:
    row = rows_in(snapshot)[index]
    return TableRow(
        (
            TableCell(plain(str(index + 1))),
            TableCell(plain(_name(row)), is_head=True),
            TableCell(_target(row)),
            TableCell(_result(snapshot, index, row)),
            TableCell(plain(REACHED[row["is_reached"]])),
            TableCell(_units(snapshot, index)),
        )
    )


def _name(row: FrozenIndicator) -> str:
    """The indicator, its task, its unit, and how the numbers of several periods make one."""
    how = ""
    if row["is_cumulative"]:
        how = ", lũy kế"
    elif row.get("aggregation") == "last":
        how = ", số cuối kỳ"
    return f"{row['name']} (nhiệm vụ {row['task']}; {row['unit_of_measure']}{how})"


def _target(row: FrozenIndicator) -> Runs:
    """The target above the number of its document, which is long for a narrow column."""
    if not row["target"]:
        return plain("Chưa giao")
    aim = "Từ" if row["direction"] == Direction.UP else "Không quá"
    return on_lines([f"{aim} {row['target']}", f"({row['target_document']})"])


def _result(snapshot: Snapshot, index: int, row: FrozenIndicator) -> Runs:
    here = ("indicators", "rows", index)
    parts = sentence(" ({})", words_at(snapshot, *here, "parts")) if row["parts"] else ()
    lines: list[Part] = [sentence("{}{}", words_at(snapshot, *here, "result"), parts)]
    if row["reported"] and lacking(row):
        n = SnapshotFigures(snapshot)
        short = [sentence("{} {}", n(*here, key), words) for key, words in lacking(row)]
        told = sentence("chưa đủ: {}", listed(short))
        lines.append(tuple(replace(run, is_italic=True) for run in told))
    return on_lines(lines)


def _units(snapshot: Snapshot, index: int) -> Runs:
    n, here = SnapshotFigures(snapshot), ("indicators", "rows", index)
    reported = sentence("{}/{}", n(*here, "reported"), n(*here, "asked"))
    if not n.value(*here, "not_applicable"):
        return reported
    return sentence("{}; không phát sinh {}", reported, n(*here, "not_applicable"))
