"""Whose plan it is, and which task of another plan it carries out.

A unit keeps a plan of its own, usually for a task that it leads. A plan without an owner is one
of the office.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from plans import access
from plans.assignment_steps import refuse_closed
from plans.models import Assignment, AssignmentRole, Plan, PlanEvent, PlanEventKind, Task
from tracker.lib.refusal import Refused
from units.models import Unit, User


class OwnPlanExists(Refused):
    """The unit has a plan for this task already; `plan` is that plan."""

    def __init__(self, plan: Plan, owner: Unit, task: Task) -> None:
        super().__init__(
            f"{owner.short_name} đã có kế hoạch số {plan.number} cho nhiệm vụ {task.code}. Hãy làm "
            "tiếp kế hoạch đó, hoặc kết thúc rồi mới lập kế hoạch khác."
        )
        self.plan = plan


@dataclass(frozen=True)
class PlanPlace:
    """The unit that keeps a plan for itself, and the task that the plan carries out, if any."""

    owner: Unit
    task: Task | None = None

    def __str__(self) -> str:
        if self.task is None:
            return f"Kế hoạch của {self.owner.short_name}"
        parent = f"nhiệm vụ {self.task.code} của kế hoạch số {self.task.plan.number}"
        return f"Kế hoạch của {self.owner.short_name}, triển khai {parent}"


def locked_place(place: PlanPlace, *, at: datetime) -> PlanPlace:
    """`place` for a new plan, locked until the transaction ends so that a unit begins only one."""
    place = PlanPlace(place.owner, _locked(place.task) if place.task else None)
    refuse_unfit(place, on=timezone.localdate(at))
    return place


def refuse_unfit(place: PlanPlace, *, on: date, plan: Plan | None = None) -> None:
    """Refuse a place that `plan`, or a new one, must not take."""
    owner, task = place.owner, place.task
    _refuse_absent(owner, on=on)
    if task is None:
        return
    if task.plan.is_closed:
        raise Refused(f"Kế hoạch số {task.plan.number} đã kết thúc, không triển khai thêm nữa.")
    if task.plan.is_draft:
        raise Refused(f"Kế hoạch số {task.plan.number} chưa được đưa vào thực hiện.")
    _refuse_others(owner, task)
    _refuse_second(owner, task, plan=plan)
    if plan is not None:
        _refuse_circle(plan, task)


@transaction.atomic
def place_plan(*, plan: Plan, task: Task | None, by: User, at: datetime) -> None:
    """Let the plan of a unit carry out `task`, or (None) none any more.

    It locks the plans of all units, so that two of them never come to carry out each other, and
    the task, under which the unit may be beginning another plan.
    """
    own = Plan.objects.select_for_update(no_key=True).filter(owner__isnull=False).order_by("pk")
    by_id = {row.pk: row for row in own}
    if plan.pk not in by_id:
        raise Refused("Kế hoạch của Văn phòng không gắn với nhiệm vụ của kế hoạch khác.")
    plan = by_id[plan.pk]
    refuse_closed(plan)
    if plan.parent_task_id == (task.pk if task else None):
        return
    owner = Unit.objects.get(own_plans=plan)
    if task is not None:
        task = _locked(task)
        refuse_unfit(PlanPlace(owner, task), on=timezone.localdate(at), plan=plan)
    plan.parent_task = task
    plan.save(update_fields=["parent_task"])
    note = str(PlanPlace(owner, task)) if task else "Thôi gắn với nhiệm vụ"
    PlanEvent.objects.record(plan=plan, kind=PlanEventKind.PLACED, note=note, by=by, at=at)


@transaction.atomic
def hand_over_plan(*, plan: Plan, to: Unit, note: str, by: User, at: datetime) -> None:
    """Let another unit go on with the plan of a unit that ended, by the document in `note`."""
    plan = Plan.objects.select_related("parent_task__plan").get(pk=plan.pk)
    task, today = plan.parent_task, timezone.localdate(at)
    if task is not None and task.plan.is_closed:
        # Work of a closed plan stays with the units that had it; the plan for it goes on
        _refuse_absent(to, on=today)
        _refuse_second(to, task, plan=plan)
    else:
        refuse_unfit(PlanPlace(to, task), on=today, plan=plan)
    same = Plan.objects.filter(owner=to, number=plan.number, issued_on=plan.issued_on)
    if same.exists():
        raise Refused(f"{to.short_name} đã có kế hoạch số {plan.number} cùng ngày ban hành.")
    give_plan(plan=plan, to=to, note=note, by=by, at=at)


@transaction.atomic
def give_plan(*, plan: Plan, to: Unit, note: str, by: User, at: datetime) -> None:
    """Let `to` keep `plan`, and take the rights on it from the unit that kept it before."""
    former = plan.owner_id
    plan.owner = to
    plan.save(update_fields=["owner"])
    if former is not None:
        access.take_grants(plan=plan, unit_id=former)
    access.ensure_grants(plan=plan)
    what = f"{PlanPlace(to, plan.parent_task)} ({note})"
    PlanEvent.objects.record(plan=plan, kind=PlanEventKind.PLACED, note=what, by=by, at=at)


def _locked(task: Task) -> Task:
    Task.objects.select_for_update().get(pk=task.pk)
    return Task.objects.select_related("plan").get(pk=task.pk)  # as it is after the wait


def _refuse_absent(owner: Unit, *, on: date) -> None:
    if not owner.exists_on(on):
        raise Refused(f"{owner.short_name} hiện không hoạt động, không lập kế hoạch mới được.")


def _refuse_second(owner: Unit, task: Task, *, plan: Plan | None) -> None:
    in_use = Plan.objects.in_use().filter(owner=owner, parent_task=task)
    other = (in_use.exclude(pk=plan.pk) if plan else in_use).first()
    if other is not None:
        raise OwnPlanExists(other, owner, task)


def _refuse_others(owner: Unit, task: Task) -> None:
    """Only a unit that leads `task` carries it out by a plan of its own."""
    current = Assignment.objects.current().filter(task=task, unit=owner).first()
    if current is None:
        raise Refused(f"{owner.short_name} không được giao nhiệm vụ {task.code}.")
    if not current.is_confirmed:
        raise Refused(
            f"Phân công nhiệm vụ {task.code} cho {owner.short_name} còn là đề xuất, chưa lập kế "
            "hoạch riêng được."
        )
    if current.role != AssignmentRole.LEAD:
        raise Refused(
            f"{owner.short_name} phối hợp nhiệm vụ {task.code}; đơn vị chủ trì mới lập kế hoạch "
            "riêng cho nhiệm vụ."
        )


def _refuse_circle(plan: Plan, task: Task) -> None:
    above: Plan | None = task.plan
    if above == plan:
        raise Refused("Kế hoạch không triển khai nhiệm vụ của chính mình.")
    while above is not None:
        if above == plan:
            raise Refused(
                f"Kế hoạch số {task.plan.number} đang triển khai kế hoạch này, nên kế hoạch này "
                "không triển khai ngược lại được."
            )
        above = Plan.objects.filter(tasks__own_plans=above).first()
