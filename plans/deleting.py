"""Use case that deletes a plan that was never in effect, and what its page shows before."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from plans.locking import locked_plan
from plans.models import (
    Assignment,
    AssignmentEvent,
    ImportState,
    Indicator,
    IndicatorEvent,
    Plan,
    PlanImport,
    PlanImportEvent,
    PlanImportEventKind,
    TaskEvent,
)
from plans.protected import has_protected_rows
from plans.unused_bodies import remove_unused_body
from tracker.lib.refusal import Refused
from units.models import DirectoryEvent, User

IN_EFFECT = "Kế hoạch đã có hiệu lực; hãy kết thúc hoặc lưu trữ."
IN_USE = (
    "Kế hoạch đã có phân công được xác nhận, kỳ báo cáo, báo cáo hoặc kế hoạch của đơn vị, nên "
    "không xóa được; hãy kết thúc rồi lưu trữ."
)


@dataclass(frozen=True)
class Contents:
    """What goes with a plan; `num_steps` of its histories tell whether it was changed since."""

    num_groups: int
    num_tasks: int
    num_proposals: int
    num_indicators: int
    num_passages: int
    num_steps: int


def why_kept(plan: Plan) -> str:
    """Why `plan` is not deleted: units have seen it, or something in it stays."""
    if not plan.is_draft:
        return IN_EFFECT
    is_confirmed = Assignment.objects.confirmed().filter(task__plan=plan).exists()
    return IN_USE if is_confirmed or has_protected_rows(plan) else ""


def contents_of(plan: Plan) -> Contents:
    histories = (
        plan.events,
        TaskEvent.objects.filter(task__plan=plan),
        AssignmentEvent.objects.filter(task__plan=plan),
        IndicatorEvent.objects.filter(indicator__task__plan=plan),
    )
    return Contents(
        num_groups=plan.groups.count(),
        num_tasks=plan.tasks.count(),
        num_proposals=Assignment.objects.filter(task__plan=plan).count(),
        num_indicators=Indicator.objects.filter(task__plan=plan).count(),
        num_passages=plan.passages.count(),
        num_steps=sum(history.count() for history in histories),
    )


@transaction.atomic
def delete_draft(*, plan: Plan, seen: int, by: User, at: datetime) -> None:
    """Delete a draft with all that hangs on it; `seen` are the steps that the person was shown.

    Its history goes too, so the deletion is noted with the person. The import it was written from
    waits for its review again.
    """
    plan = locked_plan(plan.pk)
    # Units are proposed under the lock of a task alone
    list(plan.tasks.select_for_update().order_by("pk").values_list("pk"))
    if why := why_kept(plan):
        raise Refused(why)
    contents = contents_of(plan)
    if contents.num_steps != seen:
        raise Refused("Kế hoạch vừa được sửa thêm. Hãy xem lại rồi xóa.")
    note = (
        f"Xóa {plan} ngày {plan.issued_on:%d/%m/%Y}, đang nhập: {plan.short_title} "
        f"({contents.num_groups} nhóm, {contents.num_tasks} nhiệm vụ)"
    )
    body = plan.body
    _return_imports(plan, by=by, at=at)
    DirectoryEvent.objects.record(unit=plan.owner, person=by, note=note, by=by, at=at)
    plan.delete()
    remove_unused_body(body)


def _return_imports(plan: Plan, *, by: User, at: datetime) -> None:
    """Let the imports of `plan` be reviewed again; not beside another one of the same text."""
    for row in PlanImport.objects.select_for_update().filter(plan=plan).order_by("pk"):
        under_way = PlanImport.objects.under_way().filter(content_sha256=row.content_sha256)
        row.plan = None
        if not under_way.exists():
            row.state, row.ended_at = ImportState.READ, None
        row.save(update_fields=["plan", "state", "ended_at"])
        PlanImportEvent.objects.record(
            plan_import=row, kind=PlanImportEventKind.PLAN_DELETED, note=str(plan), by=by, at=at
        )
