"""Find imports whose message was lost or whose worker died, and files that need not stay."""

from datetime import datetime, timedelta

from django.db import transaction

from plans.importing import recognizing
from plans.importing.steps import note_event, queued, send_on_commit
from plans.models import ImportState, PlanImport, PlanImportEventKind
from tracker.lib import filestore

UNCLAIMED_AFTER = timedelta(seconds=60)
STALE_AFTER = timedelta(seconds=90)
MOST_ATTEMPTS = 3
# After that the sweep of files, which keeps what was just released for some days, removes it
FILE_KEPT = timedelta(days=3)


def rescue_imports(*, at: datetime) -> int:
    """Send waiting imports again, and queue those of dead workers. Returns how many."""
    return _resend_unclaimed(at) + _requeue_stale(at)


def give_up_files(*, at: datetime) -> int:
    """Let go of the files of imports that ended some days ago. Returns how many."""
    ended = PlanImport.objects.filter(ended_at__lt=at - FILE_KEPT).exclude(file_sha256="")
    num_given_up = 0
    for row in ended.defer("findings").order_by("pk"):
        with transaction.atomic():
            same = PlanImport.objects.filter(pk=row.pk, state=row.state, ended_at=row.ended_at)
            if not same.update(file_sha256=""):
                continue
            note_event(row, PlanImportEventKind.FILE_GIVEN_UP, by=None, at=at)
            num_given_up += 1
        filestore.release(row.file_sha256)
    return num_given_up


def _resend_unclaimed(at: datetime) -> int:
    num_sent = 0
    waiting = PlanImport.objects.filter(
        state=ImportState.WAITING, queued_at__lt=at - UNCLAIMED_AFTER
    )
    for pk, queued_at in waiting.order_by("pk").values_list("pk", "queued_at"):
        with transaction.atomic():
            # Its time is updated first, so that two runs at once send one message
            unchanged = PlanImport.objects.filter(
                pk=pk, state=ImportState.WAITING, queued_at=queued_at
            )
            if unchanged.update(queued_at=at):
                send_on_commit(pk)
                num_sent += 1
    return num_sent


def _requeue_stale(at: datetime) -> int:
    num_handled = 0
    stale = PlanImport.objects.filter(state=ImportState.READING, heartbeat_at__lt=at - STALE_AFTER)
    for row in stale.order_by("pk"):
        if row.attempts >= MOST_ATTEMPTS:
            words = f"Đã thử {row.attempts} lần nhưng tiến trình đọc tệp đều dừng giữa chừng."
            num_handled += recognizing.fail(import_id=row.pk, token=row.claim, at=at, error=words)
            continue
        with transaction.atomic():
            same = PlanImport.objects.filter(
                pk=row.pk, claim=row.claim, heartbeat_at=row.heartbeat_at
            )
            if same.update(**queued(at)):
                words = "Tiến trình đọc tệp dừng giữa chừng, xếp hàng lại"
                note_event(row, PlanImportEventKind.RESTARTED, by=None, at=at, note=words)
                send_on_commit(row.pk)
                num_handled += 1
    return num_handled
