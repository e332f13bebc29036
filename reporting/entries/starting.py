"""Another first day of an assignment, where no period that is due changes by it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from plans import assigning
from plans.assignment_steps import locked
from plans.models import Assignment, AssignmentRole, LegalDocument
from reporting.counting.asked import asked_in
from reporting.counting.obligations import owed_periods
from reporting.models import ReportingPeriod
from tracker.lib.refusal import Refused
from units.models import User


@transaction.atomic
def set_first_day(
    *,
    assignment: Assignment,
    first_day: date,
    document: LegalDocument,
    by: User,
    at: datetime,
) -> None:
    """Let `assignment` be in force from an earlier or later day, by `document`.

    Raises Refused where a period that is due would be owed by it, or would no longer be: the
    office decides that for the unit and the period, with a reason (`periods.adjusting`).
    """
    assignment = locked(assignment)
    today = timezone.localdate(at)
    due = list(
        ReportingPeriod.objects.opened()
        .filter(plan=assignment.task.plan_id, due_on__lt=today)
        .oldest_first()
    )
    before = _owed(assignment, due)
    assigning.set_first_day(
        assignment=assignment, first_day=first_day, document=document, by=by, at=at
    )
    changed = before ^ _owed(assignment, due)
    names = [period.name for period in due if period.pk in changed]
    if names:
        raise Refused(
            f"Ngày này làm thay đổi kỳ đã đến hạn gửi ({_few(names)}). Hãy chọn ngày khác, hoặc "
            "miễn hay bổ sung đơn vị tại trang của kỳ trước, rồi ghi lại ngày."
        )


def _owed(assignment: Assignment, periods: list[ReportingPeriod]) -> set[int]:
    """In which of `periods` the assignment owes a result, or a contribution."""
    if assignment.role == AssignmentRole.COORDINATING:
        return {row.pk for row in periods if asked_in(row).filter(pk=assignment.pk).exists()}
    of_assignment = Assignment.objects.filter(pk=assignment.pk)
    return {row.period_id for row in owed_periods(periods, of_assignment)}


def _few(names: list[str]) -> str:
    return ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
