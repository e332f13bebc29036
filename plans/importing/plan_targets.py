"""Targets of the whole plan: each is given to the task that reaches it, or stays in the text."""

from collections.abc import Collection
from datetime import datetime

from plans.importing.findings import (
    Findings,
    PlanTargetFinding,
    TargetFinding,
    TaskFinding,
    kept_tasks,
)
from plans.importing.work import changing_findings, part_to_change
from plans.models import PlanImport
from tracker.lib.refusal import Refused
from units.models import User


def name_of(target: PlanTargetFinding) -> str:
    """What a form calls it, also after others were given away."""
    name = f"{target['passage']} {target['value']} {target['unit']} {target['words']}"
    return " ".join(name.split())  # browsers send line ends in another way


def targets_left(found: Findings) -> list[PlanTargetFinding]:
    """Those of no task; none in what was recognised before there were any."""
    return found.get("targets", [])


def give(
    *, plan_import: PlanImport, names: Collection[str], task: str, by: User, at: datetime
) -> None:
    """Let units report the targets `names` with the task, which shows them as its own."""
    with changing_findings(plan_import, f"đưa chỉ tiêu vào {task}", by=by, at=at) as work:
        receiver = _task(work.found, task)
        chosen = [each for each in targets_left(work.found) if name_of(each) in names]
        if not chosen:
            raise Refused("Hãy chọn ít nhất một chỉ tiêu chưa thuộc nhiệm vụ nào.")
        part_to_change(work, task, seen=None, by=by)
        receiver["targets"] += [
            TargetFinding(words=each["words"], value=each["value"], unit=each["unit"])
            for each in chosen
        ]
        work.found["targets"] = [
            each for each in targets_left(work.found) if name_of(each) not in names
        ]


def _task(found: Findings, name: str) -> TaskFinding:
    task = next((each for _, each in kept_tasks(found) if each["id"] == name), None)
    if task is None:
        raise Refused("Hãy chọn nhiệm vụ sẽ mang chỉ tiêu.")
    return task
