"""The task of another plan that an exported plan carries out: named by what people know of it.

That plan is exported by itself, so a folder names it by number, day and, where a unit keeps it,
the unit. Where it is not here yet, the imported plan is placed later, on its own page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plans.editing import placing
from plans.editing.placing import PlanPlace
from plans.models import Assignment, AssignmentRole, Plan, PlanStatus, Task
from reporting.plan_folders import parsing
from reporting.plan_folders.earlier import Row
from reporting.plan_folders.manifest import DAMAGED
from reporting.plan_folders.units_known import UnitMatch
from tracker.lib.refusal import Refused
from units.models import Unit

COLUMN = "carries_out"


@dataclass(frozen=True)
class CarriedTask:
    """`task` is here and may be carried out by the plan; else `why_not` says what is in the way."""

    words: str
    task: Task | None = None
    why_not: str = ""

    def __str__(self) -> str:
        if self.task:
            return f"Gắn với {self.words}."
        return (
            f"Không gắn với {self.words}: {self.why_not}. Sau khi nhập, đơn vị gắn được ở trang "
            "của kế hoạch."
        )


def described(plan: Plan) -> Row | None:
    """The task that `plan` carries out, for its row in a folder."""
    task = plan.parent_task
    if task is None:
        return None
    above = task.plan
    row: Row = {
        "number": above.number,
        "issued_on": above.issued_on.isoformat(),
        "task": task.code,
    }
    return row | {"owner": above.owner.code} if above.owner else row


def found(row: Row, units: Sequence[UnitMatch], *, on: date) -> CarriedTask | None:
    """What the plan of `row` carries out there, looked for here."""
    named = row.get(COLUMN)
    if named is None:
        return None
    if not isinstance(named, dict) or not all(isinstance(one, str) for one in named.values()):
        raise Refused(DAMAGED.format(COLUMN))
    here = {match.code: match.unit for match in units}
    words = (
        f"nhiệm vụ {parsing.as_text(named, 'task')} của kế hoạch số "
        f"{parsing.as_text(named, 'number')}"
    )
    task = _task(named, here)
    if task is None:
        return CarriedTask(words, why_not="kế hoạch đó, hoặc nhiệm vụ đó, chưa có ở đây")
    why_not = _why_not(row, here.get(parsing.as_text(row, "owner")), task, on)
    return CarriedTask(words, None if why_not else task, why_not)


def _task(named: Row, here: dict[str, Unit | None]) -> Task | None:
    owner = named.get("owner")
    unit = here.get(str(owner)) if owner else None
    if owner and unit is None:
        return None
    try:
        day = date.fromisoformat(parsing.as_text(named, "issued_on"))
    except ValueError as error:
        raise Refused(DAMAGED.format(COLUMN)) from error
    plans = Plan.objects.filter(number=named.get("number"), issued_on=day, owner=unit)
    tasks = Task.objects.filter(plan__in=plans, code=named.get("task"))
    return tasks.select_related("plan").first()


def _why_not(row: Row, owner: Unit | None, task: Task, on: date) -> str:
    """What forbids it here; a plan that has ended is no longer held to what units do today."""
    if owner is None:
        return "đơn vị lập kế hoạch chưa có ở đây"
    if row.get("status") == PlanStatus.CLOSED:
        led = Assignment.objects.filter(task=task, unit=owner, role=AssignmentRole.LEAD)
        return "" if led.exists() else f"{owner.short_name} không chủ trì nhiệm vụ đó"
    try:
        placing.refuse_unfit(PlanPlace(owner, task), on=on)
    except Refused as refusal:
        return str(refusal).rstrip(".")
    return ""
