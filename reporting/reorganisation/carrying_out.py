"""The use case that carries out a reorganisation as one step, and its measurement beforehand."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from plans.models import Plan, Task
from reporting.models import (
    Reorganisation,
    ReorganisationEvent,
    ReorganisationEventKind,
    ReorganisationState,
)
from reporting.reorganisation import figures
from reporting.reorganisation.carrier import ReorganisationCarrier
from reporting.reorganisation.figures import FiguresKept
from reporting.reorganisation.preparing import locked_draft
from reporting.reorganisation.preview import (
    ReorganisationPreview,
    preview_of,
)
from tracker.lib.refusal import Refused
from units.models import Unit, User


class _Rehearsed(Exception):  # noqa: N818 -- it ends a rehearsal and tells of no error
    """Rolls back what was done to be measured."""


@transaction.atomic
def carry_out(*, act: Reorganisation, seen: str, by: User, at: datetime) -> None:
    """Carry out `act` as the preview with the digest `seen` showed it, or nothing of it.

    Locks in the order of all use cases: plans, their tasks, units. Whoever transfers, files,
    closes a plan or records a succession at the same moment comes before or after all of it.
    """
    act = locked_draft(act)
    preview = _checked(act, seen, at=at)
    today = localdate(at)
    before = figures.measure(preview.plan_ids, by=by, today=today)
    trace = ReorganisationCarrier(act, preview, by=by, at=at).carry_out()
    after = figures.measure(preview.plan_ids, by=by, today=today)
    act.state = ReorganisationState.CARRIED_OUT
    act.carried_out_at, act.carried_out_by = at, by
    act.figures = FiguresKept(digest=seen, before=before, after=after)
    act.trace = trace
    act.save(update_fields=["state", "carried_out_at", "carried_out_by", "figures", "trace"])
    note = f"{len(preview.units)} đơn vị, {len(preview.work)} phân công"
    ReorganisationEvent.objects.record(
        reorganisation=act, kind=ReorganisationEventKind.CARRIED_OUT, note=note, by=by, at=at
    )


def rehearse(*, act: Reorganisation, by: User, at: datetime) -> None:
    """Carry out `act`, count, undo all of it in the database, and keep only the figures."""
    today = localdate(at)
    _refuse_early(act, today)
    preview = preview_of(act, today=today)
    kept: FiguresKept | None = None
    try:
        with transaction.atomic():
            rehearsed = locked_draft(act)
            _refuse_unclear(preview)
            before = figures.measure(preview.plan_ids, by=by, today=today)
            ReorganisationCarrier(rehearsed, preview, by=by, at=at).carry_out()
            after = figures.measure(preview.plan_ids, by=by, today=today)
            kept = FiguresKept(digest=preview.digest, before=before, after=after)
            raise _Rehearsed
    except _Rehearsed:
        Reorganisation.objects.filter(pk=act.pk, state=ReorganisationState.DRAFT).update(
            figures=kept
        )


def _checked(act: Reorganisation, seen: str, *, at: datetime) -> ReorganisationPreview:
    """The preview that was seen, with everything that it is about locked."""
    today = localdate(at)
    _refuse_early(act, today)
    _lock(preview_of(act, today=today))
    preview = preview_of(act, today=today)
    _refuse_unclear(preview)
    if preview.digest != seen:
        raise Refused(
            "Danh bạ hoặc phân công vừa thay đổi sau khi bạn xem, nên chưa có gì được ghi. Hãy xem "
            "lại rồi thực hiện."
        )
    return preview


def _lock(preview: ReorganisationPreview) -> None:
    plans = Plan.objects.select_for_update(no_key=True).filter(pk__in=preview.plan_ids)
    list(plans.order_by("pk").values_list("pk"))
    task_ids = {one.work.task_id for one in preview.work}
    tasks = Task.objects.select_for_update().filter(pk__in=task_ids)
    list(tasks.order_by("pk").values_list("pk"))
    old = [unit.pk for unit in preview.units]
    new = [heir.unit.pk for heir in preview.recognised.heirs.values() if heir.unit is not None]
    below = [place.unit.pk for unit in preview.units for place in unit.below]
    units = Unit.objects.select_for_update().filter(pk__in=[*old, *new, *below])
    list(units.order_by("pk").values_list("pk"))


def _refuse_early(act: Reorganisation, today: date) -> None:
    if act.effective_on > today:
        raise Refused(
            f"Chưa đến ngày {act.effective_on:%d/%m/%Y}. Bản sắp xếp được giữ lại; hãy tính số "
            "liệu và thực hiện từ ngày đó."
        )


def _refuse_unclear(preview: ReorganisationPreview) -> None:
    recognised = preview.recognised
    if not recognised.rows:
        raise Refused("Bảng chưa có dòng nào.")
    unclear = [str(row.number) for row in recognised.rows if not row.is_clear]
    if unclear:
        more = ", …" if len(unclear) > 5 else ""
        raise Refused(f"Còn dòng chưa rõ trong bảng: dòng {', '.join(unclear[:5])}{more}.")
