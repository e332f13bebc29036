"""Use cases that set how a plan is followed."""

from datetime import datetime

from django.db import transaction

from plans.models import Plan, PlanEvent, PlanEventKind
from tracker.lib.refusal import Refused
from units.models import User


@transaction.atomic
def set_head_confirmation(*, plan: Plan, is_needed: bool, by: User, at: datetime) -> None:
    """Require the head's confirmation before submissions on `plan` are sent, or waive it.

    Submissions already waiting for a head stay there. Refused if there is no change.
    """
    other = Plan.objects.filter(pk=plan.pk, needs_head_confirmation=not is_needed)
    if not other.update(needs_head_confirmation=is_needed):
        raise Refused(
            "Kế hoạch này đã yêu cầu thủ trưởng xác nhận."
            if is_needed
            else "Kế hoạch này không yêu cầu thủ trưởng xác nhận."
        )
    plan.needs_head_confirmation = is_needed
    required, waived = PlanEventKind.CONFIRMATION_ASKED, PlanEventKind.CONFIRMATION_WAIVED
    PlanEvent.objects.record(plan=plan, kind=required if is_needed else waived, by=by, at=at)


@transaction.atomic
def set_contributions(*, plan: Plan, are_required: bool, by: User, at: datetime) -> None:
    """Require a contribution of each co-ordinating unit in each period of `plan`, or waive it.

    A task may decide otherwise. Periods whose due day has passed keep what was asked then.
    """
    other = Plan.objects.filter(pk=plan.pk, requires_contributions=not are_required)
    if not other.update(requires_contributions=are_required):
        raise Refused(
            "Kế hoạch này đã yêu cầu đơn vị phối hợp gửi nội dung."
            if are_required
            else "Kế hoạch này không yêu cầu đơn vị phối hợp gửi nội dung."
        )
    plan.requires_contributions = are_required
    asked, waived = PlanEventKind.CONTRIBUTIONS_ASKED, PlanEventKind.CONTRIBUTIONS_WAIVED
    PlanEvent.objects.record(plan=plan, kind=asked if are_required else waived, by=by, at=at)
