"""Lists of evidence, each file with the other places where it was filed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.timezone import localdate

from reporting.models import Evidence, Review
from tracker.lib import statements
from units.models import User

MAX_PLACES = 5


@dataclass(frozen=True)
class Place:
    """Another entry that holds the same file."""

    entry_id: int
    words: str


@dataclass(frozen=True)
class ListedEvidence:
    """A piece of evidence, and the other places of its file that the reader may know."""

    evidence: Evidence
    places: Sequence[Place] = ()
    num_more_places: int = 0
    # What became of the issued review that it is, in words
    fate: str = ""


def listed(rows: Iterable[Evidence], *, reader: User | None = None) -> list[ListedEvidence]:
    """The rows as lists show them: with a `reader` one query for all places, else none."""
    rows = list(rows)
    fates = _fates({row.review_id for row in rows if row.review_id})
    hashes = {row.file_sha256 for row in rows if row.file_sha256}
    if reader is None or not hashes:
        return [ListedEvidence(row, fate=fates.get(row.review_id, "")) for row in rows]
    found = _evidence_with(hashes, reader=reader)
    return [
        _with_places(row, found.get(row.file_sha256, []), fates.get(row.review_id, ""))
        for row in rows
    ]


def _fates(review_ids: set[int]) -> dict[int | None, str]:
    """Of withdrawn and of replaced reviews, in words; no query where there is no review."""
    if not review_ids:
        return {}
    reviews = Review.objects.filter(pk__in=review_ids).select_related("withdrawal", "replaced_by")
    found: dict[int | None, str] = {}
    for review in reviews.defer("snapshot", "replaced_by__snapshot"):
        if withdrawal := getattr(review, "withdrawal", None):
            day = localdate(withdrawal.withdrawn_at)
            found[review.pk] = f"Đã thu hồi ngày {day:%d/%m/%Y}"
        elif (later := getattr(review, "replaced_by", None)) and later.is_issued:
            found[review.pk] = f"Đã thay thế bằng số {later.number}"
    return found


def _with_places(row: Evidence, same: list[Evidence], fate: str) -> ListedEvidence:
    others = [other for other in same if other.entry_id != row.entry_id]
    own = next((other for other in same if other.pk == row.pk), None)
    unit_id = own.entry.submission.unit_id if own else None
    return ListedEvidence(
        row,
        places=[_place(other, unit_id=unit_id) for other in others[:MAX_PLACES]],
        num_more_places=max(len(others) - MAX_PLACES, 0),
        fate=fate,
    )


def _readable_with(hashes: tuple[str, ...], reader: User) -> list[Evidence]:
    """Kept for each number of files: compiling the statement was half of the time of an upload."""
    marks = statements.MARKS[1 : len(hashes) + 1]
    is_kept = len(marks) == len(hashes)

    def build() -> QuerySet[Evidence]:
        return (
            Evidence.objects.filter(file_sha256__in=map(str, marks) if is_kept else hashes)
            .readable_by(User(pk=statements.MARK) if is_kept else reader)
            .select_related("entry__submission__unit", "entry__submission__period")
            .select_related("entry__assignment__task")
            .order_by("-entry__submission__period__data_to", "added_at", "pk")
        )

    if not is_kept:
        return list(build())
    key = "evidence-with", len(hashes)
    return statements.objects_of(key, build, given=(reader.pk, *hashes))


def _evidence_with(hashes: set[str], *, reader: User) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = defaultdict(list)
    for row in _readable_with(tuple(sorted(hashes)), reader):
        found[row.file_sha256].append(row)
    return found


def _place(row: Evidence, *, unit_id: int | None) -> Place:
    """In words; the unit is named where it is another one."""
    submission = row.entry.submission
    words = f"nhiệm vụ {row.entry.assignment.task.code}, {submission.period.name}"
    if submission.unit_id != unit_id:
        words = f"{words} (cũng do {submission.unit.short_name} nộp)"
    return Place(row.entry_id, words)
