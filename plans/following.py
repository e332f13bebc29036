"""The office decides how a plan is followed."""

from datetime import datetime

from django.db import transaction

from plans.models import Plan, PlanEvent, PlanEventKind
from tracker.lib.refusal import Refused
from units.models import User


@transaction.atomic
def set_head_confirmation(*, plan: Plan, is_needed: bool, by: User, at: datetime) -> None:
    """Let reports on PLAN leave a unit only once its head confirmed them, or without that.

    What lies with a head already stays there. Refused while nothing changes.
    """
    other = Plan.objects.filter(pk=plan.pk, needs_head_confirmation=not is_needed)
    if not other.update(needs_head_confirmation=is_needed):
        raise Refused(
            "Kế hoạch này đã yêu cầu thủ trưởng xác nhận."
            if is_needed
            else "Kế hoạch này không yêu cầu thủ trưởng xác nhận."
        )
    plan.needs_head_confirmation = is_needed
    asked, waived = PlanEventKind.CONFIRMATION_ASKED, PlanEventKind.CONFIRMATION_WAIVED
    PlanEvent.objects.create(plan=plan, kind=asked if is_needed else waived, by=by, at=at)
