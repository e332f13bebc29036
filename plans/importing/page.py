"""The page of an import: the text on one side, what was recognised in it on the other."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

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
from plans.importing.writing import bearers, numbered, units_by_words
from plans.models import Correction, PlanImport, TaskKind
from plans.text import Piece, pieces_of
from tracker.lib.numbers import write_decimal
from units.models import Unit


@dataclass(frozen=True)
class ShownPassage:
    """A passage of the text; `raw` is empty where it reads as printed."""

    index: int
    kind: str
    pieces: Sequence[Piece]
    raw: str
    tasks: Sequence[TaskFinding]


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
        measure = self.indicator["unit_of_measure"]
        value = write_decimal(Decimal(self.indicator["target"]))
        return f"{value}%" if measure == "%" else f"{value} {measure}"


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
    indicators: int
    documents: int
    passages: int
    corrections: int

    @property
    def assignments(self) -> int:
        return self.leads + self.coordinators


@dataclass(frozen=True)
class ReviewPage:
    """All of an import that is shown for review (two queries)."""

    found: Findings
    issued_on: date | None
    bodies: Sequence[Bearer]
    groups: Sequence[ShownGroup]
    documents: Sequence[ShownDocument]
    passages: Sequence[ShownPassage]
    obstacles: Sequence[Obstacle]
    amounts: AmountsToWrite

    @property
    def unknown(self) -> Sequence[Bearer]:
        return [each for each in self.bodies if each.unit is None]


def read_page(plan_import: PlanImport, *, today: date) -> ReviewPage:
    found = cast(Findings, plan_import.findings)
    units = units_by_words(found, on=today)
    return ReviewPage(
        found=found,
        issued_on=day_of(found["head"]["issued_on"]),
        bodies=_bearers([row["words"] for row in found["units"]["rows"]], units),
        groups=[_group(found, group, units) for group in found["groups"]],
        documents=[ShownDocument(row, day_of(row["issued_on"])) for row in found["documents"]],
        passages=_passages(found),
        obstacles=list(obstacles.of(found)),
        amounts=_amounts(found, units),
    )


def shown_task(plan_import: PlanImport, name: str, *, today: date) -> ShownTask | None:
    """One task, after it was changed in its place."""
    found = cast(Findings, plan_import.findings)
    units = units_by_words(found, on=today)
    for group in found["groups"]:
        for task in group["tasks"]:
            if task["id"] == name:
                return _task(found, task, units)
    return None


def passages_of(found: Findings, indexes: Sequence[int]) -> list[ShownPassage]:
    """The passages of one finding, beside its form."""
    wanted = set(indexes)
    return [passage for passage in _passages(found) if passage.index in wanted]


def day_of(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _group(found: Findings, group: GroupFinding, units: Mapping[str, Unit]) -> ShownGroup:
    return ShownGroup(
        finding=group,
        tasks=[_task(found, task, units) for task in group["tasks"]],
        num_kept=sum(not task["is_dropped"] for task in group["tasks"]),
        is_first=group is found["groups"][0],
        is_last=group is found["groups"][-1],
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


def _passages(found: Findings) -> list[ShownPassage]:
    marks = marking.marks_of(found)
    tasks: dict[int, list[TaskFinding]] = defaultdict(list)
    for _, task in kept_tasks(found):
        for index in task["passages"]:
            tasks[index].append(task)
    shown = []
    for passage in found["passages"]:
        index = passage["index"]
        printed = marking.with_misprints(passage["printed"], marks.get(index, ()))
        corrections = [
            Correction(printed_words=mark.printed, corrected_words=mark.corrected, note=mark.note)
            for mark in marks.get(index, ())
        ]
        is_same = passage["raw"].split() == passage["printed"].split()
        shown.append(
            ShownPassage(
                index=index,
                kind=passage["kind"],
                pieces=list(pieces_of(printed, corrections)),
                raw="" if is_same else passage["raw"],
                tasks=tasks[index],
            )
        )
    return shown


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
        indicators=sum(each is not None for task in tasks for _, each in indicators_of(task)),
        documents=len(numbered(found["documents"])),
        passages=len(found["passages"]),
        corrections=sum(map(len, marking.marks_of(found).values())),
    )
