"""Removal of stored files that no row references any more, after a delay."""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models.fields.json import KeyTransform

from plans.models import PlanImport
from reporting.models import (
    ContributionEvent,
    ContributionEvidence,
    EntryEvent,
    Evidence,
    IssuedFile,
    Review,
    ReviewPrint,
)
from tracker.lib import filestore

logger = logging.getLogger(__name__)

# Longer than any upload, and than the time between the copy of the rows and the copy of the files
# in a backup, so that every file referenced within these days still exists
KEPT = timedelta(days=7)
# If more files than this would be removed, and more than remain, this is probably the wrong
# database
FEW = 20

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Swept:
    """Number and size of the removed files."""

    num_files: int
    num_bytes: int


def sweep(*, at: datetime) -> Swept:
    """Remove stored files that no row references, and the remains of interrupted uploads.

    Files are referenced by evidence, by reviews and their drafts, by what was issued, by plans
    that are being imported, and by everything ever sent to the office or to leading units.
    """
    stored = set(filestore.stored())
    referenced = _referenced_by_rows(stored)
    unreferenced = stored - referenced
    if len(unreferenced) > max(FEW, len(stored & referenced)):
        logger.error(
            "No row names %d of %d stored files: is this their database? None is removed.",
            len(unreferenced),
            len(stored),
        )
        unreferenced = set()
    since = at - KEPT
    removed = (filestore.remove(sha256, untouched_since=since) for sha256 in sorted(unreferenced))
    sizes = [size for size in removed if size is not None]
    sizes += filestore.remove_unfinished(untouched_since=since)
    swept = Swept(num_files=len(sizes), num_bytes=sum(sizes))
    logger.info("Removed %d stored files of %d bytes", swept.num_files, swept.num_bytes)
    return swept


def remove_refused(*, import_id: int, at: datetime) -> int | None:
    """Remove the file of an import at once, since its text has a secrecy mark.

    Returns its size in bytes; None if another row refers to it, or it is already gone.
    """
    rows = PlanImport.objects.filter(pk=import_id, file_sha256="")
    sha256 = rows.values_list("content_sha256", flat=True).first()
    if sha256 is None or sha256 in _referenced_by_rows({sha256}):
        return None
    return filestore.remove(sha256, untouched_since=at)


def _referenced_by_rows(stored: set[str]) -> set[str]:
    """Hashes that rows reference.

    Histories are read only if the other rows do not reference all of `stored`.
    """
    evidence = Evidence.objects.exclude(file_sha256="").values_list("file_sha256", flat=True)
    contributed = ContributionEvidence.objects.exclude(file_sha256="")
    reviews = Review.objects.exclude(pdf_sha256="").values_list("pdf_sha256", flat=True)
    in_word = Review.objects.exclude(docx_sha256="").values_list("docx_sha256", flat=True)
    printed = ReviewPrint.objects.values_list("pdf_sha256", "docx_sha256")
    imported = PlanImport.objects.exclude(file_sha256="").values_list("file_sha256", flat=True)
    issued = IssuedFile.objects.values_list("file_sha256", flat=True)
    referenced = {
        *evidence.iterator(),
        *contributed.values_list("file_sha256", flat=True).iterator(),
        *reviews.iterator(),
        *in_word.iterator(),
        *(sha256 for files in printed.iterator() for sha256 in files if sha256),
        *issued.iterator(),
        *imported.iterator(),
    }
    return referenced if stored <= referenced else referenced | set(_referenced_in_histories())


def _referenced_in_histories() -> Iterable[str]:
    """Hashes of the files of everything ever sent (`Evidence.in_words` ends in the hash)."""
    evidence = KeyTransform("evidence", "content")
    for history in (EntryEvent.objects, ContributionEvent.objects):
        sent = history.filter(content__evidence__isnull=False)
        for words in sent.values_list(evidence, flat=True).iterator():
            for line in words:
                yield from _SHA256.findall(line)
