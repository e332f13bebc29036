"""Compile a review in a worker: claim the row, freeze the figures, print, store the PDF
and the Word file.

The claim is a token in the row. A worker whose token differs from the row's must not write:
it was considered dead, and its claim was reassigned.
"""

import io
import logging
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from itertools import count

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from reporting.models import Review, ReviewStatus
from reporting.notices import reviews as announcing
from reporting.papers import word
from reporting.papers.ending import ended
from reporting.reviews import own_task
from reporting.reviews.composing import compose
from reporting.reviews.content import sha256_of as content_of
from reporting.reviews.origins import to_print
from reporting.reviews.papers import archiving, pdf
from reporting.reviews.prints.kept import KeptBlock, blocks_to_keep, keep_print
from reporting.reviews.snapshots import snapshot
from reporting.reviews.transitions import move, unnumbered
from tracker.lib import filestore
from tracker.lib.database.one_state import one_state
from tracker.lib.heartbeat_thread import HeartbeatThread
from tracker.lib.refusal import Refused

logger = logging.getLogger(__name__)

BEAT_EVERY_SECONDS = 10.0


class ClaimLostError(Exception):
    """The row now belongs to another worker."""


def compile_review(*, review_id: int, clock: Callable[[], datetime] = timezone.now) -> bool:
    """Compile the review unless another worker does; return whether this call compiled it."""
    token = claim(review_id=review_id, at=clock())
    if token is None:
        return False
    return compile_claimed(review_id=review_id, token=token, clock=clock)


def compile_next(*, clock: Callable[[], datetime] = timezone.now) -> bool:
    """Compile the first of the queued reviews that no other worker takes: short papers go first."""
    for review_id in list(Review.objects.waiting().values_list("pk", flat=True)):
        token = claim(review_id=review_id, at=clock())
        if token is not None:
            return compile_claimed(review_id=review_id, token=token, clock=clock)
    return False


def claim(*, review_id: int, at: datetime) -> str | None:
    """Claim a queued review; exactly one caller gets a token, the others None."""
    token = str(uuid.uuid4())
    taken = move(
        review_id,
        seen=ReviewStatus.QUEUED,
        to=ReviewStatus.COMPILING,
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


def compile_claimed(*, review_id: int, token: str, clock: Callable[[], datetime]) -> bool:
    """Compile the review claimed by `token`; a failure is stored as a state with a message."""
    try:
        with _heartbeats(review_id, token, clock):
            _compile(review_id, token, clock)
    except ClaimLostError:
        logger.warning("Review %s was taken over by another worker", review_id)
        return False
    except SoftTimeLimitExceeded:
        words = "Lập báo cáo mất quá nhiều thời gian nên đã dừng."
        give_up(review_id=review_id, token=token, at=clock(), error=words)
        return False
    except Refused as refusal:
        give_up(review_id=review_id, token=token, at=clock(), error=str(refusal))
        return False
    except DatabaseError:
        # The row cannot be written now; its heartbeat stops, and `rescue` queues it again
        logger.exception("Review %s lost its database", review_id)
        return False
    except OSError:
        logger.exception("Review %s could not be stored", review_id)
        words = "Không ghi được tệp PDF. Có thể máy chủ hết chỗ trống; hãy báo quản trị."
        give_up(review_id=review_id, token=token, at=clock(), error=words)
        return False
    except Exception:
        logger.exception("Review %s failed", review_id)
        words = (
            "Có lỗi khi lập báo cáo. Hãy thử lại; nếu vẫn lỗi, báo quản trị xem nhật ký máy chủ."
        )
        give_up(review_id=review_id, token=token, at=clock(), error=words)
        return False
    return True


def give_up(*, review_id: int, token: str, at: datetime, error: str) -> bool:
    """End the work claimed by `token` with the reason `error`.

    A review to be issued becomes a draft again; any other fails.
    """
    mine = Q(claim=token)
    withdrawn = move(
        review_id,
        seen=ReviewStatus.COMPILING,
        to=ReviewStatus.DRAFT,
        at=at,
        note=f"Chưa ban hành được: {error}",
        only=mine & ~Q(number=""),
        error=error,
        claim="",
        **unnumbered(),
    )
    return withdrawn or move(
        review_id,
        seen=ReviewStatus.COMPILING,
        to=ReviewStatus.FAILED,
        at=at,
        note=error,
        only=mine,
        error=error,
        claim="",
    )


def _compile(review_id: int, token: str, clock: Callable[[], datetime]) -> None:
    _report_progress(review_id, token, clock(), 10, "Đang chốt số liệu")
    review = Review.objects.select_related(
        "plan", "period_from", "period_to", "replaces", "body"
    ).get(pk=review_id)
    if review.snapshot is None:
        _freeze(review, token, clock())
    _report_progress(review_id, token, clock(), 35, "Đang soạn nội dung")
    document = ended(compose(review).document)
    steps = count(50)

    def report_section() -> None:
        _report_progress(review_id, token, clock(), min(next(steps), 84), "Đang dàn trang PDF")

    printed = pdf.to_pdf(to_print(review, document), on_section=report_section)
    if settings.ATTACH_FIGURES and review.number and review.snapshot_at:
        figures = snapshot.canonical(review.snapshot)
        printed = archiving.with_figures(printed, figures, frozen_at=review.snapshot_at)
    _report_progress(review_id, token, clock(), 85, "Đang lập tệp Word")
    written = word.to_docx(document, clock())
    _report_progress(review_id, token, clock(), 90, "Đang lưu tệp PDF và Word")
    files = _stored_files(printed, written)
    _finish(review, token, clock(), files, blocks_to_keep(document))


def _stored_files(printed: bytes, written: bytes) -> dict[str, str | int]:
    """The columns that name the PDF and the Word file, which are stored."""
    pdf_sha256, pdf_size = filestore.store(io.BytesIO(printed))
    docx_sha256, docx_size = filestore.store(io.BytesIO(written))
    return {
        "pdf_sha256": pdf_sha256,
        "pdf_size": pdf_size,
        "pdf_pages": pdf.num_pages(printed),
        "docx_sha256": docx_sha256,
        "docx_size": docx_size,
    }


def _freeze(review: Review, token: str, at: datetime) -> None:
    """Take the snapshot of one state, while people save, then store it in the row."""
    with one_state():
        taken = snapshot.take(review)
    sha256 = snapshot.sha256_of(taken)
    mine = Review.objects.filter(
        pk=review.pk, claim=token, status=ReviewStatus.COMPILING, snapshot__isnull=True
    )
    if not mine.update(snapshot=taken, snapshot_sha256=sha256, snapshot_at=at):
        raise ClaimLostError
    review.snapshot, review.snapshot_sha256, review.snapshot_at = taken, sha256, at


@transaction.atomic
def _finish(
    review: Review,
    token: str,
    at: datetime,
    files: dict[str, str | int],
    blocks: list[KeptBlock],
) -> None:
    is_issue = review.number != ""
    note = f"Ban hành số {review.number}" if is_issue else f"Dự thảo lần {review.draft_number}"
    pdf_sha256, docx_sha256 = str(files["pdf_sha256"]), str(files["docx_sha256"])
    content = content_of(review, pdf_sha256=pdf_sha256, docx_sha256=docx_sha256) if is_issue else ""
    if not move(
        review.pk,
        seen=ReviewStatus.COMPILING,
        to=ReviewStatus.ISSUED if is_issue else ReviewStatus.DRAFT,
        at=at,
        by=review.issued_by if is_issue else None,
        note=note,
        only=Q(claim=token),
        claim="",
        **files,
        content_sha256=content,
        compiled_at=at,
        progress=100,
        phase="",
        error="",
    ):
        raise ClaimLostError
    keep_print(review, at=at, files=files, blocks=blocks, is_final=is_issue)
    if is_issue:
        announcing.review_issued(review, at=at)
        _file_as_evidence(review.pk, at)


def _file_as_evidence(review_id: int, at: datetime) -> None:
    """The review as it was issued, by who issued it; a fault there must not undo the issue."""
    rows = Review.objects.select_related("plan", "body", "issued_by").defer("snapshot")
    issued = rows.get(pk=review_id)
    assert issued.issued_by is not None  # noqa: S101 -- issued
    try:
        own_task.file_as_evidence(review=issued, by=issued.issued_by, at=at)
    except Exception:
        logger.exception("Review %s could not be filed as evidence", review_id)
        own_task.note_fault(issued, by=issued.issued_by, at=at)


def _report_progress(review_id: int, token: str, at: datetime, progress: int, phase: str) -> None:
    """Store the progress that the page shows; raise where the claim is lost."""
    mine = Review.objects.filter(pk=review_id, claim=token, status=ReviewStatus.COMPILING)
    if not mine.update(progress=progress, phase=phase, heartbeat_at=at):
        raise ClaimLostError


def _heartbeats(
    review_id: int, token: str, clock: Callable[[], datetime]
) -> AbstractContextManager[object]:
    """Beats from another connection; none in a transaction, whose rows no other one sees."""
    if connection.in_atomic_block:
        return nullcontext()
    return HeartbeatThread(lambda: _beat(review_id, token, clock()), seconds=BEAT_EVERY_SECONDS)


def _beat(review_id: int, token: str, at: datetime) -> bool:
    mine = Review.objects.filter(pk=review_id, claim=token, status=ReviewStatus.COMPILING)
    return bool(mine.update(heartbeat_at=at))
