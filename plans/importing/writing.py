"""Write an import as a plan: everything in one transaction, or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from django.db import transaction
from django.utils import timezone

from plans import documents, indicators, unlisted_names
from plans.bearers import possible_bearers
from plans.editing import groups as editing_groups
from plans.editing import heads
from plans.editing import tasks as editing_tasks
from plans.editing.groups import GroupSpec
from plans.editing.heads import PlanSpec
from plans.editing.placing import PlanPlace
from plans.editing.tasks import TaskSpec
from plans.importing import obstacles, text_writing
from plans.importing.findings import (
    DocumentFinding,
    Findings,
    TaskFinding,
    code_of,
    printed_text,
)
from plans.importing.measured import indicators_of, spec_of
from plans.importing.steps import locked_for_review, note_event
from plans.models import (
    AssignmentRole,
    ImportState,
    LegalDocument,
    Plan,
    PlanImport,
    PlanImportEventKind,
    Task,
    TaskGroup,
)
from plans.proposing import Proposal, propose_for_new_tasks
from tracker.lib.refusal import Refused
from units.models import Unit, User


class FindingsChanged(Refused):
    """The findings were changed after the person saw what would be written."""


@transaction.atomic
def write(*, plan_import: PlanImport, seen: int, by: User, at: datetime) -> Plan:
    """Write the plan as a draft with its groups, tasks, text and proposed assignments.

    `seen` is the revision of the findings that the person confirms.
    """
    row = locked_for_review(plan_import)
    found = cast(Findings, row.findings)
    if found["revision"] != seen:
        raise FindingsChanged("Nội dung vừa được sửa thêm. Hãy xem lại rồi xác nhận lần nữa.")
    first = next(obstacles.of(found, owner_id=row.owner_id), None)
    if first is not None:
        raise Refused(first.sentence)
    plan = heads.add_plan(
        spec=_plan_spec(found),
        place=PlanPlace(row.owner, row.parent_task) if row.owner else None,
        by=by,
        at=at,
        note=f"Nhập từ {_source(row)}",
    )
    cited = _documents(found["documents"])
    units = units_by_words(found, on=timezone.localdate(at), owner_id=row.owner_id)
    made = _Made()
    for group in found["groups"]:
        if group["is_dropped"]:
            continue
        spec = GroupSpec(group["code"], group["heading"], group["label"], group["kind"])
        made_group = editing_groups.add_group(plan=plan, spec=spec, by=by, at=at)
        made.groups[group["id"]] = made_group
        for task in group["tasks"]:
            if not task["is_dropped"]:
                _write_task(task, made_group, made, units=units, cited=cited, by=by, at=at)
    note = "Theo văn bản của kế hoạch"
    propose_for_new_tasks(plan=plan, proposals=made.proposals, by=by, at=at, note=note)
    unlisted_names.note(made.unlisted)
    text_writing.write_text(
        plan=plan, found=found, groups=made.groups, tasks=made.tasks, by=by, at=at
    )
    row.state, row.plan, row.ended_at = ImportState.WRITTEN, plan, at
    row.save(update_fields=["state", "plan", "ended_at"])
    note_event(row, PlanImportEventKind.WRITTEN, by=by, at=at, note=str(plan))
    return plan


@dataclass
class _Made:
    """What was written so far, by the names of the findings, and who is to be proposed."""

    groups: dict[str, TaskGroup] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)
    proposals: list[Proposal] = field(default_factory=list)
    unlisted: list[unlisted_names.Named] = field(default_factory=list)


def _write_task(
    found: TaskFinding,
    group: TaskGroup,
    made: _Made,
    *,
    units: dict[str, Unit],
    cited: dict[int, LegalDocument],
    by: User,
    at: datetime,
) -> None:
    leads, helpers = bearers(found, units)
    spec = _task_spec(found, cited, num_leads=len(leads))
    task = editing_tasks.add_task(group=group, spec=spec, by=by, at=at)
    made.tasks[found["id"]] = task
    _add_indicators(found, task, by=by, at=at)
    made.proposals += [(task, unit, AssignmentRole.LEAD) for unit in leads]
    made.proposals += [(task, unit, AssignmentRole.COORDINATING) for unit in helpers]
    made.unlisted += [(task, *name) for name in names_without_unit(found, units)]


def bearers(task: TaskFinding, units: dict[str, Unit]) -> tuple[list[Unit], list[Unit]]:
    """The known units that lead `task` and those that co-ordinate it, each once."""
    leads = list(dict.fromkeys(units[words] for words in task["leads"] if words in units))
    helpers = dict.fromkeys(units[words] for words in task["coordinators"] if words in units)
    return leads, [unit for unit in helpers if unit not in leads]


def names_without_unit(
    task: TaskFinding, units: dict[str, Unit]
) -> list[tuple[AssignmentRole, str]]:
    """The bearers of `task` that no unit bears the name of, with their roles."""
    named = (
        *((AssignmentRole.LEAD, words) for words in task["leads"]),
        *((AssignmentRole.COORDINATING, words) for words in task["coordinators"]),
    )
    return [(role, words) for role, words in named if words not in units]


def units_by_words(found: Findings, *, on: date, owner_id: int | None = None) -> dict[str, Unit]:
    """The units that the words of the text name and that exist on the day.

    In the own plan of a unit, that unit and those below it.
    """
    codes = code_of(found)
    rows = possible_bearers(owner_id, on=on).filter(code__in=set(codes.values()))
    by_code = {unit.code: unit for unit in rows}
    return {words: by_code[code] for words, code in codes.items() if code in by_code}


def _plan_spec(found: Findings) -> PlanSpec:
    head, signer = found["head"], found["head"]["signer"]
    return PlanSpec(
        number=head["number"],
        kind=head["kind"],
        short_title=head["short_title"],
        subject=head["subject"],
        issuer=head["title"],
        superior_body=head["superior"],
        issuing_body=head["issuer"],
        symbol=head["symbol"],
        place=head["place"],
        issued_on=date.fromisoformat(cast(str, head["issued_on"])),
        signer_capacity=signer["capacity"],
        signer_post=signer["post"],
        signer_name=signer["name"],
        recipients="\n".join(head["recipients"]),
        purposes=_text_of_role(found, "purposes"),
    )


def _text_of_role(found: Findings, role: str) -> str:
    """The text of the parts of a role, without their headings."""
    texts = (
        printed_text(found, part["first"] + 1, part["last"])
        for part in found["parts"]
        if part["role"] == role
    )
    return "\n".join(filter(None, texts))


def _task_spec(task: TaskFinding, cited: dict[int, LegalDocument], *, num_leads: int) -> TaskSpec:
    deadline = task["deadline"]["date"]
    bodies = dict.fromkeys((*task["leads"], *task["coordinators"]))
    return TaskSpec(
        code=task["code"],
        title=task["title"],
        text=task["text"],
        kind=task["kind"],
        is_fan_out=num_leads > 1,
        stated_bodies=", ".join(bodies),
        proposed_lead=", ".join(task["leads"]),
        proposed_coordinators=", ".join(task["coordinators"]),
        timing_words=task["deadline"]["words"],
        deadline=date.fromisoformat(deadline) if deadline else None,
        deliverable=task["deliverable"],
        suggested_figures="\n".join(
            target["words"] for target, indicator in indicators_of(task) if indicator is None
        ),
        documents=tuple(
            dict.fromkeys(cited[index] for index in task["documents"] if index in cited)
        ),
    )


def _add_indicators(task: TaskFinding, made: Task, *, by: User, at: datetime) -> None:
    """Add what units report numbers on; the plan itself is the document of its targets."""
    for _, indicator in indicators_of(task):
        if indicator is not None:
            spec = spec_of(indicator, documents.document_of(made.plan))
            indicators.add(task=made, spec=spec, by=by, at=at)


def numbered(rows: Iterable[DocumentFinding]) -> dict[int, DocumentFinding]:
    """The documents that go into the catalogue, by their index: those with a number."""
    return {index: row for index, row in enumerate(rows) if row["number"] and not row["is_dropped"]}


def _documents(rows: Iterable[DocumentFinding]) -> dict[int, LegalDocument]:
    """The documents of the catalogue by their index; missing ones are added."""
    return {index: _document(row) for index, row in numbered(rows).items()}


def _document(row: DocumentFinding) -> LegalDocument:
    day = date.fromisoformat(row["issued_on"]) if row["issued_on"] else None
    same = LegalDocument.objects.filter(number=row["number"], issued_on=day)
    return same.order_by("pk").first() or documents.save_document(
        document=None,
        number=row["number"],
        kind=row["kind"],
        issued_on=day,
        issuer=row["issuer"],
        subject="",
        note="",
    )


def _source(row: PlanImport) -> str:
    return f"tệp “{row.file_name}”" if row.file_name else "văn bản dán"
