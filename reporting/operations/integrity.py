"""Checks across rows and files, beyond the reach of a single constraint."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from plans import integrity as plans_integrity
from plans import kept
from plans.models import AssignmentEvent, AssignmentEventKind
from reporting.counting import standings
from reporting.models import (
    Contribution,
    ContributionEvent,
    ContributionEventKind,
    ContributionEvidence,
    ContributionStatus,
    ContributionUse,
    EntryEvent,
    EntryStatus,
    Evidence,
    Extension,
    IssuedFile,
    ProgressEntry,
    Review,
    ReviewPrint,
    Submission,
)
from reporting.register import agreement, frozen
from reporting.reviews import content
from reporting.reviews.snapshots import snapshot
from tracker.lib import filestore
from tracker.lib.backups import archive, keys, shelf
from tracker.lib.backups.sealing import NotOpened
from units import integrity as units_integrity

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Finding:
    """A disagreement; `where` names the rows or the file."""

    problem: str
    where: str


def findings() -> Iterator[Finding]:
    """Yield every disagreement in this app and the ones below it."""
    today = timezone.localdate()
    for problem, where in (*units_integrity.findings(on=today), *plans_integrity.findings()):
        yield Finding(problem, where)
    yield from _kept_facts()
    yield from _entries()
    yield from _submissions()
    yield from _extensions()
    yield from _contributions()
    yield from _evidence_files()
    yield from _reviews()


def backup_findings() -> Iterator[Finding]:
    """Read the newest backup to its end, as a restore would."""
    if (newest := shelf.newest()) and (key := keys.known()):
        try:
            archive.read(newest.path, key, archive.Visitor())
        except (NotOpened, OSError):
            yield Finding("newest backup cannot be restored", newest.name)


def _kept_facts() -> Iterator[Finding]:
    """Name drift and leave it: `manage.py recount` mends it."""
    for pk, columns in (*kept.drift(), *standings.drift()):
        yield Finding(f"kept facts differ from the history ({columns})", f"assignment {pk}")


def _entries() -> Iterator[Finding]:
    own = EntryEvent.objects.filter(entry=OuterRef("pk"), assignment=OuterRef("assignment"))
    last = own.order_by("-at", "-pk")
    entries = ProgressEntry.objects.annotate(last_status=Subquery(last.values("to_status")[:1]))
    without_history = entries.filter(last_status__isnull=True).exclude(status=EntryStatus.DRAFT)
    yield from _rows(without_history, "entry has a status but no history")
    yield from _rows(
        entries.exclude(last_status=F("status")).filter(last_status__isnull=False),
        "entry's status differs from its last event",
    )
    yield from _rows(
        ProgressEntry.objects.exclude(assignment__unit=F("submission__unit")),
        "entry's assignment belongs to another unit than its submission",
    )
    yield from _rows(
        ProgressEntry.objects.exclude(assignment__task__plan=F("submission__period__plan")),
        "entry's task belongs to another plan than its period",
    )
    yield from _rows(
        EntryEvent.objects.exclude(
            Q(assignment=F("entry__assignment")) | _passed_on(),
            period_data_to=F("entry__submission__period__data_to"),
        ),
        "event repeats another assignment or period than its entry's",
    )


def _passed_on() -> Q:
    """Whether an event repeats a step of a result that came to its assignment by a transfer."""
    source = EntryEvent.objects.filter(
        entry=OuterRef("entry"),
        assignment__successor=OuterRef("assignment"),
        state=OuterRef("state"),
        reported_at=OuterRef("reported_at"),
    )
    came = Q(Exists(source.filter(to_status=EntryStatus.ACCEPTED)), to_status=EntryStatus.ACCEPTED)
    went = Q(Exists(source.filter(from_status=EntryStatus.ACCEPTED)), to_status=EntryStatus.DRAFT)
    return came | went


def _submissions() -> Iterator[Finding]:
    first = EntryEvent.objects.filter(
        entry__submission=OuterRef("pk"), to_status=EntryStatus.SENT
    ).order_by("at", "pk")
    submissions = Submission.objects.annotate(first_sent_at=Subquery(first.values("at")[:1]))
    yield from _rows(
        submissions.filter(
            Q(sent_at__isnull=True, first_sent_at__isnull=False)
            | Q(sent_at__isnull=False, first_sent_at__isnull=True)
            | Q(~Q(sent_at=F("first_sent_at")), sent_at__isnull=False)
        ),
        "submission's day of sending differs from its entries' history",
    )


def _extensions() -> Iterator[Finding]:
    """Check that granted extensions and their rows in the ledger match one to one.

    `plans.integrity` checks that the deadline is the last one of the ledger.
    """
    moves = AssignmentEvent.objects.filter(kind=AssignmentEventKind.DEADLINE_SET, is_extension=True)
    granted = Extension.objects.granted()
    move = moves.filter(
        assignment=OuterRef("assignment"),
        deadline_to=OuterRef("granted_deadline"),
        document=OuterRef("document"),
        at=OuterRef("decided_at"),
        by=OuterRef("decided_by"),
    )
    grant = granted.filter(
        assignment=OuterRef("assignment"),
        granted_deadline=OuterRef("deadline_to"),
        document=OuterRef("document"),
        decided_at=OuterRef("at"),
        decided_by=OuterRef("by"),
    )
    yield from _rows(granted.exclude(Exists(move)), "granted extension is not in the ledger")
    yield from _rows(moves.exclude(Exists(grant)), "ledger tells of an extension nobody granted")


def _contributions() -> Iterator[Finding]:
    steps = ContributionEvent.objects.filter(contribution=OuterRef("pk")).exclude(
        kind=ContributionEventKind.USED
    )
    last = Subquery(steps.order_by("-at", "-pk").values("kind")[:1])
    rows = Contribution.objects.annotate(last_kind=last)
    is_sent = Q(status=ContributionStatus.SENT)
    was_sent = Q(last_kind=ContributionEventKind.SENT)
    yield from _rows(
        rows.filter((is_sent & ~was_sent) | (~is_sent & was_sent)),
        "contribution's status differs from its history",
    )
    yield from _rows(
        Contribution.objects.exclude(assignment__task__plan=F("period__plan")),
        "contribution's task belongs to another plan than its period",
    )
    yield from _rows(
        ContributionUse.objects.exclude(
            contribution__period=F("entry__submission__period"),
            contribution__assignment__task=F("entry__assignment__task"),
        ),
        "result names a contribution to another task or period",
    )
    draft = ContributionUse.objects.exclude(contribution__status=ContributionStatus.SENT)
    yield from _rows(draft, "result names a contribution that is not sent")


def _evidence_files() -> Iterator[Finding]:
    hashes = {
        sha256
        for evidence in (Evidence.objects, ContributionEvidence.objects)
        for sha256 in evidence.exclude(file_sha256="").values_list("file_sha256", flat=True)
    }
    for sha256 in sorted(hashes):
        if not filestore.is_intact(sha256):
            yield Finding("evidence file is missing or changed", sha256)


def _reviews() -> Iterator[Finding]:
    for review in Review.objects.exclude(snapshot_sha256="").order_by("pk").iterator(chunk_size=5):
        where = f"review {review.pk}"
        if snapshot.sha256_of(review.snapshot) != review.snapshot_sha256:
            yield Finding("review's snapshot was changed", where)
        if review.pdf_sha256 and not filestore.is_intact(review.pdf_sha256):
            yield _file("review's PDF is missing or changed", where, review.pdf_sha256)
        if review.docx_sha256 and not filestore.is_intact(review.docx_sha256):
            yield _file("review's Word file is missing or changed", where, review.docx_sha256)
        if review.is_issued:
            yield from _issued(review)
    for pk in agreement.no_longer_issued():
        yield Finding("review was issued and is no longer", f"review {pk}")
    yield from _former_drafts()
    yield from _stored_files()
    missing = frozen.missing()
    if missing:
        yield Finding("triggers that keep issued reviews are missing", ", ".join(missing))


def _file(problem: str, where: str, sha256: str) -> Finding:
    """Named by its hash, as it lies in the store, so that a copy of it can be found."""
    return Finding(problem, f"{where}, file {sha256}")


def _former_drafts() -> Iterator[Finding]:
    former = ReviewPrint.objects.exclude(pdf_sha256=F("review__pdf_sha256")).defer("blocks")
    for printed in former.order_by("pk").iterator():
        for sha256 in filter(None, (printed.pdf_sha256, printed.docx_sha256)):
            if not filestore.is_intact(sha256):
                where = f"review {printed.review_id}, draft {printed.number}"
                yield _file("file of a former draft is missing or changed", where, sha256)


def _stored_files() -> Iterator[Finding]:
    for issued in IssuedFile.objects.order_by("pk").iterator():
        where = f"review {issued.review_id}"
        if not filestore.is_intact(issued.file_sha256):
            yield _file("issued file is missing or changed", where, issued.file_sha256)
        elif filestore.is_writable(issued.file_sha256):
            yield _file("issued file can be overwritten", where, issued.file_sha256)


def _issued(review: Review) -> Iterator[Finding]:
    where = f"review {review.pk}"
    if review.content_sha256 and review.content_sha256 != content.sha256_of(
        review, pdf_sha256=review.pdf_sha256, docx_sha256=review.docx_sha256
    ):
        yield Finding("issued review's texts, head or history were changed", where)
    for problem in agreement.disagreements(review):
        yield Finding(problem, where)
    files = filter(None, (review.pdf_sha256, review.docx_sha256))
    if any(filestore.is_writable(sha256) for sha256 in files):
        yield Finding("issued review's file can be overwritten", where)


def _rows(rows: QuerySet[Row], problem: str) -> Iterator[Finding]:
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:20])
    if ids:
        yield Finding(problem, f"{rows.model._meta.label} {', '.join(map(str, ids))}")
