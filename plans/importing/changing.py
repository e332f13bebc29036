"""Change what was recognised, before anything is written.

Each part has a version. A change names the version that its form showed; where somebody else
changed the part meanwhile it is refused, and the person compares.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TypeVar, cast

from plans import indicators
from plans.importing import findings, known_names
from plans.importing.changes import (
    DocumentChange,
    GroupChange,
    HeadChange,
    IndicatorChange,
    TaskChange,
)
from plans.importing.findings import (
    DocumentFinding,
    FoundPart,
    GroupFinding,
    HeadFinding,
    IndicatorFinding,
    TargetFinding,
    TaskFinding,
    UnitsFinding,
)
from plans.importing.measured import indicators_of, spec_of
from plans.importing.work import OpenFindings, changing_findings, part_to_change
from plans.models import PlanImport
from plans.reading.targets import targets_in
from tracker.lib import secrecy
from tracker.lib.refusal import BadField, Refused
from tracker.lib.text import compose, fold
from units.models import User

_Part = TypeVar("_Part", bound=FoundPart)


def change_head(
    *, plan_import: PlanImport, seen: int, change: HeadChange, by: User, at: datetime
) -> None:
    with changing_findings(plan_import, "phần đầu, phần ký", by=by, at=at) as work:
        head = cast(HeadFinding, part_to_change(work, findings.HEAD, seen=seen, by=by))
        _refuse_marks(change)
        plain = ("superior", "issuer", "title", "number", "symbol", "place", "kind", "subject")
        for name in (*plain, "short_title"):
            head[name] = compose(getattr(change, name))  # type: ignore[literal-required]
        head["issued_on"] = _iso(change.issued_on)
        head["signer"] = {
            "capacity": change.signer_capacity,
            "post": change.signer_post,
            "name": change.signer_name,
        }
        head["recipients"] = _lines(change.recipients)


def map_units(
    *, plan_import: PlanImport, seen: int, codes: Mapping[str, str], by: User, at: datetime
) -> None:
    """Say which unit each of the words names; without a code it stays unknown."""
    with changing_findings(plan_import, "đơn vị", by=by, at=at) as work:
        units = cast(UnitsFinding, part_to_change(work, findings.UNITS, seen=seen, by=by))
        for row in units["rows"]:
            if row["words"] in codes:
                row["code"] = codes[row["words"]] or None


def match_units_again(*, plan_import: PlanImport, by: User, at: datetime) -> int:
    """Look unknown words up in the directory, to which units may have been added since."""
    with changing_findings(plan_import, "đối chiếu lại đơn vị", by=by, at=at) as work:
        names = known_names.by_folded_words(on=work.today, owner_id=plan_import.owner_id)
        num_found = 0
        for row in work.found["units"]["rows"]:
            if row["code"] is None and (code := names.get(fold(row["words"]))):
                row["code"], num_found = code, num_found + 1
        if num_found:
            part_to_change(work, findings.UNITS, seen=None, by=by)
    return num_found


def change_group(
    *, plan_import: PlanImport, name: str, seen: int, change: GroupChange, by: User, at: datetime
) -> None:
    with changing_findings(plan_import, f"nhóm {change.code}", by=by, at=at) as work:
        group = cast(GroupFinding, part_to_change(work, name, seen=seen, by=by))
        _refuse_marks(change)
        _set_group(group, change)


def add_group(
    *, plan_import: PlanImport, passage: int, change: GroupChange, by: User, at: datetime
) -> str:
    """Add a group at its place in the text, and return its name."""
    with changing_findings(plan_import, f"thêm nhóm {change.code}", by=by, at=at) as work:
        _refuse_marks(change)
        group = cast(
            GroupFinding,
            {**findings.new_part(work.found, "g"), "passage": passage, "tasks": []},
        )
        group["saved_by"] = by.full_name
        _set_group(group, change)
        _insert(work.found["groups"], group, place=lambda other: other["passage"])
    return group["id"]


def change_task(
    *, plan_import: PlanImport, name: str, seen: int, change: TaskChange, by: User, at: datetime
) -> None:
    with changing_findings(plan_import, f"nhiệm vụ {change.code}", by=by, at=at) as work:
        task = cast(TaskFinding, part_to_change(work, name, seen=seen, by=by))
        _refuse_marks(change)
        group = _group(work, change.group)
        _set_task(work, task, change)
        if task not in group["tasks"]:
            for other in work.found["groups"]:
                other["tasks"] = [each for each in other["tasks"] if each["id"] != name]
            _insert(group["tasks"], task, place=_first_passage)


def add_task(
    *,
    plan_import: PlanImport,
    passages: tuple[int, ...],
    change: TaskChange,
    by: User,
    at: datetime,
) -> str:
    """Add a task at its place in the text, and return its name."""
    with changing_findings(plan_import, f"thêm nhiệm vụ {change.code}", by=by, at=at) as work:
        _refuse_marks(change)
        group = _group(work, change.group)
        last = len(work.found["passages"])
        task = cast(
            TaskFinding,
            {
                **findings.new_part(work.found, "t"),
                "passages": [index for index in passages if 0 <= index < last],
                "targets": [],
            },
        )
        task["saved_by"] = by.full_name
        _set_task(work, task, change)
        _insert(group["tasks"], task, place=_first_passage)
    return task["id"]


def change_target(
    *,
    plan_import: PlanImport,
    name: str,
    place: int,
    seen: int,
    change: IndicatorChange | None,
    by: User,
    at: datetime,
) -> None:
    """Say what units report for a target of the task `name`; None: it stays in words."""
    with changing_findings(plan_import, f"chỉ tiêu của {name}", by=by, at=at) as work:
        task = cast(TaskFinding, part_to_change(work, name, seen=seen, by=by))
        if change is None:
            task["targets"][place]["indicator"] = None
            return
        found = IndicatorFinding(
            name=compose(change.name),
            kind=change.kind,
            unit_of_measure=compose(change.unit_of_measure),
            direction=change.direction,
            numerator_label=compose(change.numerator_label),
            denominator_label=compose(change.denominator_label),
            target="" if change.target is None else str(change.target),
        )
        indicators.refuse_unfit(spec_of(found, None))
        others = indicators_of(task)
        del others[place]
        if any(other and other["name"] == found["name"] for _, other in others):
            raise BadField("name", "Nhiệm vụ đã có chỉ tiêu mang tên này.")
        task["targets"][place]["indicator"] = found


def change_document(
    *,
    plan_import: PlanImport,
    name: str,
    seen: int,
    change: DocumentChange,
    by: User,
    at: datetime,
) -> None:
    with changing_findings(plan_import, f"văn bản {change.number}", by=by, at=at) as work:
        document = cast(DocumentFinding, part_to_change(work, name, seen=seen, by=by))
        _refuse_marks(change)
        _set_document(document, change)


def add_document(*, plan_import: PlanImport, change: DocumentChange, by: User, at: datetime) -> str:
    """Add a cited document, and return its name."""
    with changing_findings(plan_import, f"thêm văn bản {change.number}", by=by, at=at) as work:
        _refuse_marks(change)
        document = cast(DocumentFinding, {**findings.new_part(work.found, "d"), "words": ""})
        document["saved_by"] = by.full_name
        _set_document(document, change)
        work.found["documents"].append(document)
    return document["id"]


def drop(*, plan_import: PlanImport, name: str, is_dropped: bool, by: User, at: datetime) -> None:
    """Leave a group with its tasks, a task or a document out of the plan, or take it back."""
    word = "bỏ" if is_dropped else "lấy lại"
    with changing_findings(plan_import, f"{word} {name}", by=by, at=at) as work:
        part = part_to_change(work, name, seen=None, by=by)
        if name in (findings.HEAD, findings.UNITS):
            raise Refused("Phần này không bỏ được.")
        part["is_dropped"] = is_dropped


def _group(work: OpenFindings, name: str) -> GroupFinding:
    group = next((each for each in work.found["groups"] if each["id"] == name), None)
    if group is None:
        raise Refused("Hãy chọn nhóm của nhiệm vụ.")
    return group


def _set_group(group: GroupFinding, change: GroupChange) -> None:
    group["code"], group["kind"] = change.code, change.kind
    group["heading"], group["label"] = compose(change.heading), compose(change.label)


def _set_task(work: OpenFindings, task: TaskFinding, change: TaskChange) -> None:
    former = {target["words"]: target for target in task["targets"]}
    documents = [document["id"] for document in work.found["documents"]]
    task["code"], task["kind"] = change.code, change.kind
    task["title"], task["text"] = compose(change.title), compose(change.text)
    task["leads"], task["coordinators"] = _lines(change.leads), _lines(change.coordinators)
    task["deliverable"] = compose(change.deliverable)
    task["deadline"] = {"words": compose(change.deadline_words), "date": _iso(change.deadline)}
    task["targets"] = [former.get(words) or _target(words) for words in _lines(change.targets)]
    task["documents"] = [documents.index(name) for name in change.documents if name in documents]
    _know_words(work, [*task["leads"], *task["coordinators"]])


def _target(words: str) -> TargetFinding:
    found = next(targets_in(words), None)
    return TargetFinding(
        words=words, value=found.value if found else "", unit=found.unit if found else ""
    )


def _set_document(document: DocumentFinding, change: DocumentChange) -> None:
    document["kind"], document["number"] = compose(change.kind), compose(change.number)
    document["issued_on"], document["issuer"] = _iso(change.issued_on), compose(change.issuer)


def _know_words(work: OpenFindings, words: list[str]) -> None:
    """List bodies that a person typed, with the unit that the directory has under that name."""
    rows = work.found["units"]["rows"]
    known = {row["words"] for row in rows}
    new = [each for each in dict.fromkeys(words) if each not in known]
    if new:
        names = known_names.by_folded_words(on=work.today, owner_id=work.row.owner_id)
        rows += [{"words": each, "code": names.get(fold(each))} for each in new]


def _insert(parts: list[_Part], part: _Part, *, place: Callable[[_Part], int]) -> None:
    """Put `part` in front of the first one whose place in the text is behind its own."""
    here = place(part)
    index = next((i for i, other in enumerate(parts) if place(other) > here), len(parts))
    parts.insert(index, part)


def _first_passage(task: TaskFinding) -> int:
    return min(task["passages"], default=1_000_000)


def _refuse_marks(change: object) -> None:
    """Let all words that were typed pass the secrecy gate."""
    words = [value for value in vars(change).values() if isinstance(value, str)]
    secrecy.refuse_marks({"Nội dung vừa gõ": "\n".join(words)})


def _lines(text: str) -> list[str]:
    lines = (" ".join(compose(line).split()) for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
