"""Use case that closes a plan with its open periods and its open assignments."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from plans import closing as plan_closing
from plans.locking import locked_plan
from plans.models import Plan
from reporting.closing.open_work import open_assignments
from reporting.periods import opening
from tracker.lib.refusal import Refused
from units.models import User


@transaction.atomic
def close_plan(
    *, plan: Plan, reason: str, reasons: Mapping[int, str], by: User, at: datetime
) -> None:
    """Close `plan`: nothing is filed, reminded of or planned any more, everything is still read.

    `reasons` has one for each open assignment, by id.
    """
    plan = locked_plan(plan.pk)
    rows = open_assignments(plan, today=localdate(at))
    missing = [row for row in rows if not reasons.get(row.pk, "").strip()]
    if missing:
        named = ", ".join(f"{row.code} ({row.unit})" for row in missing[:3])
        more = ", …" if len(missing) > 3 else ""
        raise Refused(f"Còn {len(missing)} phân công chưa hoàn thành chưa có lý do: {named}{more}.")
    for period in plan.periods.open().order_by("pk"):
        opening.close_period(
            period=period, by=by, at=at, note="Kết thúc kế hoạch", despite=period.due_on
        )
    plan_closing.close_plan(
        plan=plan,
        reason=reason,
        reasons={row.pk: reasons[row.pk] for row in rows},
        by=by,
        at=at,
    )
