"""Read an import in a worker: claim the row, open the file, recognise, keep what was found.

The claim is a token in the row. A worker whose token differs from the row's must not write: it
was considered dead, or the import was given up.
"""

import logging
import uuid
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime

from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from plans.importing import findings, known_names
from plans.importing.steps import note_event
from plans.importing.table_rows import by_rows
from plans.models import ImportState, PlanImport, PlanImportEventKind
from plans.reading import intake, reading
from plans.reading.lines import SourceLine
from tracker.lib import filestore, queueing, secrecy
from tracker.lib.heartbeat_thread import HeartbeatThread
from tracker.lib.refusal import Refused

logger = logging.getLogger(__name__)

BEAT_EVERY_SECONDS = 10.0


class _ClaimLostError(Exception):
    """The row now belongs to another worker, or was given up."""


class _SecretError(Refused):
    """The text has a secrecy mark, so its bytes must not stay."""


def read_import(*, import_id: int, clock: Callable[[], datetime] = timezone.now) -> bool:
    """Read the import unless another worker does; return whether this call read it."""
    token = claim(import_id=import_id, at=clock())
    if token is None:
        return False
    try:
        with _heartbeats(import_id, token, clock):
            _read(import_id, token, clock)
    except _ClaimLostError:
        logger.warning("Plan import %s was taken over or given up", import_id)
    except _SecretError as refusal:
        fail(import_id=import_id, token=token, at=clock(), error=str(refusal), keeps_file=False)
    except Refused as refusal:
        fail(import_id=import_id, token=token, at=clock(), error=str(refusal))
    except SoftTimeLimitExceeded:
        words = "Đọc tệp mất quá nhiều thời gian nên đã dừng. Hãy nhập riêng phần của kế hoạch."
        fail(import_id=import_id, token=token, at=clock(), error=words)
    except DatabaseError:
        # The row cannot be written now; its heartbeat stops, and `rescuing` queues it again
        logger.exception("Plan import %s lost its database", import_id)
    except Exception:
        logger.exception("Plan import %s failed", import_id)
        words = "Có lỗi khi đọc tệp. Hãy thử lại; nếu vẫn lỗi, dán văn bản thay vì tải tệp lên."
        fail(import_id=import_id, token=token, at=clock(), error=words)
    else:
        return True
    return False


def claim(*, import_id: int, at: datetime) -> str | None:
    """Claim a waiting import; exactly one caller gets a token, the others None."""
    token = str(uuid.uuid4())
    waiting = PlanImport.objects.filter(pk=import_id, state=ImportState.WAITING)
    is_mine = waiting.update(
        state=ImportState.READING,
        claim=token,
        heartbeat_at=at,
        attempts=F("attempts") + 1,
        progress=5,
        phase="Đang mở tệp",
    )
    return token if is_mine else None


@transaction.atomic
def fail(*, import_id: int, token: str, at: datetime, error: str, keeps_file: bool = True) -> bool:
    """End the work claimed by `token` with the reason `error`, which people read."""
    changes = {"state": ImportState.FAILED, "error": error, "ended_at": at, "claim": ""}
    if not keeps_file:
        changes["file_sha256"] = ""
    mine = PlanImport.objects.filter(pk=import_id, claim=token, state=ImportState.READING)
    if not mine.update(phase="", **changes):
        return False
    row = PlanImport.objects.get(pk=import_id)
    note_event(row, PlanImportEventKind.FAILED, by=None, at=at, note=error)
    if not keeps_file:
        # The files of the whole product are known above `plans` only
        queueing.send_on_commit(
            "reporting.tasks.remove_refused_file", robust=True, import_id=import_id
        )
    return True


def _read(import_id: int, token: str, clock: Callable[[], datetime]) -> None:
    row = PlanImport.objects.get(pk=import_id)
    lines = _lines_of(row)
    _refuse_secrets(lines)
    _report_progress(import_id, token, clock(), 40, "Đang nhận biết nội dung")
    at = clock()
    today = timezone.localdate(at)
    found = reading.read(lines, names=known_names.by_folded_words(on=today), on=today)
    _report_progress(import_id, token, clock(), 90, "Đang ghi kết quả")
    keep(row, token=token, at=clock(), found=findings.prepared(by_rows(found.as_json())))


def _lines_of(row: PlanImport) -> Sequence[SourceLine]:
    try:
        with filestore.open_stored(row.file_sha256) as file:
            content = file.read()
    except (FileNotFoundError, ValueError):
        raise Refused("Tệp của bản nhập này không còn trên máy chủ. Hãy tải lên lại.") from None
    if not row.file_name:
        return intake.lines_of_text(content.decode())
    return intake.lines_of(row.file_name, content)


def _refuse_secrets(lines: Sequence[SourceLine]) -> None:
    """The gate of the upload again, on the text as it is read."""
    try:
        secrecy.refuse_marks({"Nội dung văn bản": "\n".join(line.text for line in lines)})
    except Refused as refusal:
        raise _SecretError(str(refusal)) from None


@transaction.atomic
def keep(row: PlanImport, *, token: str, at: datetime, found: findings.Findings) -> None:
    """Store what was recognised for review, if the claim `token` still holds."""
    mine = PlanImport.objects.filter(pk=row.pk, claim=token, state=ImportState.READING)
    if not mine.update(state=ImportState.READ, findings=found, claim="", phase="", progress=100):
        raise _ClaimLostError
    num_tasks = sum(1 for _ in findings.tasks_of(found))
    note = f"{len(found['groups'])} nhóm, {num_tasks} nhiệm vụ"
    note_event(row, PlanImportEventKind.READ, by=None, at=at, note=note)


def _report_progress(import_id: int, token: str, at: datetime, progress: int, phase: str) -> None:
    """Store the progress that the page shows; raise where the claim is lost."""
    mine = PlanImport.objects.filter(pk=import_id, claim=token, state=ImportState.READING)
    if not mine.update(progress=progress, phase=phase, heartbeat_at=at):
        raise _ClaimLostError


def _heartbeats(
    import_id: int, token: str, clock: Callable[[], datetime]
) -> AbstractContextManager[object]:
    """Beats from another connection; none in a transaction, whose rows no other one sees."""
    if connection.in_atomic_block:
        return nullcontext()
    return HeartbeatThread(lambda: _beat(import_id, token, clock()), seconds=BEAT_EVERY_SECONDS)


def _beat(import_id: int, token: str, at: datetime) -> bool:
    mine = PlanImport.objects.filter(pk=import_id, claim=token, state=ImportState.READING)
    return bool(mine.update(heartbeat_at=at))
