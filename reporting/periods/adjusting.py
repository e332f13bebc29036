"""Release a unit from one period or add it, by decision of the office and with a reason."""

from datetime import datetime

from django.db import transaction

from plans.models import Assignment
from reporting.models import (
    AdjustmentKind,
    PeriodAdjustment,
    PeriodEvent,
    PeriodEventKind,
    ReportingPeriod,
    Submission,
)
from reporting.notices import announcing
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from units.models import Unit, User

EVENT_OF = {
    AdjustmentKind.RELEASED: PeriodEventKind.RELEASED,
    AdjustmentKind.ADDED: PeriodEventKind.ADDED,
}


@transaction.atomic
def release(
    *, period: ReportingPeriod, unit: Unit, reason: str, by: User, at: datetime
) -> PeriodAdjustment:
    """Let `unit` owe nothing in `period`: it is neither reminded nor counted as missing."""
    period = _locked(period)
    if _has_sent(period, unit):
        raise Refused(f"{unit.name} đã gửi báo cáo của {period.name}: không còn gì để miễn.")
    return _adjust(period, unit, AdjustmentKind.RELEASED, reason, by=by, at=at)


@transaction.atomic
def add(
    *, period: ReportingPeriod, unit: Unit, reason: str, by: User, at: datetime
) -> PeriodAdjustment:
    """Let `unit` owe its lead assignments in `period`, whatever the rule of obligations says.

    Its officers and heads are notified where the period is open.
    """
    period = _locked(period)
    added = _adjust(period, unit, AdjustmentKind.ADDED, reason, by=by, at=at)
    if period.is_open:
        announcing.unit_added(period, unit, reason=added.reason, at=at)
    return added


@transaction.atomic
def remove_adjustment(*, adjustment: PeriodAdjustment, by: User, at: datetime) -> None:
    """Take a decision back: from now on the rule of obligations holds for the unit again."""
    period = _locked(adjustment.period)
    found = PeriodAdjustment.objects.filter(pk=adjustment.pk).select_related("unit").first()
    if found is None:
        raise Refused("Điều chỉnh này đã được bỏ trước đó.")
    if found.kind == AdjustmentKind.ADDED and _has_sent(period, found.unit):
        raise Refused(f"{found.unit.name} đã gửi báo cáo của {period.name}: không bỏ được nữa.")
    note = f"{found.unit.name} ({found.get_kind_display()}: {found.reason})"
    PeriodEvent.objects.record(
        period=period, kind=PeriodEventKind.ADJUSTMENT_REMOVED, by=by, at=at, note=note
    )
    found.delete()


def _adjust(
    period: ReportingPeriod,
    unit: Unit,
    kind: AdjustmentKind,
    reason: str,
    *,
    by: User,
    at: datetime,
) -> PeriodAdjustment:
    reason = reason.strip()
    if not reason:
        raise Refused("Cần nêu lý do miễn hoặc bổ sung đơn vị.")
    secrecy.refuse_marks({"Lý do": reason})
    if not Assignment.objects.owed().filter(unit=unit, task__plan=period.plan_id).exists():
        raise Refused(f"{unit.name} không chủ trì nhiệm vụ nào của kế hoạch này.")
    present = PeriodAdjustment.objects.filter(period=period, unit=unit).first()
    if present:
        raise Refused(
            f"{unit.name} đã có điều chỉnh ở kỳ này ({present.get_kind_display()}). "
            "Hãy bỏ điều chỉnh đó trước."
        )
    PeriodEvent.objects.record(
        period=period, kind=EVENT_OF[kind], by=by, at=at, note=f"{unit.name}. Lý do: {reason}"
    )
    return PeriodAdjustment.objects.create(
        period=period, unit=unit, kind=kind, reason=reason, by=by, at=at
    )


def _locked(period: ReportingPeriod) -> ReportingPeriod:
    """The current row, locked: sending for the period and other adjustments wait."""
    return ReportingPeriod.objects.select_for_update().get(pk=period.pk)


def _has_sent(period: ReportingPeriod, unit: Unit) -> bool:
    return Submission.objects.filter(period=period, unit=unit, sent_at__isnull=False).exists()
