"""A worker compiles a review: claims the row, freezes the figures, renders, and hands in.

The claim is a token in the row. Whoever holds another token than the row's has lost the job
(its worker was taken for dead and another took over) and changes nothing any more.
"""

import io
import logging
import uuid
from collections.abc import Callable
from datetime import datetime

from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from reporting.models import Report, ReportStatus
from reporting.reviews.heartbeat_thread import Heartbeat
from reporting.reviews.papers import paper, pdf
from reporting.reviews.snapshots import snapshot
from reporting.reviews.transitions import move
from tracker.lib import filestore
from tracker.lib.refusal import Refused

logger = logging.getLogger(__name__)

BEAT_EVERY_SECONDS = 10.0


class ClaimLostError(Exception):
    """The row belongs to another worker by now."""


def compile_report(*, report_id: int, clock: Callable[[], datetime] = timezone.now) -> bool:
    """Compile the report if nobody else does. Returns whether it is there now by our doing."""
    token = claim(report_id=report_id, at=clock())
    if token is None:
        return False
    return compile_claimed(report_id=report_id, token=token, clock=clock)


def claim(*, report_id: int, at: datetime) -> str | None:
    """Take a queued report: a token for exactly one caller, None for the others."""
    token = str(uuid.uuid4())
    taken = move(
        report_id,
        seen=ReportStatus.QUEUED,
        to=ReportStatus.COMPILING,
        at=at,
        claim=token,
        claimed_at=at,
        heartbeat_at=at,
        attempts=F("attempts") + 1,
        progress=5,
        phase="Đang chuẩn bị",
        error="",
    )
    return token if taken else None


def compile_claimed(*, report_id: int, token: str, clock: Callable[[], datetime]) -> bool:
    """Compile the report that TOKEN holds. A failure ends as a state with a sentence."""
    try:
        with Heartbeat(lambda: _beat(report_id, token, clock()), seconds=BEAT_EVERY_SECONDS):
            _compile(report_id, token, clock)
    except ClaimLostError:
        logger.warning("Report %s was taken over by another worker", report_id)
        return False
    except SoftTimeLimitExceeded:
        words = "Lập báo cáo mất quá nhiều thời gian nên đã dừng."
        give_up(report_id=report_id, token=token, at=clock(), error=words)
        return False
    except Refused as refusal:
        give_up(report_id=report_id, token=token, at=clock(), error=str(refusal))
        return False
    except DatabaseError:
        # The row cannot be written now; its heartbeat stops and `rescue` starts it again
        logger.exception("Report %s lost its database", report_id)
        return False
    except OSError:
        logger.exception("Report %s could not be stored", report_id)
        words = "Không ghi được tệp PDF. Có thể máy chủ hết chỗ trống; hãy báo quản trị."
        give_up(report_id=report_id, token=token, at=clock(), error=words)
        return False
    except Exception:
        logger.exception("Report %s failed", report_id)
        words = (
            "Có lỗi khi lập báo cáo. Hãy thử lại; nếu vẫn lỗi, báo quản trị xem nhật ký máy chủ."
        )
        give_up(report_id=report_id, token=token, at=clock(), error=words)
        return False
    return True


def give_up(*, report_id: int, token: str, at: datetime, error: str) -> bool:
    """End the work of TOKEN with a sentence on why.

    What was to be issued goes back to the draft it was; anything else has failed.
    """
    mine = Q(claim=token)
    withdrawn = move(
        report_id,
        seen=ReportStatus.COMPILING,
        to=ReportStatus.DRAFT,
        at=at,
        note=f"Chưa ban hành được: {error}",
        only=mine & ~Q(number=""),
        error=error,
        claim="",
        number="",
        issued_on=None,
        issued_by=None,
    )
    return withdrawn or move(
        report_id,
        seen=ReportStatus.COMPILING,
        to=ReportStatus.FAILED,
        at=at,
        note=error,
        only=mine,
        error=error,
        claim="",
    )


def _compile(report_id: int, token: str, clock: Callable[[], datetime]) -> None:
    _say(report_id, token, clock(), 10, "Đang chốt số liệu")
    report = Report.objects.select_related("plan", "period_from", "period_to", "replaces").get(
        pk=report_id
    )
    if report.snapshot is None:
        _freeze(report, token, clock())
    if not snapshot.is_current(report.snapshot):
        raise Refused("Số liệu đã chốt theo mẫu của phiên bản trước. Hãy chốt lại số liệu.")
    _say(report_id, token, clock(), 35, "Đang soạn nội dung")
    parts = dict(report.parts.values_list("key", "text"))
    html = paper.to_html(paper.Paper.of(report), report.snapshot or {}, parts)
    _say(report_id, token, clock(), 50, "Đang dàn trang PDF")
    printed = pdf.to_pdf(html)
    _say(report_id, token, clock(), 90, "Đang lưu tệp PDF")
    sha256, size = filestore.store(io.BytesIO(printed))
    _hand_in(report, token, clock(), sha256=sha256, size=size, pages=pdf.num_pages(printed))


def _freeze(report: Report, token: str, at: datetime) -> None:
    """Take the figures in one short transaction, then keep them in the row."""
    with transaction.atomic():
        _see_one_state()
        taken = snapshot.take(report)
    sha256 = snapshot.sha256_of(taken)
    mine = Report.objects.filter(
        pk=report.pk, claim=token, status=ReportStatus.COMPILING, snapshot__isnull=True
    )
    if not mine.update(snapshot=taken, snapshot_sha256=sha256, snapshot_at=at):
        raise ClaimLostError
    report.snapshot, report.snapshot_sha256, report.snapshot_at = taken, sha256, at


def _see_one_state() -> None:
    """Let all queries of this transaction read the same state (SQLite always does)."""
    is_outermost = len(connection.savepoint_ids) == 0
    if connection.vendor == "postgresql" and is_outermost:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _hand_in(
    report: Report, token: str, at: datetime, *, sha256: str, size: int, pages: int
) -> None:
    is_issue = report.number != ""
    note = f"Ban hành số {report.number}" if is_issue else f"Dự thảo lần {report.draft_number}"
    if report.pdf_sha256:
        filestore.release(report.pdf_sha256)
    if not move(
        report.pk,
        seen=ReportStatus.COMPILING,
        to=ReportStatus.ISSUED if is_issue else ReportStatus.DRAFT,
        at=at,
        by=report.issued_by if is_issue else None,
        note=note,
        only=Q(claim=token),
        claim="",
        pdf_sha256=sha256,
        pdf_size=size,
        pdf_pages=pages,
        compiled_at=at,
        progress=100,
        phase="",
        error="",
    ):
        raise ClaimLostError


def _say(report_id: int, token: str, at: datetime, progress: int, phase: str) -> None:
    """Tell the people who wait how far it is; notice that the job was taken away."""
    mine = Report.objects.filter(pk=report_id, claim=token, status=ReportStatus.COMPILING)
    if not mine.update(progress=progress, phase=phase, heartbeat_at=at):
        raise ClaimLostError


def _beat(report_id: int, token: str, at: datetime) -> bool:
    mine = Report.objects.filter(pk=report_id, claim=token, status=ReportStatus.COMPILING)
    return bool(mine.update(heartbeat_at=at))
