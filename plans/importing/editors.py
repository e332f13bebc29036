"""Which form each part of the findings has, what it begins with, and which step it takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import cast

from plans.importing import changing
from plans.importing.findings import (
    HEAD,
    DocumentFinding,
    Findings,
    GroupFinding,
    TaskFinding,
    part_named,
    tasks_of,
)
from plans.importing.forms import (
    DocumentFindingForm,
    GroupFindingForm,
    HeadFindingForm,
    PartForm,
    TargetFindingForm,
    TaskFindingForm,
)
from plans.importing.measured import indicators_of
from plans.importing.page import day_of
from plans.models import Direction, GroupKind, IndicatorKind, PlanImport, TaskKind
from tracker.lib.numbers import parse_id
from units.models import User

NEW_TASK, NEW_GROUP, NEW_DOCUMENT = "new-task", "new-group", "new-document"
Data = Mapping[str, object] | None
# Saves what the form holds, and returns the name of the part
Save = Callable[[PlanImport, PartForm, User, datetime], str]


@dataclass(frozen=True)
class Editor:
    """`passages` are those that the part was found in."""

    title: str
    form: Callable[[Data], PartForm]
    save: Save
    passages: list[int] = field(default_factory=list)
    version: int = 0


def editor_of(found: Findings, name: str, *, passage: int | None, words: str) -> Editor | None:
    """The editor of a part, or of one that is added from `words` in a `passage`."""
    if name == NEW_TASK:
        return _new_task(found, passage, words)
    if name == NEW_GROUP:
        return _new_group(found, passage, words)
    if name == NEW_DOCUMENT:
        return Editor("Thêm văn bản viện dẫn", DocumentFindingForm, _add_document)
    owner, _, place = name.partition("-")
    part = part_named(found, owner)
    if part is None:
        return None
    if place:
        return _target(cast(TaskFinding, part), place) if owner.startswith("t") else None
    if name == HEAD:
        return _head(found)
    kinds: dict[str, Callable[[], Editor]] = {
        "g": lambda: _group(cast(GroupFinding, part)),
        "t": lambda: _task(found, cast(TaskFinding, part)),
        "d": lambda: _document(cast(DocumentFinding, part)),
    }
    make = kinds.get(name[0]) if name[1:].isdigit() else None
    return make() if make else None


def _head(found: Findings) -> Editor:
    head = found["head"]
    initial: dict[str, object] = {
        **{name: head.get(name) for name in HeadFindingForm.base_fields},
        "seen": head["version"],
        "issued_on": day_of(head["issued_on"]),
        "recipients": "\n".join(head["recipients"]),
        **{f"signer_{name}": value for name, value in head["signer"].items()},
    }

    def save(row: PlanImport, form: PartForm, by: User, at: datetime) -> str:
        change = cast(HeadFindingForm, form).head_change()
        changing.change_head(plan_import=row, seen=form.version(), change=change, by=by, at=at)
        return HEAD

    return Editor(
        "Sửa phần đầu, phần ký",
        lambda data: HeadFindingForm(data, initial=initial),
        save,
        passages=[
            row["index"]
            for row in found["passages"]
            if row["kind"] in ("head", "title", "recipients", "signature")
        ],
        version=head["version"],
    )


def _group(group: GroupFinding) -> Editor:
    initial = {name: group.get(name) for name in ("code", "label", "heading", "kind")}

    def save(row: PlanImport, form: PartForm, by: User, at: datetime) -> str:
        change = cast(GroupFindingForm, form).group_change()
        changing.change_group(
            plan_import=row, name=group["id"], seen=form.version(), change=change, by=by, at=at
        )
        return group["id"]

    return Editor(
        f"Sửa nhóm {group['code']}",
        lambda data: GroupFindingForm(data, initial={**initial, "seen": group["version"]}),
        save,
        passages=[group["passage"]],
        version=group["version"],
    )


def _task(found: Findings, task: TaskFinding) -> Editor:
    group = next(group["id"] for group, each in tasks_of(found) if each is task)
    names = ("code", "title", "text", "kind", "deliverable")
    initial: dict[str, object] = {
        **{name: task.get(name) for name in names},
        "seen": task["version"],
        "group": group,
        "leads": "\n".join(task["leads"]),
        "coordinators": "\n".join(task["coordinators"]),
        "deadline_words": task["deadline"]["words"],
        "deadline": day_of(task["deadline"]["date"]),
        "targets": "\n".join(target["words"] for target in task["targets"]),
        "documents": [found["documents"][index]["id"] for index in task["documents"]],
    }

    def save(row: PlanImport, form: PartForm, by: User, at: datetime) -> str:
        change = cast(TaskFindingForm, form).task_change()
        changing.change_task(
            plan_import=row, name=task["id"], seen=form.version(), change=change, by=by, at=at
        )
        return task["id"]

    return Editor(
        f"Sửa nhiệm vụ {task['code']}",
        lambda data: TaskFindingForm(data, initial=initial, found=found),
        save,
        passages=task["passages"],
        version=task["version"],
    )


def _target(task: TaskFinding, place: str) -> Editor | None:
    """The editor of the target at a `place` of the task, counted from 1."""
    index = (parse_id(place) or 0) - 1
    if not 0 <= index < len(task["targets"]):
        return None
    target, indicator = indicators_of(task)[index]
    initial: dict[str, object] = {
        "name": target["words"][:200],
        "kind": IndicatorKind.VALUE,
        "direction": Direction.UP,
        **(indicator or {}),
        "is_reported": "yes" if indicator else "",
        "target": Decimal(indicator["target"]) if indicator and indicator["target"] else None,
        "seen": task["version"],
    }

    def save(row: PlanImport, form: PartForm, by: User, at: datetime) -> str:
        change = cast(TargetFindingForm, form).indicator_change()
        changing.change_target(
            plan_import=row,
            name=task["id"],
            place=index,
            seen=form.version(),
            change=change,
            by=by,
            at=at,
        )
        return task["id"]

    return Editor(
        f"Chỉ tiêu “{target['words']}” của nhiệm vụ {task['code']}",
        lambda data: TargetFindingForm(data, initial=initial),
        save,
        passages=task["passages"],
        version=task["version"],
    )


def _document(document: DocumentFinding) -> Editor:
    initial: dict[str, object] = {
        **{name: document.get(name) for name in ("kind", "number", "issuer")},
        "seen": document["version"],
        "issued_on": day_of(document["issued_on"]),
    }

    def save(row: PlanImport, form: PartForm, by: User, at: datetime) -> str:
        change = cast(DocumentFindingForm, form).document_change()
        changing.change_document(
            plan_import=row, name=document["id"], seen=form.version(), change=change, by=by, at=at
        )
        return document["id"]

    return Editor(
        "Sửa văn bản viện dẫn",
        lambda data: DocumentFindingForm(data, initial=initial),
        save,
        version=document["version"],
    )


def _new_task(found: Findings, passage: int | None, words: str) -> Editor:
    text = words or _printed(found, passage)
    initial = {
        "passage": passage,
        "text": text,
        "title": text[:200],
        "kind": TaskKind.ONE_OFF,
        "group": _group_before(found, passage),
    }

    def save(row: PlanImport, form: PartForm, by: User, at: datetime) -> str:
        index = form.cleaned_data["passage"]
        return changing.add_task(
            plan_import=row,
            passages=() if index is None else (index,),
            change=cast(TaskFindingForm, form).task_change(),
            by=by,
            at=at,
        )

    return Editor(
        "Thêm nhiệm vụ",
        lambda data: TaskFindingForm(data, initial=initial, found=found),
        save,
        passages=[] if passage is None else [passage],
    )


def _new_group(found: Findings, passage: int | None, words: str) -> Editor:
    heading = words or _printed(found, passage)
    initial = {
        "passage": passage,
        "heading": heading,
        "label": heading[:80],
        "kind": GroupKind.TASKS,
    }

    def save(row: PlanImport, form: PartForm, by: User, at: datetime) -> str:
        change = cast(GroupFindingForm, form).group_change()
        index = form.cleaned_data["passage"]
        return changing.add_group(
            plan_import=row,
            passage=len(found["passages"]) if index is None else index,
            change=change,
            by=by,
            at=at,
        )

    return Editor(
        "Thêm nhóm nhiệm vụ",
        lambda data: GroupFindingForm(data, initial=initial),
        save,
        passages=[] if passage is None else [passage],
    )


def _add_document(row: PlanImport, form: PartForm, by: User, at: datetime) -> str:
    change = cast(DocumentFindingForm, form).document_change()
    return changing.add_document(plan_import=row, change=change, by=by, at=at)


def _printed(found: Findings, passage: int | None) -> str:
    rows = {row["index"]: row["printed"] for row in found["passages"]}
    return rows.get(passage, "") if passage is not None else ""


def _group_before(found: Findings, passage: int | None) -> str:
    """The group in whose text the passage stands; else the last one."""
    groups = [group for group in found["groups"] if not group["is_dropped"]]
    before = [group for group in groups if passage is not None and group["passage"] <= passage]
    chosen = before or groups
    return chosen[-1]["id"] if chosen else ""
