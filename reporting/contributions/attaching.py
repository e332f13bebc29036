"""Add and withdraw evidence of a contribution, checked as that of an entry."""

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from plans.models import Assignment
from reporting.contributions import contributing
from reporting.evidence import checking
from reporting.models import Contribution, ContributionEvidence, ReportingPeriod
from tracker.lib import filestore
from units.models import User


def attach(
    *,
    period: ReportingPeriod,
    assignment: Assignment,
    by: User,
    at: datetime,
    is_declared_not_secret: bool,
    number: str = "",
    issued_on: date | None = None,
    issuer: str = "",
    subject: str = "",
    file: "UploadedFile[bytes] | None" = None,
) -> ContributionEvidence:
    """Add a reference, a file, or both to the draft. Raises Refused.

    The file is checked and stored before the transaction; a refused one is not kept.
    """
    checking.check_declared(is_declared_not_secret)
    checking.check_reference(at, number, issued_on, issuer, subject, bool(file))
    evidence = ContributionEvidence(
        number=number,
        issued_on=issued_on,
        issuer=issuer,
        subject=subject,
        is_declared_not_secret=is_declared_not_secret,
        added_at=at,
        added_by=by,
    )
    with transaction.atomic():
        _draft(period, assignment, by=by, at=at)
    if file is not None:
        checking.keep_file(evidence, file)
    with transaction.atomic():
        evidence.contribution = _draft(period, assignment, by=by, at=at)
        present = evidence.contribution.evidence.values_list("file_sha256", flat=True)
        checking.check_room(evidence, list(present))
        evidence.save(force_insert=True)
    return evidence


@transaction.atomic
def withdraw(*, evidence: ContributionEvidence, by: User, at: datetime) -> None:
    """Remove evidence from a draft. Earlier sendings keep it in their history."""
    contributing.check_draft(contributing.locked(evidence.contribution))
    if evidence.file_sha256:
        filestore.release(evidence.file_sha256)
    evidence.delete()


def _draft(
    period: ReportingPeriod, assignment: Assignment, *, by: User, at: datetime
) -> Contribution:
    contribution = contributing.start(period=period, assignment=assignment, by=by, at=at)
    contributing.check_draft(contribution)
    return contribution
