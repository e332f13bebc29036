"""Section III of a review: the indicators of the snapshot. Older snapshots have none."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from plans.models import Direction
from reporting.reviews.papers import task_numbers
from reporting.reviews.papers.days import day_in_text
from reporting.reviews.papers.words import SnapshotFigures
from reporting.reviews.schema import FrozenIndicator, Snapshot

REACHED = {True: "Đạt", False: "Chưa đạt", None: "–"}


def sentences(snapshot: Snapshot) -> list[SafeString]:
    """How many indicators there are, how many reached their target, and how periods make one."""
    if not rows_in(snapshot):
        return []
    n = SnapshotFigures(snapshot)
    sentence = format_html(
        "Các đơn vị báo cáo số liệu của {} chỉ tiêu (Bảng 2). Trong {} chỉ tiêu đã giao mục tiêu: "
        "đạt {}, chưa đạt {}, chưa có số liệu hoặc không phát sinh {}. Tỷ lệ chung tính từ tổng tử "
        "số và tổng mẫu số của các kết quả đã được chấp nhận.",
        *(
            n("indicators", "counts", name)
            for name in ("all", "with_target", "reached", "not_reached", "without_result")
        ),
    )
    return [sentence, *_range(snapshot)]


def _range(snapshot: Snapshot) -> list[SafeString]:
    """How the numbers of several periods were aggregated; older snapshots do not say."""
    periods = snapshot["report"]["periods"]
    if len(periods) < 2 or "aggregation" not in rows_in(snapshot)[0]:
        return []
    return [
        format_html(
            "Số liệu tính cho cả thời gian từ ngày {} đến ngày {}: số phát sinh cộng các kỳ, số "
            "tại thời điểm và số lũy kế lấy kỳ cuối; kỳ dài đã có số thì thay các kỳ ngắn nằm "
            "trong.",
            day_in_text(min(row["data_from"] for row in periods)),
            day_in_text(max(row["data_to"] for row in periods)),
        )
    ]


def rows_in(snapshot: Snapshot) -> list[FrozenIndicator]:
    return snapshot["indicators"]["rows"] if "indicators" in snapshot else []


def table(snapshot: Snapshot) -> list[dict[str, object]]:
    """Bảng 2: a row per indicator."""
    n = SnapshotFigures(snapshot)
    return [
        row
        | {
            "order": index + 1,
            "aim": "từ" if row["direction"] == Direction.UP else "không quá",
            "verdict": REACHED[row["is_reached"]],
            "shortfall": task_numbers.shortfall(row),
            "figures": {
                name: n("indicators", "rows", index, name)
                for name in ("asked", "reported", "not_applicable")
            },
        }
        for index, row in enumerate(rows_in(snapshot))
    ]
