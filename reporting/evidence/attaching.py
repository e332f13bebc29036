"""Add, describe and remove the evidence (minh chứng) of an entry."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from plans.bodies import body_on
from reporting.entries import editing
from reporting.entries.transitions import Stale
from reporting.evidence import checking
from reporting.models import Evidence, IssuedFile, IssuedFileKind, ProgressEntry, Review
from tracker.lib import filestore
from tracker.lib.refusal import Refused
from units.models import User

PDF = "application/pdf"


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

    The file is checked and stored before the transaction; a refused one is not kept. The same
    reference without a file is added once: a lost connection sends it again.
    """
    checking.check_declared(is_declared_not_secret)
    checking.check_reference(at, number, issued_on, issuer, subject, bool(file))
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
        checking.keep_file(evidence, file)
    with transaction.atomic():
        _check_still_editable(entry, at=at)
        if file is None and (same := _same_reference(evidence)):
            return same
        present = entry.evidence.values_list("file_sha256", flat=True)
        checking.check_room(evidence, list(present))
        evidence.save(force_insert=True)
    return evidence


@transaction.atomic
def attach_review(
    *, entry: ProgressEntry, review: Review, printed_name: str, by: User, at: datetime
) -> Evidence:
    """Add an issued review with its signed file, or that of the machine (`printed_name`).

    Its words and its file passed the gate of secrecy when they were written and stored.
    """
    _check_still_editable(entry, at=at)
    day = review.issued_on
    evidence = Evidence(
        entry=entry,
        review=review,
        number=review.number,
        issued_on=day,
        issuer=(review.body or body_on(review.plan, day or timezone.localdate(at))).name,
        subject=review.title,
        file_sha256=review.pdf_sha256,
        file_name=printed_name,
        file_size=review.pdf_size,
        file_type=PDF,
        is_declared_not_secret=True,
        added_at=at,
        added_by=by,
    )
    signed = review.issued_files.filter(kind=IssuedFileKind.SIGNED_PDF).order_by("added_at", "pk")
    if last := signed.last():
        _take_file(evidence, last)
    checking.check_room(evidence, list(entry.evidence.values_list("file_sha256", flat=True)))
    evidence.save(force_insert=True)
    return evidence


@transaction.atomic
def replace_file(*, evidence: Evidence, signed: IssuedFile, at: datetime) -> None:
    """Let the evidence be the signed paper, unless the unit added that itself."""
    _check_still_editable(evidence.entry, at=at)
    _take_file(evidence, signed)
    others = evidence.entry.evidence.exclude(pk=evidence.pk)
    checking.check_room(evidence, list(others.values_list("file_sha256", flat=True)))
    evidence.save(update_fields=["file_sha256", "file_name", "file_size"])


def _take_file(evidence: Evidence, signed: IssuedFile) -> None:
    evidence.file_sha256, evidence.file_name = signed.file_sha256, signed.file_name
    evidence.file_size = signed.file_size


def _same_reference(evidence: Evidence) -> Evidence | None:
    return Evidence.objects.filter(
        entry=evidence.entry_id,
        file_sha256="",
        number=evidence.number,
        issued_on=evidence.issued_on,
        issuer=evidence.issuer,
        subject=evidence.subject,
    ).first()


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
    checking.check_reference(at, number, issued_on, issuer, subject, bool(evidence.file_sha256))
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


def _check_still_editable(entry: ProgressEntry, *, at: datetime) -> None:
    """Read the status under the period's lock, so that sending comes before or after."""
    editing.lock_period(entry.submission)
    entry.refresh_from_db(fields=["status", "answer_by"])
    editing.check_editable(entry, at=at)
