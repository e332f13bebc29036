"""Lists of evidence, each file with the other places where it was filed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils.timezone import localdate

from reporting.models import Evidence, Review, ReviewStatus, ReviewWithdrawal
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


def listed(
    rows: Iterable[Evidence],
    *,
    reader: User | None = None,
    fates: Mapping[int, str] | None = None,
) -> list[ListedEvidence]:
    """The rows as lists show them: with a `reader` one query for all places, else none.

    One more for the `fates` of reviews by id, where there are any that were not read.
    """
    rows = list(rows)
    if fates is None:
        fates = _fates({row.review_id for row in rows if row.review_id})
    hashes = {row.file_sha256 for row in rows if row.file_sha256}
    if reader is None or not hashes:
        return [ListedEvidence(row, fate=_fate_in(fates, row)) for row in rows]
    found = _evidence_with(hashes, reader=reader)
    return [_with_places(row, found.get(row.file_sha256, []), _fate_in(fates, row)) for row in rows]


def fates_in(
    withdrawals: Iterable[ReviewWithdrawal], replaced: Iterable[tuple[int, str]]
) -> dict[int, str]:
    """Of reviews by id, in words; of those that were `replaced` the number of the later one."""
    found = {pk: f"Đã thay thế bằng số {number}" for pk, number in replaced}
    for row in withdrawals:
        found[row.review_id] = f"Đã thu hồi ngày {localdate(row.withdrawn_at):%d/%m/%Y}"
    return found


def replaced_among(reviews: QuerySet[Review]) -> QuerySet[Review, tuple[int, str]]:
    """Those of `reviews` in whose place another one was issued: id, and its `later_number`."""
    later = reviews.filter(replaced_by__status=ReviewStatus.ISSUED).order_by()
    return later.annotate(later_number=F("replaced_by__number")).values_list("id", "later_number")


def _fates(review_ids: set[int]) -> dict[int, str]:
    """No query where there is no review."""
    if not review_ids:
        return {}
    replaced = replaced_among(Review.objects.filter(pk__in=review_ids))
    return fates_in(
        ReviewWithdrawal.objects.filter(review__in=review_ids),
        replaced,
    )


def _fate_in(fates: Mapping[int, str], row: Evidence) -> str:
    return fates.get(row.review_id, "") if row.review_id else ""


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
