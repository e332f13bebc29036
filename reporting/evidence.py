"""Evidence (minh chứng) comes to an entry and goes: references, files, and the secrecy gate."""

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from reporting import filing, secrecy, uploads
from reporting.models import Evidence, ProgressEntry
from tracker.lib import filestore
from tracker.lib.refusal import Refused
from units.models import User

MAX_PER_ENTRY = 30


def attach(
    *,
    entry: ProgressEntry,
    by: User,
    at: datetime,
    is_declared_not_secret: bool,
    number: str = "",
    issued_on: date | None = None,
    issuer: str = "",
    subject: str = "",
    file: UploadedFile | None = None,
) -> Evidence:
    """Add a reference to a document, a file, or both to ENTRY.

    Looking into the file and writing it happen before the transaction. A file that is refused
    is not kept. Raises Refused.
    """
    _check_reference(
        entry, at, is_declared_not_secret, number, issued_on, issuer, subject, bool(file)
    )
    evidence = Evidence(
        entry=entry,
        number=number,
        issued_on=issued_on,
        issuer=issuer,
        subject=subject,
        is_declared_not_secret=is_declared_not_secret,
        added_at=at,
        added_by=by,
    )
    if file is not None:
        _keep_file(evidence, file)
    with transaction.atomic():
        _check_still_editable(entry, at=at)
        if entry.evidence.count() >= MAX_PER_ENTRY:
            raise Refused(f"Mỗi nhiệm vụ nhận nhiều nhất {MAX_PER_ENTRY} minh chứng.")
        evidence.save(force_insert=True)
    return evidence


@transaction.atomic
def remove(*, evidence: Evidence, by: User, at: datetime) -> None:
    """Take EVIDENCE off its entry. What was sent before stays in the history of the sending."""
    _check_still_editable(evidence.entry, at=at)
    evidence.delete()


def _check_reference(
    entry: ProgressEntry,
    at: datetime,
    is_declared_not_secret: bool,
    number: str,
    issued_on: date | None,
    issuer: str,
    subject: str,
    has_file: bool,
) -> None:
    """What can be told without opening the file."""
    if not is_declared_not_secret:
        raise Refused("Cần xác nhận minh chứng không chứa bí mật nhà nước.")
    if not (number or subject or has_file):
        raise Refused("Minh chứng cần số ký hiệu, trích yếu hoặc tệp đính kèm.")
    if issued_on is not None and issued_on > timezone.localdate(at):
        raise Refused("Ngày ban hành không thể sau ngày hôm nay.")
    secrecy.refuse_marks({"Số, ký hiệu": number, "Cơ quan ban hành": issuer, "Trích yếu": subject})
    with transaction.atomic():
        _check_still_editable(entry, at=at)


def _check_still_editable(entry: ProgressEntry, *, at: datetime) -> None:
    """Read ENTRY's status under the period's lock: sending waits for us, or we see it sent."""
    filing.lock_period(entry.submission)
    entry.refresh_from_db(fields=["status", "answer_by"])
    filing.check_editable(entry, at=at)


def _keep_file(evidence: Evidence, file: UploadedFile) -> None:
    upload = uploads.check(file, name=file.name or "", size=file.size or 0)  # type: ignore[arg-type]
    stem = upload.name.rpartition(".")[0]
    secrecy.refuse_marks(
        {
            f"Tên tệp “{upload.name}”": stem,
            f"Nội dung tệp “{upload.name}”": upload.text,
        }
    )
    evidence.file_sha256, evidence.file_size = filestore.store(upload.stream)
    evidence.file_name = upload.name
    evidence.file_type = upload.media_type
