"""What every step of an import does: find the row, lock it, note the event, send the job."""

from datetime import datetime

from plans.models import ImportState, PlanImport, PlanImportEvent, PlanImportEventKind
from tracker.lib import queueing
from tracker.lib.refusal import Refused
from units.models import User

TASK = "plans.tasks.read_import"
_GONE = {
    ImportState.WRITTEN: "Bản nhập này đã được ghi thành kế hoạch.",
    ImportState.DISCARDED: "Bản nhập này đã bị bỏ.",
}


def note_event(
    plan_import: PlanImport,
    kind: PlanImportEventKind,
    *,
    by: User | None,
    at: datetime,
    note: str = "",
) -> None:
    PlanImportEvent.objects.record(plan_import=plan_import, kind=kind, by=by, at=at, note=note)


def locked(plan_import: PlanImport) -> PlanImport:
    return PlanImport.objects.select_for_update().get(pk=plan_import.pk)


def locked_for_review(plan_import: PlanImport) -> PlanImport:
    """The row, locked, whose findings may be changed and written. Refused in any other state."""
    row = locked(plan_import)
    if not row.is_read or row.findings is None:
        state = ImportState(row.state)
        raise Refused(_GONE.get(state, f"Bản nhập này đang ở bước “{state.label}”."))
    return row


def queued(at: datetime) -> dict[str, object]:
    """The columns of a job that waits for a worker."""
    return {
        "state": ImportState.WAITING,
        "queued_at": at,
        "claim": "",
        "heartbeat_at": None,
        "progress": 0,
        "phase": "Đang chờ đến lượt",
        "error": "",
        "ended_at": None,
    }


def send_on_commit(plan_import_id: int) -> None:
    queueing.send_on_commit(TASK, robust=True, import_id=plan_import_id)
