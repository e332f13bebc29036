"""Add, describe and remove evidence (minh chứng), with the check for secrecy marks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from reporting.entries import editing
from reporting.entries.transitions import Stale
from reporting.models import Evidence, ProgressEntry
from tracker.lib import filestore, secrecy, uploads
from tracker.lib.refusal import Refused
from units.models import User

MAX_PER_ENTRY = 30


class AlreadyThere(Refused):
    """The entry already has this file."""


@dataclass
class AttachedFiles:
    """The outcome of several files: the rows that were added, and the reasons of refusals."""

    added: list[Evidence] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


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
    file: "UploadedFile[bytes] | None" = None,
) -> Evidence:
    """Add a reference to a document, a file, or both to an entry. Raises Refused.

    The file is checked and stored before the transaction; a refused one is not kept.
    """
    _check_declared(is_declared_not_secret)
    _check_reference(at, number, issued_on, issuer, subject, bool(file))
    with transaction.atomic():
        _check_still_editable(entry, at=at)
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
        _check_room(evidence)
        evidence.save(force_insert=True)
    return evidence


def attach_files(
    *,
    entry: ProgressEntry,
    by: User,
    at: datetime,
    is_declared_not_secret: bool,
    files: Sequence["UploadedFile[bytes]"],
) -> AttachedFiles:
    """Add each file as a piece of evidence; the refusal of one does not affect the others.

    One declaration covers them all. `describe` adds their references afterwards.
    """
    outcome = AttachedFiles()
    for file in files:
        try:
            row = attach(
                entry=entry,
                by=by,
                at=at,
                is_declared_not_secret=is_declared_not_secret,
                file=file,
            )
        except Refused as refusal:
            # A refusal that concerns the entry is the same sentence for every file
            if str(refusal) not in outcome.refused:
                outcome.refused.append(str(refusal))
        else:
            outcome.added.append(row)
    return outcome


@transaction.atomic
def describe(
    *,
    evidence: Evidence,
    seen: str,
    by: User,
    at: datetime,
    number: str,
    issued_on: date | None,
    issuer: str,
    subject: str,
) -> None:
    """Change the reference of a piece of evidence; `seen` is the one that the writer saw.

    Raises Stale where somebody else changed it since, Refused where the rules forbid it.
    """
    _check_reference(at, number, issued_on, issuer, subject, bool(evidence.file_sha256))
    _check_still_editable(evidence.entry, at=at)
    evidence.refresh_from_db(fields=["number", "issued_on", "issuer", "subject"])
    if evidence.reference != seen:
        raise Stale(
            "Minh chứng này vừa được người khác sửa thành: "
            f"{evidence.reference or '(để trống)'}. Nội dung bạn gõ vẫn còn bên dưới; "
            "bấm Lưu lần nữa nếu vẫn muốn thay."
        )
    evidence.number, evidence.issued_on = number, issued_on
    evidence.issuer, evidence.subject = issuer, subject
    evidence.save(update_fields=["number", "issued_on", "issuer", "subject"])


@transaction.atomic
def remove(*, evidence: Evidence, by: User, at: datetime) -> None:
    """Remove evidence from its entry. Earlier sendings keep it in their history."""
    _check_still_editable(evidence.entry, at=at)
    if evidence.file_sha256:
        filestore.release(evidence.file_sha256)
    evidence.delete()


def _check_declared(is_declared_not_secret: bool) -> None:
    if not is_declared_not_secret:
        raise Refused("Cần xác nhận minh chứng không chứa bí mật nhà nước.")


def _check_reference(
    at: datetime,
    number: str,
    issued_on: date | None,
    issuer: str,
    subject: str,
    has_file: bool,
) -> None:
    """Check everything that does not need the file."""
    if not (number or subject or has_file):
        raise Refused("Minh chứng cần số ký hiệu, trích yếu hoặc tệp đính kèm.")
    if issued_on is not None and issued_on > timezone.localdate(at):
        raise Refused("Ngày ban hành không thể sau ngày hôm nay.")
    secrecy.refuse_marks({"Số, ký hiệu": number, "Cơ quan ban hành": issuer, "Trích yếu": subject})


def _check_still_editable(entry: ProgressEntry, *, at: datetime) -> None:
    """Read the status under the period's lock, so that sending comes before or after."""
    editing.lock_period(entry.submission)
    entry.refresh_from_db(fields=["status", "answer_by"])
    editing.check_editable(entry, at=at)


def _check_room(evidence: Evidence) -> None:
    """Limit the number of pieces, and refuse a file twice. Needs the period's lock."""
    present = list(evidence.entry.evidence.values_list("file_sha256", flat=True))
    if evidence.file_sha256 and evidence.file_sha256 in present:
        raise AlreadyThere(
            f"Tệp “{evidence.file_name}” đã có trong minh chứng của nhiệm vụ này, "
            "không cần thêm lại."
        )
    if len(present) >= MAX_PER_ENTRY:
        raise Refused(f"Mỗi nhiệm vụ nhận nhiều nhất {MAX_PER_ENTRY} minh chứng.")


def _keep_file(evidence: Evidence, file: "UploadedFile[bytes]") -> None:
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
