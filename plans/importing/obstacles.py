"""What keeps findings from being written, as sentences with the part that they concern."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast

from plans.importing.findings import (
    HEAD,
    DocumentFinding,
    Findings,
    GroupFinding,
    TaskFinding,
    kept_tasks,
)
from plans.models import GroupKind, Plan, TaskKind

# The longest words of each column
_OF_HEAD = {
    "number": ("số, ký hiệu", 60),
    "kind": ("loại văn bản", 60),
    "short_title": ("tên gọi tắt", 200),
    "subject": ("trích yếu", 5_000),
    "superior": ("cơ quan cấp trên", 120),
    "issuer": ("cơ quan ban hành (dòng 2)", 120),
    "title": ("cơ quan ban hành", 200),
    "symbol": ("ký hiệu cơ quan", 20),
    "place": ("địa danh", 80),
}
_OPTIONAL = {"superior"}
_OF_GROUP = {"code": ("mã", 10), "label": ("tên ngắn", 80), "heading": ("tên nguyên văn", 5_000)}
_OF_TASK = {"code": ("mã", 12), "title": ("tên ngắn", 200), "deliverable": ("sản phẩm", 300)}


@dataclass(frozen=True)
class Obstacle:
    part: str
    sentence: str


def of(found: Findings, *, owner_id: int | None = None) -> Iterator[Obstacle]:
    """Everything that has to be mended first, in the order of the page.

    `owner_id`: the unit that keeps the plan for itself, among whose plans the number is new.
    """
    yield from _of_head(found, owner_id)
    groups = [group for group in found["groups"] if not group["is_dropped"]]
    for group in groups:
        yield from _of_group(group)
    yield from _repeated([(group["code"], group["id"]) for group in groups], "nhóm")
    tasks = [task for _, task in kept_tasks(found)]
    if not tasks:
        yield Obstacle("tasks", "Chưa có nhiệm vụ nào. Hãy thêm nhiệm vụ từ đoạn văn bản bên cạnh.")
    for task in tasks:
        yield from _of_task(task)
    yield from _repeated([(task["code"], task["id"]) for task in tasks], "nhiệm vụ")
    yield from map(_without_kind, filter(_lacks_kind, found["documents"]))


def _existing_plan(found: Findings, owner_id: int | None) -> Plan | None:
    """The plan of the same owner that already has this number and day."""
    head = found["head"]
    if not head["number"] or not head["issued_on"]:
        return None
    key = {"number": head["number"], "issued_on": head["issued_on"]}
    return Plan.objects.filter(owner=owner_id, **key).first()


def _of_head(found: Findings, owner_id: int | None) -> Iterator[Obstacle]:
    head = found["head"]
    for name, (label, most) in _OF_HEAD.items():
        words = cast(str, head[name])  # type: ignore[literal-required]
        if len(words) > most or (not words and name not in _OPTIONAL):
            yield _unfit(HEAD, "kế hoạch", label, words, most)
    if not head["issued_on"]:
        yield Obstacle(HEAD, "Hãy ghi ngày ban hành của kế hoạch.")
    signer = head["signer"]
    for label, words in (
        ("thẩm quyền ký", signer["capacity"]),
        ("chức vụ người ký", signer["post"]),
        ("người ký", signer["name"]),
    ):
        if len(words) > 80:
            yield _unfit(HEAD, "kế hoạch", label, words, 80)
    if (plan := _existing_plan(found, owner_id)) is not None:
        day = date.fromisoformat(cast(str, head["issued_on"]))
        yield Obstacle(HEAD, f"Kế hoạch số {plan.number} ngày {day:%d/%m/%Y} đã có trong danh mục.")


def _of_group(group: GroupFinding) -> Iterator[Obstacle]:
    name = f"nhóm {group['code']}".strip()
    for field, (label, most) in _OF_GROUP.items():
        words = cast(str, group[field])  # type: ignore[literal-required]
        if not words or len(words) > most:
            yield _unfit(group["id"], name, label, words, most)
    if group["kind"] not in GroupKind.values:
        yield Obstacle(group["id"], f"Hãy chọn loại của {name}.")


def _of_task(task: TaskFinding) -> Iterator[Obstacle]:
    name = f"nhiệm vụ {task['code']}".strip()
    for field, (label, most) in _OF_TASK.items():
        words = cast(str, task[field])  # type: ignore[literal-required]
        if len(words) > most or (not words and field != "deliverable"):
            yield _unfit(task["id"], name, label, words, most)
    if not task["text"]:
        yield Obstacle(task["id"], f"Hãy ghi nguyên văn của {name}.")
    if task["kind"] not in TaskKind.values:
        yield Obstacle(task["id"], f"Hãy chọn loại của {name}.")
    words = task["deadline"]["words"]
    if len(words) > 200:
        yield _unfit(task["id"], name, "thời hạn theo lời văn", words, 200)
    if task["deadline"]["date"] and not words:
        yield Obstacle(task["id"], f"Thời hạn của {name} phải kèm lời văn của văn bản.")


def _lacks_kind(document: DocumentFinding) -> bool:
    return bool(document["number"]) and not document["kind"] and not document["is_dropped"]


def _without_kind(document: DocumentFinding) -> Obstacle:
    return Obstacle(document["id"], f"Hãy ghi loại của văn bản {document['number']}.")


def _unfit(part: str, whose: str, label: str, words: str, most: int) -> Obstacle:
    if not words:
        return Obstacle(part, f"Hãy ghi {label} của {whose}.")
    return Obstacle(part, f"{label.capitalize()} của {whose} dài hơn {most} chữ cái, hãy rút ngắn.")


def _repeated(codes: list[tuple[str, str]], noun: str) -> Iterator[Obstacle]:
    counts = Counter(code for code, _ in codes)
    seen: set[str] = set()
    for code, part in codes:
        if code and counts[code] > 1 and code in seen:
            yield Obstacle(part, f"Có {counts[code]} {noun} mang mã {code}; mỗi {noun} một mã.")
        seen.add(code)
