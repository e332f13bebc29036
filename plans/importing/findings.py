"""What was recognised in a plan's text, as it is stored while people change it.

It is the JSON of `plans.reading` with a name and a version for each part that can be changed, and
with parts that were dropped kept, so that they can be taken back.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import count
from typing import NotRequired, TypedDict, cast

from plans.importing import letterheads

# After a few words, which say what the plan is about
_PLACE_AND_YEARS = re.compile(
    r"(?<=.{25}),? (?:trên địa bàn (?:xã|phường|huyện|tỉnh|đặc khu)|giai đoạn \d)"
)

HEAD, UNITS = "head", "units"


class FoundPart(TypedDict):
    """A part of the findings: its name in addresses, and how often it was changed, by whom."""

    id: str
    version: int
    saved_by: str
    is_dropped: bool


class SignerFinding(TypedDict):
    capacity: str
    post: str
    name: str


class HeadFinding(FoundPart):
    side: str
    superior: str
    issuer: str
    title: str
    number: str
    symbol: str
    place: str
    issued_on: str | None
    kind: str
    subject: str
    short_title: str
    signer: SignerFinding
    recipients: list[str]


class DeadlineFinding(TypedDict):
    words: str
    date: str | None


class IndicatorFinding(TypedDict):
    """What units report a number on; see `plans.indicators.IndicatorSpec`."""

    name: str
    kind: str
    unit_of_measure: str
    direction: str
    numerator_label: str
    denominator_label: str
    target: str


class TargetFinding(TypedDict):
    words: str
    value: str
    unit: str
    # As a person set it, None for words alone; without it one is proposed
    indicator: NotRequired[IndicatorFinding | None]


class PlanTargetFinding(TypedDict):
    """A target of the whole plan."""

    words: str
    value: str
    unit: str
    passage: int


class TaskFinding(FoundPart):
    code: str
    title: str
    text: str
    kind: str
    passages: list[int]
    leads: list[str]
    coordinators: list[str]
    deliverable: str
    deadline: DeadlineFinding
    targets: list[TargetFinding]
    documents: list[int]


class GroupFinding(FoundPart):
    code: str
    heading: str
    label: str
    kind: str
    passage: int
    tasks: list[TaskFinding]


class DocumentFinding(FoundPart):
    kind: str
    number: str
    issued_on: str | None
    issuer: str
    words: str


class UnitFinding(TypedDict):
    """A body as the text names it, and the code of its unit."""

    words: str
    code: str | None


class UnitsFinding(FoundPart):
    rows: list[UnitFinding]


class PassageFinding(TypedDict):
    index: int
    kind: str
    raw: str
    printed: str


class CorrectionFinding(TypedDict):
    passage: int
    printed_words: str
    corrected_words: str
    note: str


class PartOfText(TypedDict):
    heading: str
    role: str
    first: int
    last: int


class FootnoteFinding(TypedDict):
    mark: str
    text: str


class Findings(TypedDict):
    head: HeadFinding
    parts: list[PartOfText]
    # Not in what was recognised before targets of the whole plan were
    targets: NotRequired[list[PlanTargetFinding]]
    groups: list[GroupFinding]
    documents: list[DocumentFinding]
    footnotes: list[FootnoteFinding]
    units: UnitsFinding
    passages: list[PassageFinding]
    corrections: list[CorrectionFinding]
    problems: list[str]
    # The number of the last task, group or document that was given a name
    last_id: int
    # How often anything was changed: what a person confirmed is what they saw
    revision: int


def prepared(recognised: Mapping[str, object]) -> Findings:
    """The JSON of `plans.reading` as it is stored, each part with its name."""
    head = cast(HeadFinding, recognised["head"])
    numbers = count(1)
    documents = [
        {**document, **_part(f"d{next(numbers)}")}
        for document in cast(list[DocumentFinding], recognised["documents"])
    ]
    groups = []
    for group in cast(list[GroupFinding], recognised["groups"]):
        named = _part(f"g{next(numbers)}")
        tasks = [{**task, **_part(f"t{next(numbers)}")} for task in group["tasks"]]
        groups.append({**group, **named, "tasks": tasks})
    found = {
        **recognised,
        "head": {
            **head,
            **_part(HEAD),
            "title": letterheads.in_sentences(head["issuer"]),
            "short_title": _short(head["subject"]),
        },
        "documents": documents,
        "groups": groups,
        "units": {**_part(UNITS), "rows": recognised["units"]},
        "last_id": next(numbers) - 1,
        "revision": 0,
    }
    return cast(Findings, found)


def _short(subject: str) -> str:
    """What the plan is called on screens: its subject without where and for which years."""
    place = _PLACE_AND_YEARS.search(subject)
    short = subject[: place.start() if place else None][:200].rstrip(" ,;")
    return short[:1].upper() + short[1:]


def new_part(findings: Findings, letter: str) -> FoundPart:
    """The name of a part that is added."""
    findings["last_id"] += 1
    return _part(f"{letter}{findings['last_id']}")


def tasks_of(findings: Findings) -> Iterator[tuple[GroupFinding, TaskFinding]]:
    for group in findings["groups"]:
        for task in group["tasks"]:
            yield group, task


def kept_tasks(findings: Findings) -> Iterator[tuple[GroupFinding, TaskFinding]]:
    """The tasks that will be written."""
    for group, task in tasks_of(findings):
        if not group["is_dropped"] and not task["is_dropped"]:
            yield group, task


def part_named(findings: Findings, name: str) -> FoundPart | None:
    """The head, the units, a group, a task or a document by its name in addresses."""
    if name == HEAD:
        return findings["head"]
    if name == UNITS:
        return findings["units"]
    parts: Iterator[FoundPart] = (
        part
        for parts in (
            findings["documents"],
            findings["groups"],
            (task for _, task in tasks_of(findings)),
        )
        for part in cast(Iterator[FoundPart], parts)
    )
    return next((part for part in parts if part["id"] == name), None)


def code_of(findings: Findings) -> dict[str, str]:
    """The codes of units by the words that name them in the text."""
    return {row["words"]: row["code"] for row in findings["units"]["rows"] if row["code"]}


def printed_text(findings: Findings, first: int, last: int) -> str:
    return "\n".join(
        passage["printed"]
        for passage in findings["passages"][max(first, 0) : last + 1]
        if passage["printed"]
    )


def _part(name: str) -> FoundPart:
    return {"id": name, "version": 0, "saved_by": "", "is_dropped": False}
