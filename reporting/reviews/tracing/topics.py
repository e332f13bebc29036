"""The rows behind what the text tells of a group of tasks: "topics"."""

from collections import defaultdict
from collections.abc import Iterable

from reporting.counting.status import Cell
from reporting.reviews.snapshots.documents import documents_of
from reporting.reviews.snapshots.figures import cells
from reporting.reviews.snapshots.results import Reported
from reporting.reviews.snapshots.topics import counts_of, state_of_task, states_of
from reporting.reviews.topics_schema import FrozenTopic
from reporting.reviews.tracing import listing
from reporting.reviews.tracing.counts import Steps, is_in
from reporting.reviews.tracing.cutoff import CutoffRows, PartAtCutoff
from reporting.reviews.tracing.listing import Traced

PARTS = {
    "num_parts": "Phần việc phải thực hiện",
    "num_outside": "Phần việc không tính",
    "dated": "Phần việc có thời hạn",
    "dated_done": "Phần việc có thời hạn đã hoàn thành",
    "dated_on_time": "Phần việc hoàn thành đúng hạn",
    "dated_extended": "Phần việc hoàn thành đúng hạn sau gia hạn",
    "dated_late": "Phần việc hoàn thành quá hạn",
    "dated_open": "Phần việc có thời hạn chưa hoàn thành",
    "dated_overdue": "Phần việc chưa hoàn thành, đã quá hạn",
    "once": "Phần việc một lần, không đặt thời hạn",
    "once_done": "Phần việc một lần, không đặt thời hạn đã hoàn thành",
    "periodic": "Việc thường xuyên, định kỳ",
    "periodic_met": "Việc thường xuyên, định kỳ đạt yêu cầu của kỳ",
    "both": "Việc thường xuyên, định kỳ có thời hạn",
    "both_met": "Việc thường xuyên, định kỳ có thời hạn, đạt yêu cầu của kỳ",
}
DIFFERENCES = {"dated_difference": "dated_done", "periodic_difference": "periodic_met"}
UNITS = {
    "done": "Đơn vị hoàn thành toàn bộ phần việc",
    "late": "Đơn vị còn phần việc quá hạn",
    "missing": "Đơn vị chưa báo cáo kỳ này",
    "returned": "Đơn vị có kết quả bị trả lại",
    "open": "Đơn vị đang thực hiện",
}
TASKS = {
    "done": "Nhiệm vụ đã hoàn thành, đạt yêu cầu",
    "partly": "Nhiệm vụ có đơn vị đã hoàn thành",
    "open": "Nhiệm vụ đang thực hiện, chưa hoàn thành",
    "idle": "Nhiệm vụ chưa đến kỳ báo cáo, không phát sinh",
    "unassigned": "Nhiệm vụ chưa phân công",
}


def trace_topics(rows: CutoffRows, steps: Steps) -> Traced | None:
    if not steps:
        return None
    topic = rows.snapshot["topics"][int(steps[0])]
    match steps[1:]:
        case ["num_tasks"]:
            return listing.tasks("Nhiệm vụ", map(rows.tasks.__getitem__, topic["tasks"]))
        case ["num_units"]:
            return listing.units("Đơn vị chủ trì", rows, (part.unit for part in _own(rows, topic)))
        case ["results"]:
            return listing.entries("Kết quả được chấp nhận", rows, _results(rows, topic))
        case ["documents"]:
            return _documents(rows, topic)
        case ["units", state, key] if state in UNITS:
            return _units(rows, topic, state, key)
        case ["by_state", state, "count"] if state in TASKS:
            return _tasks(rows, topic, state)
        case ["change", key]:
            return _change(rows, topic, key)
        case [key] if key in PARTS:
            return _parts(rows, key, _own(rows, topic))
    return None


def _own(rows: CutoffRows, topic: FrozenTopic, *, is_earlier: bool = False) -> list[PartAtCutoff]:
    codes = set(topic["tasks"])
    found = rows.parts(rows.earlier.period) if is_earlier else rows.parts()
    return [part for part in found if part.assignment.task.code in codes]


def _parts(rows: CutoffRows, key: str, own: Iterable[PartAtCutoff]) -> Traced:
    return listing.parts(
        PARTS[key], rows, [part for part in own if is_in(part.status, key, counts_of)]
    )


def _change(rows: CutoffRows, topic: FrozenTopic, key: str) -> Traced | None:
    """A count of the earlier period, or how it differs from that of today."""
    counted = DIFFERENCES.get(key, key)
    if counted not in PARTS or rows.earlier.period is None:
        return None
    basis = rows.earlier.period.name
    then = _parts(rows, counted, _own(rows, topic, is_earlier=True))
    if key == counted:
        return listing.Traced(f"{then.name}, {basis}", then.columns, then.rows, then.number)
    now = _parts(rows, counted, _own(rows, topic))
    return listing.difference(f"{now.name}, chênh lệch so với {basis}", now, then, basis)


def _results(rows: CutoffRows, topic: FrozenTopic) -> list[Reported]:
    leads = {part.assignment.pk for part in _own(rows, topic)}
    return [row for row in rows.results if row.is_accepted and row.assignment in leads]


def _documents(rows: CutoffRows, topic: FrozenTopic) -> Traced:
    entries = {row.entry for row in _results(rows, topic)}
    found = [
        row
        for row in documents_of(rows.results, rows.as_of)
        if not entries.isdisjoint(row["entries"])
    ]
    return listing.documents("Văn bản được nêu làm minh chứng", found)


def _units(rows: CutoffRows, topic: FrozenTopic, state: str, key: str) -> Traced | None:
    """The units in this state; with the key "others" those that the text does not name."""
    own: dict[int, list[PartAtCutoff]] = defaultdict(list)
    for part in _own(rows, topic):
        if part.status.cell != Cell.OUTSIDE:
            own[part.unit].append(part)
    found = [
        pk
        for pk in rows.units
        if pk in own and state in states_of([part.status for part in own[pk]])
    ]
    if key == "others":
        num_named = {str(name): len(units["names"]) for name, units in topic["units"].items()}
        found = found[num_named[state] :]
    return listing.units(UNITS[state], rows, found) if key in ("count", "others") else None


def _tasks(rows: CutoffRows, topic: FrozenTopic, state: str) -> Traced:
    own: dict[str, list[PartAtCutoff]] = defaultdict(list)
    for part in _own(rows, topic):
        own[part.assignment.task.code].append(part)
    found = [
        rows.tasks[code]
        for code in topic["tasks"]
        if state_of_task(cells(part.status for part in own[code]) if own[code] else None) == state
    ]
    return listing.tasks(TASKS[state], found)
