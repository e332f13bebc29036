"""The rows behind the counts of parts, units, results and submissions: "figures" and "groups"."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from reporting.counting.punctuality import Punctuality
from reporting.counting.status import Status
from reporting.models import EntryStatus, ReportingPeriod
from reporting.reviews.snapshots.figures import cells
from reporting.reviews.tracing import listing
from reporting.reviews.tracing.cutoff import CutoffRows, PartAtCutoff
from reporting.reviews.tracing.listing import Traced

CELLS = {
    "assigned": "Phần việc được giao",
    "applicable": "Phần việc phải thực hiện",
    "done": "Phần việc đã hoàn thành",
    "done_on_time": "Phần việc hoàn thành đúng hạn",
    "done_extended": "Phần việc hoàn thành đúng hạn sau gia hạn",
    "done_late": "Phần việc hoàn thành quá hạn",
    "done_undated": "Phần việc hoàn thành, không đặt thời hạn",
    "open": "Phần việc chưa hoàn thành",
    "open_on_time": "Phần việc chưa hoàn thành, còn trong hạn",
    "open_late": "Phần việc chưa hoàn thành, đã quá hạn",
    "open_undated": "Phần việc chưa hoàn thành, không đặt thời hạn",
    "outside": (
        "Phần việc không tính (chưa đến kỳ báo cáo, không phát sinh, tạm dừng, đã chuyển giao, "
        "thôi theo dõi)"
    ),
    "period_met": "Việc thường xuyên, định kỳ đạt yêu cầu của kỳ",
    "period_owed": "Việc thường xuyên, định kỳ phải thực hiện trong kỳ",
}
ENTRIES = {
    "draft": "Kết quả đơn vị đang sửa lại",
    "sent": "Kết quả chờ thẩm tra",
    "returned": "Kết quả bị trả lại để bổ sung",
    "accepted": "Kết quả được chấp nhận",
}
FILINGS = {
    "expected": "Đơn vị phải gửi báo cáo",
    "on_time": "Đơn vị gửi đúng hạn",
    "late": "Đơn vị gửi muộn",
    "missing": "Đơn vị chưa gửi",
    "waiting": "Đơn vị chưa đến hạn gửi",
    "closed": "Đơn vị chưa gửi khi kỳ đóng trước hạn",
}
BEHIND = {
    "num_behind": (Punctuality.LATE, Punctuality.MISSING),
    "late": (Punctuality.LATE,),
    "missing": (Punctuality.MISSING,),
}
# How many steps lead from each part of the figures to a number
NUM_STEPS = {
    "num_units": 0,
    "num_tasks": 0,
    "totals": 1,
    "by_group": 3,
    "by_bloc": 3,
    "matrix": 4,
    "trend": 3,
    "entries": 1,
    "filings": 2,
    "filers": 2,
}
Steps = list[str]
Numbers = Mapping[str, object]


def is_in(status: Status, key: str, count: Callable[[list[Status]], Numbers]) -> bool:
    """Whether one part of this `status` counts in the number `key` of what `count` returns."""
    return bool(_counted(status, count)[key])


@cache
def _counted(status: Status, count: Callable[[list[Status]], Numbers]) -> Numbers:
    """There are few different statuses, and many parts."""
    return count([status])


def in_cells(
    rows: CutoffRows, key: str, found: Iterable[PartAtCutoff], scope: str = ""
) -> Traced | None:
    """Those of the parts that count in `key`, one of the cells."""
    if key not in CELLS:
        return None
    name = f"{CELLS[key]}, {scope}" if scope else CELLS[key]
    return listing.parts(name, rows, [part for part in found if is_in(part.status, key, cells)])


def trace_figures(rows: CutoffRows, steps: Steps) -> Traced | None:
    tracers: dict[str, Callable[[CutoffRows, Steps], Traced | None]] = {
        "num_units": _num_units,
        "num_tasks": _num_tasks,
        "totals": _totals,
        "by_group": _by_group,
        "by_bloc": _by_bloc,
        "matrix": _matrix,
        "trend": _trend,
        "entries": _entries,
        "filings": _filings,
        "filers": _filers,
    }
    name, *others = steps or [""]
    if name not in tracers or len(others) != NUM_STEPS[name]:
        return None
    return tracers[name](rows, others)


def trace_groups(rows: CutoffRows, steps: Steps) -> Traced | None:
    """The parts of one task, "groups.0.tasks.1.leads", and its cells, "….cells.done"."""
    match steps:
        case [group, "tasks", task, *others]:
            found = rows.snapshot["groups"][int(group)]["tasks"][int(task)]
            own = [part for part in rows.parts() if part.assignment.task_id == found["id"]]
            scope = f"nhiệm vụ {found['code']}"
            match others:
                case ["leads"]:
                    return listing.parts(f"Phần việc của các đơn vị, {scope}", rows, own)
                case ["cells", key]:
                    return in_cells(rows, key, own, scope)
    return None


def _num_units(rows: CutoffRows, steps: Steps) -> Traced:
    return listing.units("Đơn vị chủ trì", rows, (part.unit for part in rows.parts()))


def _num_tasks(rows: CutoffRows, steps: Steps) -> Traced:
    return listing.tasks("Nhiệm vụ của kế hoạch", rows.tasks.values())


def _totals(rows: CutoffRows, steps: Steps) -> Traced | None:
    return in_cells(rows, steps[0], rows.parts())


def _by_group(rows: CutoffRows, steps: Steps) -> Traced | None:
    index, _, key = steps
    group = rows.snapshot["figures"]["by_group"][int(index)]
    return in_cells(rows, key, _of_group(rows, group["code"]), group["label"])


def _by_bloc(rows: CutoffRows, steps: Steps) -> Traced | None:
    index, _, key = steps
    bloc = rows.snapshot["figures"]["by_bloc"][int(index)]
    own = [part for part in rows.parts() if rows.units[part.unit].bloc_id == bloc["bloc"]]
    return in_cells(rows, key, own, bloc["label"])


def _matrix(rows: CutoffRows, steps: Steps) -> Traced | None:
    index, _, column, key = steps
    row = rows.snapshot["figures"]["matrix"][int(index)]
    group = rows.snapshot["figures"]["by_group"][int(column)]
    own = [part for part in _of_group(rows, group["code"]) if part.unit == row["unit"]]
    return in_cells(rows, key, own, f"{row['name']}, {group['label']}")


def _of_group(rows: CutoffRows, code: str) -> list[PartAtCutoff]:
    return [part for part in rows.parts() if part.assignment.task.group.code == code]


def _trend(rows: CutoffRows, steps: Steps) -> Traced | None:
    index, _, key = steps
    row = rows.snapshot["figures"]["trend"][int(index)]
    period = ReportingPeriod.objects.filter(pk=row["period"]).first()
    return in_cells(rows, key, rows.parts(period), f"sau {row['name']}") if period else None


def _entries(rows: CutoffRows, steps: Steps) -> Traced:
    status = EntryStatus(steps[0])
    found = [row for row in rows.results if row.status == status]
    return listing.entries(ENTRIES[status], rows, found)


def _filings(rows: CutoffRows, steps: Steps) -> Traced | None:
    index, key = steps
    period = rows.snapshot["figures"]["filings"][int(index)]
    if key not in FILINGS:
        return None
    states = {key}
    if key == Punctuality.WAITING and "closed" not in period:
        states.add(Punctuality.CLOSED)
    found = [
        row
        for row in rows.filings
        if row.period_id == period["period"] and (key == "expected" or row.state in states)
    ]
    return listing.filings(f"{FILINGS[key]}, {period['name']}", rows, found)


def _filers(rows: CutoffRows, steps: Steps) -> Traced | None:
    index, key = steps
    filer = rows.snapshot["figures"].get("filers", [])[int(index)]
    if key not in BEHIND:
        return None
    found = [
        row
        for row in rows.filings
        if row.state in BEHIND[key] and rows.unit_name(row.unit_id) == filer["unit_name"]
    ]
    return listing.filings(f"Kỳ gửi muộn hoặc chưa gửi, {filer['unit_name']}", rows, found)
