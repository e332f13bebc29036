"""Create, change, open and close reporting periods."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from plans.locking import locked_plan
from plans.models import Plan
from reporting.models import PeriodEvent, PeriodEventKind, ReportingPeriod
from reporting.notices import announcing
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from units.models import User


class Early(Refused):
    """The day of the step is still to come, and nobody who was told so has confirmed it."""


@transaction.atomic
def create_period(
    *,
    plan: Plan,
    name: str,
    data_from: date,
    data_to: date,
    due_on: date,
    by: User,
    at: datetime,
) -> ReportingPeriod:
    """Create a period of `plan`. Units cannot file for it until it is opened."""
    plan = _locked_plan(plan.pk)
    period = ReportingPeriod(
        plan=plan, name=name, data_from=data_from, data_to=data_to, due_on=due_on
    )
    _check(period)
    period.save()
    _note(period, PeriodEventKind.CREATED, by=by, at=at)
    return period


@transaction.atomic
def change_period(
    *,
    period: ReportingPeriod,
    name: str,
    data_from: date,
    data_to: date,
    due_on: date,
    by: User,
    at: datetime,
) -> None:
    """Change a period.

    Once it is opened, only its name and due day may change, since submissions cover its days.
    """
    _locked_plan(period.plan_id)
    period = _locked(period)
    if period.opened_at and (data_from, data_to) != (period.data_from, period.data_to):
        raise Refused("Kỳ đã mở: chỉ sửa được tên và hạn gửi, không sửa được khoảng số liệu.")
    before = f"{period.name}, hạn {period.due_on:%d/%m/%Y}"
    period.name, period.due_on = name, due_on
    if data_to != period.data_to:
        period.shares_last_day = False
    period.data_from, period.data_to = data_from, data_to
    _check(period)
    period.save(update_fields=["name", "data_from", "data_to", "due_on", "shares_last_day"])
    _note(period, PeriodEventKind.CHANGED, by=by, at=at, note=f"Trước khi sửa: {before}")


@transaction.atomic
def open_period(
    *, period: ReportingPeriod, by: User, at: datetime, despite: date | None = None
) -> None:
    """Let units file for `period`, and notify those that must.

    Before the first day of its data, only where `despite` names that day: the person who confirmed
    was shown it, and it is still the same.
    """
    plan = _locked_plan(period.plan_id)
    period = _locked(period)
    if period.opened_at:
        raise Refused("Kỳ báo cáo này đã được mở.")
    if plan.is_draft:
        raise Refused("Kế hoạch đang nhập: hãy đưa kế hoạch vào thực hiện trước khi mở kỳ báo cáo.")
    if localdate(at) < period.data_from and despite != period.data_from:
        raise Early(
            f"Số liệu của kỳ này tính từ ngày {period.data_from:%d/%m/%Y}. "
            "Hãy xem lại và xác nhận mở trước ngày đó."
        )
    period.opened_at = at
    period.save(update_fields=["opened_at"])
    _note(period, PeriodEventKind.OPENED, by=by, at=at)
    announcing.period_opened(period, at=at)


@transaction.atomic
def close_period(
    *,
    period: ReportingPeriod,
    by: User,
    at: datetime,
    note: str = "",
    despite: date | None = None,
) -> None:
    """Stop filing for `period`. Returned entries may still be answered until their day.

    Until the end of its due day, only where `despite` names that day, as for `open_period`.
    """
    period = _locked(period)
    if not period.is_open:
        raise Refused("Kỳ báo cáo này không ở trạng thái đang mở.")
    if localdate(at) <= period.due_on and despite != period.due_on:
        raise Early(
            f"Hạn gửi của kỳ này là hết ngày {period.due_on:%d/%m/%Y}. "
            "Hãy xem lại và xác nhận đóng trước hạn."
        )
    period.closed_at = at
    period.save(update_fields=["closed_at"])
    if period.is_closed_early and not note:
        note = f"trước hạn gửi {period.due_on:%d/%m/%Y}"
    _note(period, PeriodEventKind.CLOSED, by=by, at=at, note=note)


@transaction.atomic
def reopen_period(*, period: ReportingPeriod, by: User, at: datetime, note: str) -> None:
    """Let units file again for a closed period; `note` is the reason."""
    _locked_plan(period.plan_id)
    period = _locked(period)
    if period.closed_at is None:
        raise Refused("Kỳ báo cáo này chưa đóng.")
    if not note.strip():
        raise Refused("Cần nêu lý do mở lại kỳ.")
    secrecy.refuse_marks({"Lý do mở lại": note})
    period.closed_at = None
    period.save(update_fields=["closed_at"])
    _note(period, PeriodEventKind.REOPENED, by=by, at=at, note=note)
    announcing.period_reopened(period, note=note, at=at)


def _locked(period: ReportingPeriod) -> ReportingPeriod:
    """The current row, locked until the end of the transaction; filing for it waits."""
    return ReportingPeriod.objects.select_for_update().get(pk=period.pk)


def _locked_plan(pk: int) -> Plan:
    """The plan, locked before its periods, as by whoever closes it: one at a time changes them."""
    plan = locked_plan(pk, no_key=True)
    if plan.is_closed:
        raise Refused("Kế hoạch này đã kết thúc nên không lập, sửa hay mở kỳ báo cáo được nữa.")
    return plan


def _check(period: ReportingPeriod) -> None:
    """Refuse with a message what a constraint would reject; the plan is locked."""
    secrecy.refuse_marks({"Tên kỳ": period.name})
    if period.data_to < period.data_from:
        raise Refused("Ngày cuối của số liệu phải sau ngày đầu.")
    if period.due_on < period.data_from:
        raise Refused("Hạn gửi phải sau ngày đầu của số liệu.")
    others = ReportingPeriod.objects.filter(plan=period.plan_id).exclude(pk=period.pk)
    if others.filter(name=period.name).exists():
        raise Refused("Kế hoạch đã có kỳ báo cáo mang tên này.")
    same_last_day = others.filter(data_to=period.data_to).order_by("pk").first()
    if same_last_day is not None and not period.shares_last_day:
        raise Refused(
            f"{same_last_day.name} của kế hoạch này cũng kết thúc ngày {period.data_to:%d/%m/%Y}. "
            "Kết quả được tính theo ngày cuối của kỳ, nên mỗi ngày cuối chỉ có một kỳ: "
            "báo cáo của kỳ dài hơn thay cho kỳ ngắn hơn."
        )


def _note(
    period: ReportingPeriod, kind: PeriodEventKind, *, by: User, at: datetime, note: str = ""
) -> None:
    PeriodEvent.objects.record(period=period, kind=kind, by=by, at=at, note=note)
