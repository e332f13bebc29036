"""Use cases that put a closed plan away, and take it out again.

An archived plan is read, searched and exported as before; lists and choosers leave it out.
"""

from datetime import datetime

from django.db import transaction

from plans.models import Plan, PlanEvent, PlanEventKind
from tracker.lib.refusal import Refused
from units.models import User


@transaction.atomic
def archive_plan(*, plan: Plan, by: User, at: datetime) -> None:
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if not plan.is_closed:
        raise Refused("Chỉ lưu trữ kế hoạch đã kết thúc.")
    if plan.is_archived:
        raise Refused("Kế hoạch này đã lưu trữ.")
    _write(plan, at, PlanEventKind.ARCHIVED, by=by, at=at)


@transaction.atomic
def unarchive_plan(*, plan: Plan, by: User, at: datetime) -> None:
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if not plan.is_archived:
        raise Refused("Kế hoạch này không ở trong lưu trữ.")
    _write(plan, None, PlanEventKind.UNARCHIVED, by=by, at=at)


def _write(
    plan: Plan, archived_at: datetime | None, kind: PlanEventKind, *, by: User, at: datetime
) -> None:
    plan.archived_at = archived_at
    plan.save(update_fields=["archived_at"])
    PlanEvent.objects.record(plan=plan, kind=kind, by=by, at=at)
