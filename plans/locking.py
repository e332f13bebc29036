"""Locks on a plan and on a task, for whoever changes what hangs on them.

With `no_key`, rows may still be added that refer to them.
"""

from plans.models import Plan, Task
from tracker.lib.refusal import Refused


def locked_plan(pk: int, *, no_key: bool = False) -> Plan:
    """The plan, locked; refused where somebody deleted it since the page was opened."""
    plan = Plan.objects.select_for_update(no_key=no_key).filter(pk=pk).first()
    if plan is None:
        raise Refused("Kế hoạch này vừa được người khác xóa.")
    return plan


def locked_task(pk: int, *, no_key: bool = False) -> Task:
    """The task with its plan, locked; refused where it was deleted meanwhile."""
    rows = Task.objects.select_for_update(of=("self",), no_key=no_key).select_related("plan")
    task = rows.filter(pk=pk).first()
    if task is None:
        raise Refused("Nhiệm vụ này vừa được người khác xóa.")
    return task
