"""What the text of a review tells of each group of tasks: counts, and units by name."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plans.models import Assignment, GroupKind
from reporting.counting.status import DONE, Cell, Label, Status
from reporting.counting.status_columns import status_of
from reporting.counting.tallies import Tally
from reporting.reviews.schema import (
    CellsOfUnit,
    FrozenCells,
    FrozenDocument,
    FrozenGroup,
    FrozenTask,
)
from reporting.reviews.topics_schema import (
    FrozenChange,
    FrozenNames,
    FrozenTopic,
    PartCounts,
    TaskState,
    UnitState,
)
from tracker.lib.text import compose, fold
from units.succession import PresentUnits

ALL = "all"
DATED = (Cell.DONE_ON_TIME, Cell.DONE_LATE, Cell.OPEN_ON_TIME, Cell.OPEN_LATE)
# Units that are done are named up to this number; late and missing ones always
MAX_NAMED = 5
UNIT_STATES: tuple[UnitState, ...] = ("done", "late", "missing", "returned", "open")
# Words in the title of a task that put it under the first or third heading of section I
COMMUNICATION = ("tuyen truyen", "quan triet", "pho bien", "hoc tap")
SUPERVISION = ("kiem tra", "giam sat", "theo doi", "don doc", "thanh tra")
# Words in the title of a task of which the annex on commendation and responsibility tells; with
# their marks, because "tuyến đường" is a road
COMMENDATION = ("khen thưởng", "tuyên dương", "biểu dương")
RESPONSIBILITY = ("xử lý kỷ luật", "xử lý trách nhiệm", "xem xét trách nhiệm")


@dataclass(frozen=True)
class TopicFacts:
    """What all topics are made of. `before` has earlier statuses by task, empty without any."""

    leads: dict[int, list[Assignment]]
    units: Sequence[CellsOfUnit]
    names: dict[int, dict[str, str]]
    present: PresentUnits
    before: dict[int, list[Status]]


def topics(
    groups: Sequence[FrozenGroup],
    leads: Iterable[Assignment],
    *,
    units: Sequence[CellsOfUnit],
    names: dict[int, dict[str, str]],
    present: PresentUnits,
    documents: Sequence[FrozenDocument],
    before: dict[int, list[Status]],
    chosen: Mapping[str, Collection[str]],
) -> list[FrozenTopic]:
    """All tasks, those of each group, of each heading of section I, and of the last annex.

    `chosen` are the codes of the tasks that the office chose for a heading, by its key; they
    take the place of those by rule.
    """
    by_task: dict[int, list[Assignment]] = defaultdict(list)
    for lead in leads:
        by_task[lead.task_id].append(lead)
    facts = TopicFacts(by_task, units, names, present, before)
    sets = _by_rule(groups)
    everything = sets[ALL]
    for key, codes in chosen.items():
        sets[key] = [task for task in everything if task["code"] in codes]
    return [_topic(key, tasks, facts, documents) for key, tasks in sets.items()]


def _by_rule(groups: Sequence[FrozenGroup]) -> dict[str, list[FrozenTask]]:
    everything = [task for group in groups for task in group["tasks"]]
    return {
        ALL: everything,
        **_by_heading(groups),
        "commendation": [task for task in everything if _speaks(task, COMMENDATION)],
        "responsibility": [task for task in everything if _speaks(task, RESPONSIBILITY)],
    }


def _by_heading(groups: Sequence[FrozenGroup]) -> dict[str, list[FrozenTask]]:
    """The tasks of every heading, also of those that tell of none."""
    keys = [*(f"group-{group['code']}" for group in groups), *(f"I.{n}" for n in (1, 2, 3))]
    found: dict[str, list[FrozenTask]] = {key: [] for key in keys}
    for group in groups:
        for task in group["tasks"]:
            for key in headings_of(task["title"], group=group["code"], kind=group["kind"]):
                found[key].append(task)
    return found


def headings_of(title: str, *, group: str, kind: str) -> Iterator[str]:
    """The keys of the headings that tell by rule of a task in a `group` of that `kind`."""
    yield f"group-{group}"
    if kind == GroupKind.ORGANIZATION:
        yield f"I.{_heading_of(title)}"


def _heading_of(title: str) -> int:
    """The heading of section I under which a task of "tổ chức thực hiện" is told."""
    words = fold(title)
    if any(word in words for word in COMMUNICATION):
        return 1
    return 3 if any(word in words for word in SUPERVISION) else 2


def _speaks(task: FrozenTask, known: Iterable[str]) -> bool:
    title = compose(task["title"]).casefold()
    return any(word in title for word in known)


def _topic(
    key: str, tasks: list[FrozenTask], facts: TopicFacts, documents: Sequence[FrozenDocument]
) -> FrozenTopic:
    leads = [lead for task in tasks for lead in facts.leads.get(task["id"], ())]
    statuses = [status_of(lead) for lead in leads]
    counts = counts_of(statuses)
    entries = _entries(tasks)
    found: FrozenTopic = {
        "key": key,
        "tasks": [task["code"] for task in tasks],
        "num_tasks": len(tasks),
        "num_units": len({facts.present.unit_of(lead.unit_id) for lead in leads}),
        **counts,
        "results": len(entries),
        "documents": sum(not entries.isdisjoint(row["entries"]) for row in documents),
        "units": _units(leads, facts),
        "by_state": _by_state(tasks),
    }
    if facts.before:
        earlier = [status for task in tasks for status in facts.before.get(task["id"], [])]
        found["change"] = _change(counts, counts_of(earlier))
    return found


def counts_of(statuses: Sequence[Status]) -> PartCounts:
    """Numbers of parts; each status counts in them independently of the others."""
    tally, once = _tally(statuses), _tally(filter(_is_once, statuses))
    both = _tally(filter(_has_deadline, statuses))
    return {
        "num_parts": tally.num_applicable,
        "num_outside": tally.cells[Cell.OUTSIDE],
        "dated": tally.num_dated,
        "dated_done": tally.num_dated_done,
        "dated_on_time": tally.num_on_time,
        "dated_extended": tally.num_extended,
        "dated_late": tally.cells[Cell.DONE_LATE],
        "dated_open": tally.num_dated - tally.num_dated_done,
        "dated_overdue": tally.cells[Cell.OPEN_LATE],
        "once": once.num_all,
        "once_done": once.num_done,
        "periodic": tally.num_periodic,
        "periodic_met": tally.num_period_met,
        "both": both.num_periodic,
        "both_met": both.num_period_met,
    }


def _is_once(status: Status) -> bool:
    """One-off work without a deadline, done or not."""
    return status.period is None and status.cell in (Cell.DONE_UNDATED, Cell.OPEN_UNDATED)


def _has_deadline(status: Status) -> bool:
    return status.cell in DATED


def _entries(tasks: Iterable[FrozenTask]) -> set[int]:
    """The accepted results of the tasks."""
    leads = (lead for task in tasks for lead in task["leads"])
    return {result["entry"] for lead in leads for result in lead["results"]}


def _tally(statuses: Iterable[Status]) -> Tally:
    tally = Tally()
    for status in statuses:
        tally.add(status)
    return tally


def _change(now: PartCounts, then: PartCounts) -> FrozenChange:
    return {
        "dated": then["dated"],
        "dated_done": then["dated_done"],
        "dated_difference": now["dated_done"] - then["dated_done"],
        "periodic": then["periodic"],
        "periodic_met": then["periodic_met"],
        "periodic_difference": now["periodic_met"] - then["periodic_met"],
    }


def _units(leads: Iterable[Assignment], facts: TopicFacts) -> dict[UnitState, FrozenNames]:
    """The units with parts that count, in the order of the list of units."""
    parts: dict[int, list[Status]] = defaultdict(list)
    for lead in leads:
        status = status_of(lead)
        if status.cell != Cell.OUTSIDE:
            parts[facts.present.unit_of(lead.unit_id)].append(status)
    found: dict[UnitState, list[str]] = {state: [] for state in UNIT_STATES}
    for row in facts.units:
        if row["unit"] in parts:
            name = facts.names.get(row["unit"], {}).get("name", row["name"])
            for state in states_of(parts[row["unit"]]):
                found[state].append(name)
    return {
        state: _names(units, MAX_NAMED if state == "done" else None)
        for state, units in found.items()
    }


def states_of(own: Sequence[Status]) -> list[UnitState]:
    """Where the parts of one unit stand: late and missing ones may come together."""
    is_so: dict[UnitState, bool] = {
        "done": all(one.label in DONE for one in own),
        "late": any(one.cell == Cell.OPEN_LATE for one in own),
        "missing": any(map(_is_missing, own)),
    }
    found: list[UnitState] = [state for state, holds in is_so.items() if holds] or ["open"]
    if any(one.label == Label.RETURNED for one in own):
        found.append("returned")
    return found


def _is_missing(status: Status) -> bool:
    return Label.PERIOD_MISSING in (status.label, status.period)


def _by_state(tasks: Iterable[FrozenTask]) -> dict[TaskState, FrozenNames]:
    found: dict[TaskState, list[str]] = defaultdict(list)
    for task in tasks:
        found[state_of_task(task["cells"] if task["leads"] else None)].append(task["code"])
    return {
        "done": _names(found["done"]),
        "partly": _names(found["partly"]),
        "open": _names(found["open"]),
        "idle": _names(found["idle"]),
        "unassigned": _names(found["unassigned"]),
    }


def state_of_task(cells: FrozenCells | None) -> TaskState:
    """The state of a task by the cells of its parts; None where it has no part."""
    if cells is None:
        return "unassigned"
    if not cells["applicable"]:
        return "idle"
    if not cells["open"]:
        return "done"
    return "partly" if cells["done"] else "open"


def _names(found: list[str], limit: int | None = None) -> FrozenNames:
    """All of them; or, where that leaves out more than one, the first `limit`."""
    if limit is None or len(found) <= limit + 1:
        limit = len(found)
    return {"count": len(found), "names": found[:limit], "others": len(found) - limit}
