"""The text of snapshots of schema 1, which speaks of each task; later ones speak of groups.

Every number is a run with its place in the snapshot, so that a test can compare both. Only
accepted results are described as done.
"""

from collections.abc import Iterator

from plans.models import GroupKind
from reporting.papers.blocks import Run, Runs
from reporting.papers.days import day_in_text
from reporting.papers.sentences import listed, sentence
from reporting.reviews.papers import task_paragraphs
from reporting.reviews.papers.words import SnapshotFigures
from reporting.reviews.schema import FrozenReport, Snapshot
from tracker.lib.text import about, fold

# Words in the title of a task that put it under the first or third heading of section I
COMMUNICATION = ("tuyen truyen", "quan triet", "pho bien", "hoc tap")
SUPERVISION = ("kiem tra", "giam sat", "theo doi", "don doc", "thanh tra")


def opening(snapshot: Snapshot) -> list[Runs]:
    plan, review = snapshot["plan"], snapshot["report"]
    first, last = review["periods"][0], review["periods"][-1]
    return [
        sentence(
            "Thực hiện {} số {}, ngày {} của {} {}, {} báo cáo kết quả từ ngày {} đến ngày {}; "
            "số liệu chốt đến hết ngày {}, chỉ tính kết quả đã được thẩm tra, chấp nhận.",
            plan["kind"],
            plan["number"],
            day_in_text(plan["issued_on"]),
            plan["issuer"],
            about(plan["subject"]),
            plan["issuer"],
            day_in_text(first["data_from"]),
            day_in_text(last["data_to"]),
            day_in_text(review["cutoff_on"]),
        ),
        *_by_units_of_today(review),
    ]


def _by_units_of_today(review: FrozenReport) -> list[Runs]:
    """One sentence where the counts are by the units of today."""
    if "divided_units" not in review:
        return []
    divided = ", ".join(review["divided_units"])
    return [
        sentence(
            "Số liệu theo khối và theo đơn vị tính cho đơn vị hiện nay: phần việc của đơn vị đã "
            "sáp nhập, đổi tên hoặc giải thể tính cho đơn vị kế thừa{}{}.",
            "; vẫn tính riêng đơn vị đã chia, tách thành nhiều đơn vị: " if divided else "",
            divided,
        )
    ]


def overview(snapshot: Snapshot) -> list[Runs]:
    n = SnapshotFigures(snapshot)
    total = ("figures", "totals")
    sentences = [
        sentence(
            "Kế hoạch có {} nhiệm vụ, giao thành {} phần việc cho {} đơn vị chủ trì. Đến hết ngày "
            "{}: đã hoàn thành {}/{} phần việc (đúng hạn {}{} quá hạn {}); chưa hoàn thành {} "
            "phần việc (trong hạn {}, quá hạn {}); không tính {} phần việc (không phát sinh, tạm "
            "dừng, đã chuyển giao hoặc thôi theo dõi).",
            n("figures", "num_tasks"),
            n(*total, "assigned"),
            n("figures", "num_units"),
            day_in_text(snapshot["report"]["cutoff_on"]),
            n(*total, "done"),
            n(*total, "applicable"),
            n(*total, "done_on_time"),
            _after_extension(n, total),
            n(*total, "done_late"),
            n(*total, "open"),
            n(*total, "open_on_time"),
            n(*total, "open_late"),
            n(*total, "outside"),
        ),
    ]
    entries = ("figures", "entries")
    sentences.append(
        sentence(
            "Trong kỳ, các đơn vị đã gửi kết quả từng nhiệm vụ; Văn phòng đã thẩm tra và chấp nhận "
            "{} kết quả, trả lại {} kết quả để bổ sung; {} kết quả còn chờ thẩm tra và {} kết quả "
            "đơn vị đang sửa lại chưa được tính vào báo cáo này.",
            n(*entries, "accepted"),
            n(*entries, "returned"),
            n(*entries, "sent"),
            n(*entries, "draft"),
        )
    )
    return sentences


def communication(snapshot: Snapshot) -> list[Runs]:
    return [*_organization(snapshot, 1)]


def direction(snapshot: Snapshot) -> list[Runs]:
    documents = snapshot["documents"]
    sentences = [*_organization(snapshot, 2)]
    if documents:
        sentences.append(
            sentence(
                "Các đơn vị đã nêu {} văn bản làm minh chứng cho kết quả được chấp nhận "
                "(Phụ lục 1).",
                SnapshotFigures(snapshot).count("documents"),
            )
        )
    return sentences


def supervision(snapshot: Snapshot) -> list[Runs]:
    periods = [_filings(snapshot, index) for index in range(len(snapshot["figures"]["filings"]))]
    filings = sentence(
        "Việc gửi báo cáo của các đơn vị: {}.",
        listed(periods, "; "),
    )
    return [filings, *_organization(snapshot, 3)]


def _filings(snapshot: Snapshot, index: int) -> Runs:
    n, here = SnapshotFigures(snapshot), ("figures", "filings", index)
    period = snapshot["figures"]["filings"][index]
    return sentence(
        "{}{}, {} đơn vị phải gửi, đúng hạn {}, muộn {}, quá hạn chưa gửi {}, chưa đến hạn {}",
        period["name"],
        f" ({period['so_far']})" if "so_far" in period else "",
        n(*here, "expected"),
        n(*here, "on_time"),
        n(*here, "late"),
        n(*here, "missing"),
        n(*here, "waiting"),
    )


def group(snapshot: Snapshot, code: str) -> list[Runs]:
    """One sentence of figures, then a paragraph per task."""
    index = next(i for i, row in enumerate(snapshot["groups"]) if row["code"] == code)
    found = snapshot["groups"][index]
    n, here = SnapshotFigures(snapshot), ("figures", "by_group", index, "cells")
    lead = sentence(
        "Đã hoàn thành {}/{} phần việc (đúng hạn {}{} quá hạn {}{}); chưa hoàn thành {} phần việc, "
        "trong đó quá hạn {}.{}",
        n(*here, "done"),
        n(*here, "applicable"),
        n(*here, "done_on_time"),
        _after_extension(n, here),
        n(*here, "done_late"),
        _undated(n, here),
        n(*here, "open"),
        n(*here, "open_late"),
        _periodic(n, here),
    )
    return [
        lead,
        *(task_paragraphs.paragraph(snapshot, index, i) for i in range(len(found["tasks"]))),
    ]


def _after_extension(n: SnapshotFigures, place: tuple[str | int, ...]) -> Runs:
    """Text after the number done on time: how many of them needed an extension, if any did.

    Snapshots taken before this was counted lack the number; their text stays the same.
    """
    if not n.value(*place).get("done_extended"):
        return (Run(","),)
    return sentence(", trong đó {} sau gia hạn;", n(*place, "done_extended"))


def _undated(n: SnapshotFigures, place: tuple[str | int, ...]) -> Runs:
    """Text after the number done late: how many had no deadline, which is not "on time"."""
    if not n.value(*place).get("done_undated"):
        return ()
    return sentence(", không đặt thời hạn {}", n(*place, "done_undated"))


def _periodic(n: SnapshotFigures, place: tuple[str | int, ...]) -> Runs:
    """A sentence on recurring and continuous work, which is judged per period."""
    if not n.value(*place).get("period_owed"):
        return ()
    return sentence(
        " Việc thường xuyên, định kỳ: {}/{} phần việc đạt yêu cầu trong kỳ.",
        n(*place, "period_met"),
        n(*place, "period_owed"),
    )


def _organization(snapshot: Snapshot, heading: int) -> Iterator[Runs]:
    """The tasks of "tổ chức thực hiện" under heading number `heading` of section I."""
    for index, found in enumerate(snapshot["groups"]):
        if found["kind"] != GroupKind.ORGANIZATION:
            continue
        for position, task in enumerate(found["tasks"]):
            if _heading_of(task["title"]) == heading:
                yield task_paragraphs.paragraph(snapshot, index, position)


def _heading_of(title: str) -> int:
    words = fold(title)
    if any(word in words for word in COMMUNICATION):
        return 1
    return 3 if any(word in words for word in SUPERVISION) else 2
