"""Join a task with the one before it, where the text says one duty in two sentences."""

from datetime import datetime
from itertools import pairwise

from plans.importing.findings import TaskFinding
from plans.importing.work import OpenFindings, changing_findings, part_to_change
from plans.models import PlanImport
from tracker.lib.refusal import Refused
from units.models import User


def join_with_former(*, plan_import: PlanImport, name: str, by: User, at: datetime) -> str:
    """Add a task to the one before it in its group, and leave it out; returns the former's name.

    What both say of the deadline and the deliverable is said by the former.
    """
    with changing_findings(plan_import, f"gộp {name}", by=by, at=at) as work:
        former, task = _pair(work, name)
        part_to_change(work, name, seen=None, by=by)
        part_to_change(work, former["id"], seen=None, by=by)
        former["text"] = f"{former['text']} {task['text']}".strip()
        former["passages"] = sorted({*former["passages"], *task["passages"]})
        former["leads"] = list(dict.fromkeys(former["leads"] + task["leads"]))
        former["coordinators"] = list(dict.fromkeys(former["coordinators"] + task["coordinators"]))
        former["targets"] = former["targets"] + task["targets"]
        former["documents"] = list(dict.fromkeys(former["documents"] + task["documents"]))
        former["deliverable"] = former["deliverable"] or task["deliverable"]
        if not former["deadline"]["words"]:
            former["deadline"] = task["deadline"]
        task["is_dropped"] = True
    return former["id"]


def _pair(work: OpenFindings, name: str) -> tuple[TaskFinding, TaskFinding]:
    for group in work.found["groups"]:
        kept = [task for task in group["tasks"] if not task["is_dropped"]]
        for former, task in pairwise(kept):
            if task["id"] == name:
                return former, task
    raise Refused("Trong nhóm này không có nhiệm vụ nào đứng trước để gộp vào.")
