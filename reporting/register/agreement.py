"""Whether what is stored beside an issued review agrees with its history and its number."""

from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef

from reporting.models import ByUnits, Review, ReviewEvent, ReviewStatus

# How the events of a withdrawal and of a stored file begin, and how the latter end
WITHDRAWN = "Thu hồi. Lý do: "
STORED = ", SHA-256 "


def disagreements(review: Review) -> list[str]:
    """What of the issued `review` was changed past the product, in words for `verify`."""
    steps = review.events.filter(to_status=ReviewStatus.ISSUED).order_by("pk")
    later = list(steps.filter(from_status=ReviewStatus.ISSUED).values_list("note", flat=True))
    agreed = {
        "issued review has no event of its issue": steps.count() > len(later),
        "withdrawal of a review differs from its history": _of_withdrawals(review)
        == [note for note in later if note.startswith(WITHDRAWN)],
        "files stored with an issued review differ from its history": _of_files(review)
        == sorted(_endings(later)),
        "issued review's number differs from its place in the register": _has_its_number(review),
        "issued review's kind, range or cut-off differs from its figures": _has_its_scope(review),
        "issued review's paper is not the one that was printed": _has_its_print(review),
    }
    return [problem for problem, is_so in agreed.items() if not is_so]


def no_longer_issued() -> list[int]:
    """Reviews whose history tells of their issue, and which are issued no more."""
    issue = ReviewEvent.objects.filter(review=OuterRef("pk"), to_status=ReviewStatus.ISSUED)
    rows = Review.objects.exclude(status=ReviewStatus.ISSUED).filter(Exists(issue))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def stored_words(name: str, sha256: str) -> str:
    """A stored file as its event names it at the end."""
    return f"{name}{STORED}{sha256}"


def _of_withdrawals(review: Review) -> list[str]:
    withdrawal = getattr(review, "withdrawal", None)
    return [f"{WITHDRAWN}{withdrawal.reason}"] if withdrawal else []


def _of_files(review: Review) -> list[str]:
    rows = review.issued_files.values_list("file_name", "file_sha256")
    return sorted(stored_words(*row) for row in rows)


def _endings(notes: Iterable[str]) -> Iterator[str]:
    """The stored files that events name after the words for their kind."""
    for note in notes:
        if not note.startswith(WITHDRAWN) and STORED in note:
            yield note.partition(": ")[2]


def _has_its_number(review: Review) -> bool:
    """Leading zeros do not count: they were typed before there was a register."""
    if review.serial is None:
        return True
    digits, series = review.number[: -len(review.series) - 1], review.series
    is_serial = digits.isdigit() and int(digits) == review.serial
    return is_serial and review.number.endswith(series)


def _has_its_scope(review: Review) -> bool:
    """An issued review covers opened periods, whose days never change."""
    scope = (review.snapshot or {}).get("report")
    if not scope:
        return True
    frozen = (
        scope["kind"],
        scope["cutoff_on"],
        "divided_units" in scope,
        min(period["data_from"] for period in scope["periods"]),
        max(period["data_to"] for period in scope["periods"]),
    )
    return frozen == (
        review.kind,
        f"{review.cutoff_on}",
        review.by_units == ByUnits.NOW,
        f"{review.period_from.data_from}",
        f"{review.period_to.data_to}",
    )


def _has_its_print(review: Review) -> bool:
    """Its print, from which drafts are compared with it, is there with the same files."""
    prints = review.prints.filter(is_final=True).values_list("pdf_sha256", "docx_sha256")
    return list(prints) == [(review.pdf_sha256, review.docx_sha256)]
