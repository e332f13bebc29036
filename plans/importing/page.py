"""The page of an import: the text on one side, what was recognised in it on the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypedDict, cast

from plans.importing import marking, obstacles
from plans.importing.findings import (
    DocumentFinding,
    Findings,
    GroupFinding,
    IndicatorFinding,
    TaskFinding,
    kept_tasks,
)
from plans.importing.measured import indicators_of
from plans.importing.obstacles import Obstacle
from plans.importing.parts import FindingsPart, TasksOfGroup, part_with, parts_of
from plans.importing.plan_targets import name_of, targets_left
from plans.importing.shown_text import ShownPassage, passages_of
from plans.importing.writing import bearers, numbered, units_by_words
from plans.models import PlanImport, TaskKind
from tracker.lib.numbers import write_measured
from units.models import Unit

# Those behind them are listed once these are mended
MOST_OBSTACLES = 20


@dataclass(frozen=True)
class Bearer:
    """A body as the text names it; `unit` is None where the directory has none."""

    words: str
    unit: Unit | None


@dataclass(frozen=True)
class ShownTarget:
    """A target; `indicator` is what units report for it, None where it stays in words."""

    name: str
    words: str
    indicator: IndicatorFinding | None

    @property
    def aim(self) -> str:
        """What is to be reached, as in "95%"."""
        if self.indicator is None or not self.indicator["target"]:
            return ""
        return write_measured(Decimal(self.indicator["target"]), self.indicator["unit_of_measure"])


@dataclass(frozen=True)
class ShownTask:
    finding: TaskFinding
    kind: str
    leads: Sequence[Bearer]
    coordinators: Sequence[Bearer]
    documents: Sequence[DocumentFinding]
    deadline: date | None
    targets: Sequence[ShownTarget]
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class ShownGroup:
    finding: GroupFinding
    tasks: Sequence[ShownTask]
    num_kept: int
    is_first: bool
    is_last: bool
    # Whether its first tasks are on another part
    is_continued: bool


@dataclass(frozen=True)
class ShownDocument:
    finding: DocumentFinding
    issued_on: date | None


@dataclass(frozen=True)
class AmountsToWrite:
    """How much is written when the person confirms."""

    groups: int
    tasks: int
    undated_tasks: int
    tasks_without_lead: int
    leads: int
    coordinators: int
    unknown_bodies: int
    documents: int
    passages: int
    corrections: int

    @property
    def assignments(self) -> int:
        return self.leads + self.coordinators


class FactsToWrite(TypedDict):
    found: Findings
    issued_on: date | None
    obstacles: Sequence[Obstacle]
    amounts: AmountsToWrite


@dataclass(frozen=True)
class PlanToWrite:
    """What is written when the person confirms, and what has to be mended first."""

    found: Findings
    issued_on: date | None
    obstacles: Sequence[Obstacle]
    amounts: AmountsToWrite

    @property
    def num_indicators(self) -> int:
        tasks = (task for _, task in kept_tasks(self.found))
        return sum(each is not None for task in tasks for _, each in indicators_of(task))

    @property
    def first_obstacles(self) -> Sequence[Obstacle]:
        """Those that are listed."""
        return self.obstacles[:MOST_OBSTACLES]

    @property
    def num_more(self) -> int:
        return len(self.obstacles) - len(self.first_obstacles)


@dataclass(frozen=True)
class ReviewPage(PlanToWrite):
    """An import as it is shown for review, or the `part` of a long one (two queries)."""

    bodies: Sequence[Bearer]
    groups: Sequence[ShownGroup]
    documents: Sequence[ShownDocument]
    passages: Sequence[ShownPassage]
    parts: Sequence[FindingsPart]
    part: FindingsPart | None

    @property
    def is_first(self) -> bool:
        """Whether the head, the units and the documents are shown."""
        return self.part is None or self.part.is_first

    @property
    def plan_targets(self) -> Sequence[tuple[str, str]]:
        """Targets of no task, by what the form calls them."""
        return [
            (name_of(each), f"{each['words']} ({each['value']} {each['unit']})")
            for each in targets_left(self.found)
        ]

    @property
    def tasks_to_choose(self) -> Sequence[TaskFinding]:
        return [task for _, task in kept_tasks(self.found)]

    @property
    def former(self) -> FindingsPart | None:
        place = self.parts.index(self.part) if self.part else 0
        return self.parts[place - 1] if place else None

    @property
    def following(self) -> FindingsPart | None:
        place = self.parts.index(self.part) + 1 if self.part else 0
        return self.parts[place] if 0 < place < len(self.parts) else None

    @property
    def unknown(self) -> Sequence[Bearer]:
        return [each for each in self.bodies if each.unit is None]


def plan_to_write(plan_import: PlanImport, *, today: date) -> PlanToWrite:
    """What the import would write now (two queries)."""
    found = cast(Findings, plan_import.findings)
    owner_id = plan_import.owner_id
    units = units_by_words(found, on=today, owner_id=owner_id)
    return PlanToWrite(**_to_write(found, units, owner_id))


def read_page(plan_import: PlanImport, *, today: date, at: str = "") -> ReviewPage:
    """The review; of a long import the part with the finding or passage that `at` names."""
    found = cast(Findings, plan_import.findings)
    units = units_by_words(found, on=today, owner_id=plan_import.owner_id)
    parts = parts_of(found)
    part = part_with(parts, at)
    whole = (TasksOfGroup(at, 0, len(row["tasks"])) for at, row in enumerate(found["groups"]))
    return ReviewPage(
        **_to_write(found, units, plan_import.owner_id),
        bodies=_bearers([row["words"] for row in found["units"]["rows"]], units),
        groups=[_group(found, row, units) for row in (part.groups if part else whole)],
        documents=[ShownDocument(row, day_of(row["issued_on"])) for row in found["documents"]],
        passages=passages_of(found, part.passages if part else range(len(found["passages"]))),
        parts=parts,
        part=part,
    )


def shown_task(plan_import: PlanImport, name: str, *, today: date) -> ShownTask | None:
    """One task, after it was changed in its place."""
    found = cast(Findings, plan_import.findings)
    units = units_by_words(found, on=today, owner_id=plan_import.owner_id)
    for group in found["groups"]:
        for task in group["tasks"]:
            if task["id"] == name:
                return _task(found, task, units)
    return None


def day_of(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _to_write(found: Findings, units: dict[str, Unit], owner_id: int | None) -> FactsToWrite:
    return {
        "found": found,
        "issued_on": day_of(found["head"]["issued_on"]),
        "obstacles": list(obstacles.of(found, owner_id=owner_id)),
        "amounts": _amounts(found, units),
    }


def _group(found: Findings, row: TasksOfGroup, units: Mapping[str, Unit]) -> ShownGroup:
    group = found["groups"][row.group]
    return ShownGroup(
        finding=group,
        tasks=[_task(found, task, units) for task in group["tasks"][row.first : row.end]],
        num_kept=sum(not task["is_dropped"] for task in group["tasks"]),
        is_first=row.group == 0,
        is_last=row.group == len(found["groups"]) - 1,
        is_continued=bool(row.first),
    )


def _task(found: Findings, task: TaskFinding, units: Mapping[str, Unit]) -> ShownTask:
    kind = task["kind"]
    groups = [
        group for group in found["groups"] if not group["is_dropped"] or task in group["tasks"]
    ]
    return ShownTask(
        finding=task,
        kind=TaskKind(kind).label if kind in TaskKind.values else "",
        leads=_bearers(task["leads"], units),
        coordinators=_bearers(task["coordinators"], units),
        documents=[
            found["documents"][index]
            for index in task["documents"]
            if index < len(found["documents"])
        ],
        deadline=day_of(task["deadline"]["date"]),
        targets=[
            ShownTarget(f"{task['id']}-{place}", target["words"], indicator)
            for place, (target, indicator) in enumerate(indicators_of(task), start=1)
        ],
        is_first=task in groups[0]["tasks"][:1],
        is_last=task in groups[-1]["tasks"][-1:],
    )


def _bearers(words: Sequence[str], units: Mapping[str, Unit]) -> list[Bearer]:
    return [Bearer(each, units.get(each)) for each in words]


def _amounts(found: Findings, units: dict[str, Unit]) -> AmountsToWrite:
    tasks = [task for _, task in kept_tasks(found)]
    borne = [bearers(task, units) for task in tasks]
    named = {words for task in tasks for words in task["leads"] + task["coordinators"]}
    return AmountsToWrite(
        groups=sum(not group["is_dropped"] for group in found["groups"]),
        tasks=len(tasks),
        undated_tasks=sum(not task["deadline"]["date"] for task in tasks),
        tasks_without_lead=sum(not leads for leads, _ in borne),
        leads=sum(len(leads) for leads, _ in borne),
        coordinators=sum(len(helpers) for _, helpers in borne),
        unknown_bodies=len(named - units.keys()),
        documents=len(numbered(found["documents"])),
        passages=len(found["passages"]),
        corrections=sum(map(len, marking.marks_of(found).values())),
    )
