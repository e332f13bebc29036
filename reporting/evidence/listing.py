"""Lists of evidence: where else the same file was filed, as far as the reader may know it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reporting.models import Evidence
from units.models import User

MAX_PLACES = 5


@dataclass(frozen=True)
class Place:
    """Another entry that holds the same file."""

    entry_id: int
    words: str


def with_places(rows: Iterable[Any], *, reader: User) -> list[Any]:
    """ROWS of evidence, each with `places` and `num_more_places`: one query for all of them."""
    rows = list(rows)
    hashes = {row.file_sha256 for row in rows if row.file_sha256}
    found = _evidence_with(hashes, reader=reader) if hashes else {}
    for row in rows:
        same = found.get(row.file_sha256, [])
        others = [other for other in same if other.entry_id != row.entry_id]
        own = next((other for other in same if other.pk == row.pk), None)
        unit_id = own.entry.submission.unit_id if own else None
        row.places = [_place(other, unit_id=unit_id) for other in others[:MAX_PLACES]]
        row.num_more_places = max(len(others) - MAX_PLACES, 0)
    return rows


def _evidence_with(hashes: set[str], *, reader: User) -> dict[str, list[Evidence]]:
    rows = (
        Evidence.objects.filter(file_sha256__in=hashes)
        .readable_by(reader)
        .select_related("entry__submission__unit", "entry__submission__period")
        .select_related("entry__assignment__task")
        .order_by("-entry__submission__period__data_to", "added_at", "pk")
    )
    found: dict[str, list[Evidence]] = defaultdict(list)
    for row in rows:
        found[row.file_sha256].append(row)
    return found


def _place(row: Evidence, *, unit_id: int | None) -> Place:
    """In words; the unit is named where it is another one."""
    submission = row.entry.submission
    words = f"nhiệm vụ {row.entry.assignment.task.code}, {submission.period.name}"
    if submission.unit_id != unit_id:
        words = f"{words} (cũng do {submission.unit.short_name} nộp)"
    return Place(row.entry_id, words)
