"""Urge the units that have not sent their report of a period, beside the daily reminders."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate, localtime

from reporting.models import PeriodEvent, PeriodEventKind, ReportingPeriod
from reporting.notices import reminding
from tracker.lib.refusal import Refused
from units.models import User


@transaction.atomic
def urge(*, period: ReportingPeriod, by: User, at: datetime) -> int:
    """Notify each unit that still owes its report, once a day; return how many."""
    period = ReportingPeriod.objects.select_for_update().get(pk=period.pk)
    if not period.is_open:
        raise Refused("Kỳ báo cáo này không ở trạng thái đang mở nên không nhắc gửi được.")
    before = period.events.filter(kind=PeriodEventKind.URGED).order_by("-at").first()
    if before is not None and localdate(before.at) == localdate(at):
        raise Refused(f"Hôm nay đã nhắc lúc {localtime(before.at):%H:%M}. Mỗi ngày nhắc một lần.")
    names = reminding.urge(period, at=at)
    if not names:
        raise Refused("Không còn đơn vị nào chưa gửi.")
    note = f"{len(names)} đơn vị: {', '.join(names)}"
    PeriodEvent.objects.record(period=period, kind=PeriodEventKind.URGED, by=by, at=at, note=note)
    return len(names)
