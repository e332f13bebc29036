"""The headings of a review by its kind, and the source of their contents."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from plans.models import GroupKind
from reporting.models import ReviewKind
from reporting.reviews.schema import Snapshot

Source = Literal[
    "",
    "opening",
    "communication",
    "direction",
    "supervision",
    "overview",
    "group",
    "indicators",
]


@dataclass(frozen=True)
class SkeletonHeading:
    """A heading; `level` is 0 for a part, 1 for "I.", 2 for "1.", 3 for "a)".

    `source` names the generated text below it (`reporting.reviews.papers.narrative`). Where
    `is_written`, the office writes as well, after that text. `group` is the code of the plan's
    group that a heading with the source "group" describes.
    """

    key: str
    number: str
    title: str
    level: int
    source: Source = ""
    is_written: bool = True
    group: str = ""


OPENING = SkeletonHeading("opening", "", "Mở đầu", -1, "opening")
RECIPIENTS = "recipients"

FIRST_PART = SkeletonHeading(
    "part-1", "Phần thứ nhất", "TÌNH HÌNH, KẾT QUẢ THỰC HIỆN", 0, is_written=False
)
LEADERSHIP = (
    SkeletonHeading("I", "I.", "CÔNG TÁC QUÁN TRIỆT, LÃNH ĐẠO, CHỈ ĐẠO", 1, is_written=False),
    SkeletonHeading("I.1", "1.", "Công tác tuyên truyền, quán triệt", 2, "communication"),
    SkeletonHeading("I.2", "2.", "Công tác lãnh đạo, chỉ đạo, ban hành văn bản", 2, "direction"),
    SkeletonHeading("I.3", "3.", "Công tác kiểm tra, giám sát, đôn đốc", 2, "supervision"),
)
RESULTS = SkeletonHeading(
    "II", "II.", "KẾT QUẢ THỰC HIỆN CÁC NHÓM NHIỆM VỤ, GIẢI PHÁP", 1, "overview"
)
INDICATORS = SkeletonHeading(
    "III", "III.", "KẾT QUẢ THỰC HIỆN MỘT SỐ CHỈ TIÊU, CHỈ SỐ", 1, "indicators"
)
JUDGEMENT = (
    SkeletonHeading("IV", "IV.", "ĐÁNH GIÁ CHUNG", 1, is_written=False),
    SkeletonHeading("IV.1", "1.", "Ưu điểm", 2),
    SkeletonHeading("IV.2", "2.", "Tồn tại, hạn chế", 2),
    SkeletonHeading("IV.3", "3.", "Nguyên nhân", 2, is_written=False),
    SkeletonHeading("IV.3.a", "a)", "Nguyên nhân khách quan", 3),
    SkeletonHeading("IV.3.b", "b)", "Nguyên nhân chủ quan", 3),
)
LESSONS = SkeletonHeading("IV.4", "4.", "Bài học kinh nghiệm", 2)
SECOND_PART = SkeletonHeading(
    "part-2",
    "Phần thứ hai",
    "PHƯƠNG HƯỚNG, NHIỆM VỤ, GIẢI PHÁP THỜI GIAN TỚI",
    0,
    is_written=False,
)
NEXT_STEPS = SkeletonHeading("2.I", "I.", "NHIỆM VỤ, GIẢI PHÁP TRỌNG TÂM", 1)
COMMENDATION = SkeletonHeading("2.III", "III.", "ĐỀ NGHỊ KHEN THƯỞNG", 1)
PROPOSAL = SkeletonHeading("2.IV", "IV.", "ĐỀ XUẤT KẾT THÚC, TIẾP TỤC HOẶC THAY THẾ KẾ HOẠCH", 1)
REQUESTS = (
    SkeletonHeading("2.II", "II.", "KIẾN NGHỊ, ĐỀ XUẤT", 1, is_written=False),
    SkeletonHeading("2.II.1", "1.", "Với Trung ương", 2),
    SkeletonHeading("2.II.2", "2.", "Với Tỉnh ủy, Hội đồng nhân dân, Ủy ban nhân dân tỉnh", 2),
    SkeletonHeading("2.II.3", "3.", "Với các cơ quan, đơn vị, địa phương", 2),
)
PERIODIC = (
    SkeletonHeading("III", "II.", "TỒN TẠI, HẠN CHẾ, NGUYÊN NHÂN", 1),
    SkeletonHeading("2.I", "III.", "NHIỆM VỤ TRỌNG TÂM KỲ TỚI", 1),
    SkeletonHeading("2.II", "IV.", "KIẾN NGHỊ, ĐỀ XUẤT", 1),
)


def is_told_by_group(snapshot: Snapshot) -> bool:
    """Whether the text speaks of groups, as from schema 2 on; before it spoke of each task."""
    return snapshot["schema"] > 1


def headings(snapshot: Snapshot) -> list[SkeletonHeading]:
    """The headings of the paper in order, including the plan's groups."""
    kind = snapshot["report"]["kind"]
    groups = _groups(snapshot)
    if kind == ReviewKind.PERIODIC:
        results = SkeletonHeading("II", "I.", "KẾT QUẢ THỰC HIỆN", 1, "overview")
        return [OPENING, results, *groups, *PERIODIC]
    lessons = [LESSONS] if kind == ReviewKind.FINAL else []
    end = [COMMENDATION] if kind == ReviewKind.FINAL else []
    if kind == ReviewKind.FINAL and is_told_by_group(snapshot):
        end.append(PROPOSAL)
    return [
        OPENING,
        FIRST_PART,
        *LEADERSHIP,
        RESULTS,
        *groups,
        INDICATORS,
        *JUDGEMENT,
        *lessons,
        SECOND_PART,
        NEXT_STEPS,
        *REQUESTS,
        *end,
    ]


def written(snapshot: Snapshot) -> Iterator[SkeletonHeading]:
    """The headings under which the office writes."""
    return (heading for heading in headings(snapshot) if heading.is_written)


def labels(snapshot: Snapshot) -> dict[str, str]:
    """A label for each heading outside the paper: with the numbers of those above it."""
    above: dict[int, str] = {}
    by_key: dict[str, str] = {}
    for heading in headings(snapshot):
        above = {level: number for level, number in above.items() if level < heading.level}
        own = f"{heading.number} {heading.title}".strip()
        by_key[heading.key] = " · ".join([*above.values(), own])
        above[heading.level] = heading.number.rstrip(".)")
    return {key: label.removeprefix(" · ") for key, label in by_key.items()}


def _groups(snapshot: Snapshot) -> list[SkeletonHeading]:
    is_short = snapshot["report"]["kind"] == ReviewKind.PERIODIC
    has_labels = is_short and is_told_by_group(snapshot)
    groups = [group for group in snapshot["groups"] if is_short or group["kind"] == GroupKind.TASKS]
    return [
        SkeletonHeading(
            f"group-{group['code']}",
            f"{number}.",
            group["label"] if has_labels else group["heading"],
            2,
            "group",
            group=group["code"],
        )
        for number, group in enumerate(groups, start=1)
    ]
