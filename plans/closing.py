"""Use cases that close a plan and open it again.

A closed plan is only read: its assignments, tasks and periods stay as they are.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from plans import ending
from plans.locking import locked_plan
from plans.models import (
    Assignment,
    AssignmentEvent,
    AssignmentEventKind,
    Plan,
    PlanEvent,
    PlanEventKind,
    PlanStatus,
    Task,
)
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from units.models import User


@transaction.atomic
def close_plan(
    *, plan: Plan, reason: str, reasons: Mapping[int, str], by: User, at: datetime
) -> None:
    """Close `plan`; the assignments in `reasons`, by id, end today, each for its reason.

    The office closes it by `reporting.closing`, which knows what is still open.
    """
    plan = locked_plan(plan.pk)
    if plan.is_closed:
        raise Refused("Kế hoạch này đã kết thúc.")
    if not reason.strip():
        raise Refused("Cần nêu lý do kết thúc kế hoạch.")
    secrecy.refuse_marks({"Lý do": "\n".join([reason, *set(reasons.values())])})
    num = ending.drop_many(plan=plan, reasons=reasons, by=by, at=at)
    plan.status = PlanStatus.CLOSED
    plan.save(update_fields=["status"])
    note = reason.strip() + (f" ({num} phân công chưa hoàn thành kết thúc theo)" if num else "")
    PlanEvent.objects.record(plan=plan, kind=PlanEventKind.CLOSED, note=note, by=by, at=at)


@transaction.atomic
def reopen_plan(*, plan: Plan, reason: str, by: User, at: datetime) -> int:
    """Carry out a closed plan again. Returns how many assignments go on that ended with it."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if not plan.is_closed:
        raise Refused("Kế hoạch này chưa kết thúc.")
    if plan.is_archived:
        raise Refused("Kế hoạch này đã lưu trữ. Hãy đưa ra khỏi lưu trữ rồi mở lại.")
    if not reason.strip():
        raise Refused("Cần nêu lý do mở lại kế hoạch.")
    secrecy.refuse_marks({"Lý do": reason})
    _refuse_second_own_plan(plan)
    closed = plan.events.filter(kind=PlanEventKind.CLOSED).latest("at", "pk")
    ended = AssignmentEvent.objects.filter(
        task__plan=plan, kind=AssignmentEventKind.ENDED, at=closed.at
    )
    rows = list(
        Assignment.objects.filter(pk__in=ended.values("assignment"), successor__isnull=True)
    )
    for row in rows:
        row.ended_on, row.end_reason, row.end_recorded_on = None, "", None
    Assignment.objects.bulk_update(
        rows, ["ended_on", "end_reason", "end_recorded_on"], batch_size=100
    )
    today = timezone.localdate(at)
    AssignmentEvent.objects.record_many(
        [
            {
                "assignment": row,
                "task_id": row.task_id,
                "unit_id": row.unit_id,
                "kind": AssignmentEventKind.RESUMED,
                "note": "Mở lại kế hoạch",
                "effective_on": today,
            }
            for row in rows
        ],
        by=by,
        at=at,
    )
    plan.status = PlanStatus.ACTIVE
    plan.save(update_fields=["status"])
    PlanEvent.objects.record(
        plan=plan, kind=PlanEventKind.REOPENED, note=reason.strip(), by=by, at=at
    )
    return len(rows)


def _refuse_second_own_plan(plan: Plan) -> None:
    """A unit carries out a task by one plan at a time; locks the task, as a new plan does."""
    if plan.parent_task_id is None:
        return
    Task.objects.select_for_update().get(pk=plan.parent_task_id)
    in_use = Plan.objects.in_use().filter(owner=plan.owner_id, parent_task=plan.parent_task_id)
    other = in_use.exclude(pk=plan.pk).first()
    if other is not None:
        raise Refused(
            f"Đơn vị đang thực hiện nhiệm vụ đó bằng kế hoạch số {other.number}. Hãy kết thúc kế "
            "hoạch đó trước khi mở lại kế hoạch này."
        )
