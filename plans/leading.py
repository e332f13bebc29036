"""Use cases that set how many units lead a task, and what its co-ordinating units owe."""

from datetime import datetime

from django.db import transaction

from plans import assigning
from plans.locking import locked_task
from plans.models import (
    Assignment,
    AssignmentRole,
    ContributionRule,
    Task,
    TaskEvent,
    TaskEventKind,
)
from tracker.lib.refusal import Refused
from units.models import Unit, User

# The event that records each rule
EVENTS = {
    ContributionRule.REQUIRED: TaskEventKind.CONTRIBUTIONS_ASKED,
    ContributionRule.OPTIONAL: TaskEventKind.CONTRIBUTIONS_WAIVED,
    ContributionRule.AS_PLAN: TaskEventKind.CONTRIBUTIONS_AS_PLAN,
}


@transaction.atomic
def share_lead(*, task: Task, by: User, at: datetime) -> None:
    """Let several units lead `task`, each for its own part."""
    task = locked_task(task.pk)
    if task.is_fan_out:
        raise Refused("Nhiệm vụ này đã có nhiều đơn vị chủ trì, mỗi đơn vị một phần.")
    Assignment.objects.leading().filter(task=task).update(is_own_part=True)
    _set_shared(task, True, by=by, at=at)


@transaction.atomic
def unify_lead(*, task: Task, by: User, at: datetime) -> None:
    """Let one unit lead `task` again. Refused while several do."""
    task = locked_task(task.pk)
    if not task.is_fan_out:
        raise Refused("Nhiệm vụ này chỉ có một đơn vị chủ trì.")
    leads = Assignment.objects.leading().filter(task=task, ended_on__isnull=True)
    names = list(leads.order_by("unit__position", "pk").values_list("unit__short_name", flat=True))
    if len(names) > 1:
        raise Refused(
            f"Nhiệm vụ {task.code} còn {len(names)} đơn vị chủ trì ({_few(names)}). "
            "Hãy để lại một đơn vị chủ trì trước."
        )
    leads.update(is_own_part=False)
    _set_shared(task, False, by=by, at=at)


@transaction.atomic
def add_lead(*, task: Task, unit: Unit, by: User, at: datetime) -> Assignment | None:
    """Make `unit` lead a part of `task`, beside the units that already lead it."""
    if not locked_task(task.pk).is_fan_out:
        share_lead(task=task, by=by, at=at)
    return assigning.set_role(task=task, unit=unit, role=AssignmentRole.LEAD, by=by, at=at)


@transaction.atomic
def ask_contributions(*, task: Task, by: User, at: datetime) -> None:
    """Require a contribution from each co-ordinating unit, which never blocks the lead."""
    _set_rule(task, ContributionRule.REQUIRED, by=by, at=at)


@transaction.atomic
def waive_contributions(*, task: Task, by: User, at: datetime) -> None:
    """Leave it to the co-ordinating units whether they contribute, whatever the plan asks."""
    _set_rule(task, ContributionRule.OPTIONAL, by=by, at=at)


@transaction.atomic
def ask_contributions_as_plan(*, task: Task, by: User, at: datetime) -> None:
    """Ask of the co-ordinating units what the plan asks for all its tasks."""
    _set_rule(task, ContributionRule.AS_PLAN, by=by, at=at)


def _set_shared(task: Task, is_shared: bool, *, by: User, at: datetime) -> None:
    Task.objects.filter(pk=task.pk).update(is_fan_out=is_shared)
    kind = TaskEventKind.LEAD_SHARED if is_shared else TaskEventKind.LEAD_SINGLE
    TaskEvent.objects.record(task=task, kind=kind, by=by, at=at)


def _set_rule(task: Task, rule: ContributionRule, *, by: User, at: datetime) -> None:
    other = Task.objects.filter(pk=task.pk).exclude(contribution_rule=rule)
    if not other.update(contribution_rule=rule):
        raise Refused(f"Nhiệm vụ này đã ở chế độ “{rule.label}”.")
    TaskEvent.objects.record(task=task, kind=EVENTS[rule], by=by, at=at)


def _few(names: list[str]) -> str:
    shown = ", ".join(names[:3])
    return f"{shown}, …" if len(names) > 3 else shown
