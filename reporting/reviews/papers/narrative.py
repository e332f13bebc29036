"""Sentences generated from the snapshot alone.

Every number is in an element whose `data-figure` names its place in the snapshot, so that a
test can compare both. Only accepted results are described as done.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from plans.models import GroupKind
from reporting.counting.status import DONE, Label
from reporting.reviews.papers import task_numbers
from reporting.reviews.papers.days import day_in_text
from reporting.reviews.schema import FrozenLead, FrozenReport, FrozenTask, Snapshot
from tracker.lib.template_tags import decimal
from tracker.lib.text import fold

# Words in the title of a task that put it under the first or third heading of section I
COMMUNICATION = ("tuyen truyen", "quan triet", "pho bien", "hoc tap")
SUPERVISION = ("kiem tra", "giam sat", "theo doi", "don doc", "thanh tra")
NUM_UNITS_QUOTED = 2

# In the paper, nothing unaccepted is called "hoàn thành" in any form
STATE_WORDS = {
    Label.OVERDUE: "đã quá thời hạn",
    Label.RETURNED: "đã trả lại để bổ sung",
    Label.DUE_SOON: "đang thực hiện, sắp đến hạn",
    Label.AWAITING_VERIFICATION: "đã báo cáo, chờ thẩm tra",
    Label.NOT_STARTED: "chưa triển khai",
    Label.IN_PROGRESS: "đang thực hiện",
    Label.PAUSED: "tạm dừng",
    Label.DONE_LATE: "hoàn thành quá hạn",
    Label.DONE_EXTENDED: "hoàn thành đúng hạn sau gia hạn",
    Label.DONE_ON_TIME: "hoàn thành đúng hạn",
    Label.DONE_UNDATED: "hoàn thành",
    Label.PERIOD_DONE: "thực hiện đạt yêu cầu trong kỳ",
    Label.PERIOD_WAITING: "đã báo cáo kỳ này, chờ thẩm tra",
    Label.PERIOD_MISSING: "chưa báo cáo kỳ này",
    Label.NOT_DUE: "chưa đến kỳ báo cáo",
    Label.NOT_APPLICABLE: "không phát sinh",
    Label.UNIT_ENDED: "đơn vị đã kết thúc, chưa chuyển giao",
    Label.TRANSFERRED: "đã chuyển giao",
    Label.DROPPED: "thôi theo dõi",
}
STATE_ORDER = (
    Label.DONE_ON_TIME,
    Label.DONE_EXTENDED,
    Label.DONE_LATE,
    Label.DONE_UNDATED,
    Label.PERIOD_DONE,
    Label.AWAITING_VERIFICATION,
    Label.PERIOD_WAITING,
    Label.IN_PROGRESS,
    Label.DUE_SOON,
    Label.RETURNED,
    Label.OVERDUE,
    Label.PERIOD_MISSING,
    Label.NOT_STARTED,
    Label.NOT_DUE,
    Label.NOT_APPLICABLE,
    Label.PAUSED,
    Label.UNIT_ENDED,
    Label.TRANSFERRED,
    Label.DROPPED,
)


class SnapshotFigures:
    """The numbers of the snapshot, by their place in it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def __call__(self, *path: str | int) -> SafeString:
        """The number at `path` as the paper writes it, marked with its place."""
        return format_html(
            '<span data-figure="{}">{}</span>',
            ".".join(str(step) for step in path),
            decimal(self.value(*path)),
        )

    def value(self, *path: str | int) -> Any:
        found: Any = self.snapshot
        for step in path:
            found = found[step]
        return found


def opening(snapshot: Snapshot) -> list[SafeString]:
    plan, review = snapshot["plan"], snapshot["report"]
    first, last = review["periods"][0], review["periods"][-1]
    return [
        format_html(
            "Thực hiện {} số {}, ngày {} của {} {}, {} báo cáo kết quả từ ngày {} đến ngày {}; "
            "số liệu chốt đến hết ngày {}, chỉ tính kết quả đã được thẩm tra, chấp nhận.",
            plan["kind"],
            plan["number"],
            day_in_text(plan["issued_on"]),
            plan["issuer"],
            plan["subject"],
            plan["issuer"],
            day_in_text(first["data_from"]),
            day_in_text(last["data_to"]),
            day_in_text(review["cutoff_on"]),
        ),
        *_by_units_of_today(review),
    ]


def _by_units_of_today(review: FrozenReport) -> list[SafeString]:
    """One sentence where the counts are by the units of today."""
    if "divided_units" not in review:
        return []
    divided = ", ".join(review["divided_units"])
    return [
        format_html(
            "Số liệu theo khối và theo đơn vị tính cho đơn vị hiện nay: phần việc của đơn vị đã "
            "sáp nhập, đổi tên hoặc giải thể tính cho đơn vị kế thừa{}{}.",
            "; vẫn tính riêng đơn vị đã chia, tách thành nhiều đơn vị: " if divided else "",
            divided,
        )
    ]


def overview(snapshot: Snapshot) -> list[SafeString]:
    n = SnapshotFigures(snapshot)
    total = ("figures", "totals")
    sentences = [
        format_html(
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
        format_html(
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


def communication(snapshot: Snapshot) -> list[SafeString]:
    return [*_organization(snapshot, 1)]


def direction(snapshot: Snapshot) -> list[SafeString]:
    documents = snapshot["documents"]
    sentences = [*_organization(snapshot, 2)]
    if documents:
        sentences.append(
            format_html(
                "Các đơn vị đã nêu {} văn bản làm minh chứng cho kết quả được chấp nhận "
                "(Phụ lục 1).",
                format_html('<span data-count="documents">{}</span>', decimal(len(documents))),
            )
        )
    return sentences


def supervision(snapshot: Snapshot) -> list[SafeString]:
    periods = [_filings(snapshot, index) for index in range(len(snapshot["figures"]["filings"]))]
    sentence = format_html(
        "Việc gửi báo cáo của các đơn vị: {}.",
        format_html_join("; ", "{}", ((period,) for period in periods)),
    )
    return [sentence, *_organization(snapshot, 3)]


def _filings(snapshot: Snapshot, index: int) -> SafeString:
    n, here = SnapshotFigures(snapshot), ("figures", "filings", index)
    period = snapshot["figures"]["filings"][index]
    return format_html(
        "{}, {} đơn vị phải gửi, đúng hạn {}, muộn {}, quá hạn chưa gửi {}, chưa đến hạn {}",
        period["name"],
        n(*here, "expected"),
        n(*here, "on_time"),
        n(*here, "late"),
        n(*here, "missing"),
        n(*here, "waiting"),
    )


def group(snapshot: Snapshot, code: str) -> list[SafeString]:
    """One sentence of figures, then a paragraph per task."""
    index = next(i for i, row in enumerate(snapshot["groups"]) if row["code"] == code)
    found = snapshot["groups"][index]
    n, here = SnapshotFigures(snapshot), ("figures", "by_group", index, "cells")
    lead = format_html(
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
    return [lead, *(_task(snapshot, index, i) for i in range(len(found["tasks"])))]


def _after_extension(n: SnapshotFigures, place: tuple[str | int, ...]) -> SafeString | str:
    """Text after the number done on time: how many of them needed an extension, if any did.

    Snapshots taken before this was counted lack the number; their text stays the same.
    """
    if not n.value(*place).get("done_extended"):
        return ","
    return format_html(", trong đó {} sau gia hạn;", n(*place, "done_extended"))


def _undated(n: SnapshotFigures, place: tuple[str | int, ...]) -> SafeString | str:
    """Text after the number done late: how many had no deadline, which is not "on time"."""
    if not n.value(*place).get("done_undated"):
        return ""
    return format_html(", không đặt thời hạn {}", n(*place, "done_undated"))


def _periodic(n: SnapshotFigures, place: tuple[str | int, ...]) -> SafeString | str:
    """A sentence on recurring and continuous work, which is judged per period."""
    if not n.value(*place).get("period_owed"):
        return ""
    return format_html(
        " Việc thường xuyên, định kỳ: {}/{} phần việc đạt yêu cầu trong kỳ.",
        n(*place, "period_met"),
        n(*place, "period_owed"),
    )


def _organization(snapshot: Snapshot, heading: int) -> Iterator[SafeString]:
    """The tasks of "tổ chức thực hiện" under heading number `heading` of section I."""
    for index, found in enumerate(snapshot["groups"]):
        if found["kind"] != GroupKind.ORGANIZATION:
            continue
        for position, task in enumerate(found["tasks"]):
            if _heading_of(task["title"]) == heading:
                yield _task(snapshot, index, position)


def _heading_of(title: str) -> int:
    words = fold(title)
    if any(word in words for word in COMMUNICATION):
        return 1
    return 3 if any(word in words for word in SUPERVISION) else 2


def _task(snapshot: Snapshot, group_index: int, task_index: int) -> SafeString:
    task = snapshot["groups"][group_index]["tasks"][task_index]
    head = format_html("<b>Nhiệm vụ {}.</b> <i>{}</i>", task["code"], task["title"])
    if not task["leads"]:
        return format_html("{} – chưa phân công đơn vị chủ trì.", head)
    numbers = task_numbers.sentence(snapshot, task["code"])
    if task["is_fan_out"] or len(task["leads"]) > 1:
        place = ("groups", group_index, "tasks", task_index)
        return format_html("{}: {}{}", head, _of_many(snapshot, place, task), numbers)
    return format_html("{}: {}{}", head, _of_one(snapshot, task["leads"][0]), numbers)


def _of_one(snapshot: Snapshot, lead: FrozenLead) -> SafeString:
    words = f"{lead['unit_name']} chủ trì, {state_words(lead)}"
    if lead["percent"] is not None and not lead["label"].startswith("done"):
        words += f", đạt {lead['percent']}%"
    if not lead["results"] and lead["label"].startswith("done"):
        return format_html("{}; kết quả được chấp nhận ở kỳ trước.", words)
    if not lead["results"]:
        return format_html("{}; chưa có kết quả được chấp nhận trong kỳ.", words)
    period = _period_of_text(snapshot, lead)
    text = as_sentence(lead["results"][-1]["text"])
    return format_html("{}. {}{}", words, f"{period}: " if period else "", text)


def _of_many(snapshot: Snapshot, place: tuple[str | int, ...], task: FrozenTask) -> SafeString:
    """How many units are done, the results of a few, and a reference to those of the others."""
    n = SnapshotFigures(snapshot)
    count = format_html(
        "{}/{} đơn vị hoàn thành phần việc của mình{}.",
        n(*place, "cells", "done"),
        n(*place, "cells", "applicable"),
        _others(task["leads"]),
    )
    reporters = [lead for lead in task["leads"] if lead["results"]]
    if not reporters:
        return format_html("{} Chưa có kết quả được chấp nhận trong kỳ.", count)
    reporters.sort(key=lambda lead: STATE_ORDER.index(lead["label"]))
    few = format_html_join(
        " ",
        "{}: {}",
        (
            (
                f"{lead['unit_name']} ({period})" if period else lead["unit_name"],
                as_sentence(lead["results"][-1]["text"]),
            )
            for lead in reporters[:NUM_UNITS_QUOTED]
            for period in [_period_of_text(snapshot, lead)]
        ),
    )
    rest = len(reporters) - NUM_UNITS_QUOTED
    if rest <= 0:
        return format_html("{} {}", count, few)
    return format_html("{} {} Kết quả của {} đơn vị khác tại Phụ lục 4.", count, few, rest)


def _period_of_text(snapshot: Snapshot, lead: FrozenLead) -> str:
    """The period of the quoted result, where it is one of several: it speaks of that one only."""
    periods = {row["id"]: row["name"] for row in snapshot["report"]["periods"]}
    return periods[lead["results"][-1]["period"]] if len(periods) > 1 else ""


def _others(leads: list[FrozenLead]) -> str:
    """The units that are not done, by state: "; đang thực hiện 12, quá hạn 3"."""
    shown = [label for label in STATE_ORDER if label not in DONE]
    counts = [
        f"{STATE_WORDS[label]} {number}"
        for label in shown
        if (number := sum(lead["label"] == label for lead in leads))
    ]
    return f"; {', '.join(counts)}" if counts else ""


def state_words(lead: FrozenLead) -> str:
    return STATE_WORDS[Label(lead["label"])]


def as_sentence(text: str) -> str:
    """The text of a unit with a full stop, unless it ends with a punctuation mark."""
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?", ";", "…")) else f"{text}."
