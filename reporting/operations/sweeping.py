"""Stored files that no row names any more are removed, a while after they were let go."""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models.fields.json import KeyTransform

from reporting.models import EntryEvent, Evidence, Review
from tracker.lib import filestore

logger = logging.getLogger(__name__)

# Longer than any upload lasts, and than a backup takes from the copy of the rows to that of the
# files: whatever a row named within these days is still there
KEPT = timedelta(days=7)
# Where more than these would go, and more than stay, the rows are more likely the wrong ones
FEW = 20

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Swept:
    """How many files were removed, and their bytes."""

    num_files: int
    num_bytes: int


def sweep(*, at: datetime) -> Swept:
    """Remove the stored files that no row names, and what uploads left half-way.

    Evidence, reviews and whatever was once sent to the office name their files.
    """
    stored = set(filestore.stored())
    named = _named_by_rows(stored)
    left = stored - named
    if len(left) > max(FEW, len(stored & named)):
        logger.error(
            "No row names %d of %d stored files: is this their database? None is removed.",
            len(left),
            len(stored),
        )
        left = set()
    since = at - KEPT
    removed = (filestore.remove(sha256, untouched_since=since) for sha256 in sorted(left))
    sizes = [size for size in removed if size is not None]
    sizes += filestore.remove_unfinished(untouched_since=since)
    swept = Swept(num_files=len(sizes), num_bytes=sum(sizes))
    logger.info("Removed %d stored files of %d bytes", swept.num_files, swept.num_bytes)
    return swept


def _named_by_rows(stored: set[str]) -> set[str]:
    """Which of STORED are named; histories are read only where something else is left over."""
    evidence = Evidence.objects.exclude(file_sha256="").values_list("file_sha256", flat=True)
    reviews = Review.objects.exclude(pdf_sha256="").values_list("pdf_sha256", flat=True)
    named = {*evidence.iterator(), *reviews.iterator()}
    return named if stored <= named else named | set(_named_in_histories())


def _named_in_histories() -> Iterable[str]:
    """The files of everything that was ever sent (`Evidence.in_words` ends in the hash)."""
    sent = EntryEvent.objects.filter(content__evidence__isnull=False)
    for words in sent.values_list(KeyTransform("evidence", "content"), flat=True).iterator():
        for line in words:
            yield from _SHA256.findall(line)
