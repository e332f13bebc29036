"""What is still open in a draft that somebody is about to issue."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator

from plans.models import AssignmentEvent, Indicator
from reporting.counting.facts import end_of
from reporting.indicators.lines import unexplained_among
from reporting.models import (
    BlockComment,
    EntryEvent,
    EntryStatus,
    ProgressEntry,
    ProgressEntryQuerySet,
    Review,
    ReviewBlock,
)
from reporting.papers.blocks import Annex, Block, ItemList, text_of
from reporting.periods.page import unsent_url
from reporting.reviews import skeleton
from reporting.reviews.composing import Composed, compose, sections_in
from reporting.reviews.editing.applying import RECIPIENTS, is_blank
from reporting.reviews.editing.reading import edit_of
from reporting.reviews.editing.words import words_of
from reporting.reviews.schema import Snapshot
from reporting.reviews.snapshots import snapshot
from reporting.reviews.topics_schema import FrozenFiler
from reporting.reviews.typed_words import first_blank, numbers_in, typed_numbers
from tracker.lib import gathering, statements

MOST_NAMES = 8
WRITTEN = {
    "blocks": gathering.ObjectsOf(ReviewBlock),
    "comments": gathering.ObjectsOf(BlockComment, related=("by",)),
}


@dataclass(frozen=True)
class OpenPoint:
    """Something to finish, or to accept with a reason.

    `links` are names and places, each with the address where it is finished; `advice` says how.
    """

    words: str
    links: tuple[tuple[str, str], ...] = ()
    advice: str = ""

    @property
    def details(self) -> tuple[str, ...]:
        return tuple(words for words, _ in self.links)

    @property
    def first_links(self) -> tuple[tuple[str, str], ...]:
        return self.links[:MOST_NAMES]

    @property
    def more_links(self) -> tuple[tuple[str, str], ...]:
        return self.links[MOST_NAMES:]


@dataclass(frozen=True)
class _Places:
    """Where the blocks of a review are written, in which `sections`, and their labels."""

    review: Review
    sections: dict[str, str]
    labels: dict[str, str]

    def at(self, key: str) -> str:
        return f"{reverse('reporting:read-paper', args=[self.review.pk])}#{key}"

    def label_of(self, key: str, *, otherwise: str = "") -> str:
        """The label of the section of a block."""
        section = self.sections.get(key, key)
        return self.labels.get(section, otherwise or section)


def open_points(review: Review) -> list[OpenPoint]:
    """What is open, in the order in which the office finishes it; the queries do not grow."""
    if not snapshot.is_current(review.snapshot):
        return [OpenPoint("Số liệu đã chốt theo mẫu cũ, cần chốt lại")]
    frozen = review.snapshot
    blocks, comments = _written_in(review)
    composed = compose(review, edits=[edit_of(row) for row in blocks])
    places = _Places(
        review,
        sections={block.key: section for section, block in sections_in(composed.document)},
        labels=skeleton.labels(frozen) | {RECIPIENTS: "Nơi nhận"},
    )
    points = [
        *_of_texts(frozen, composed, places),
        _of_comments(comments, places),
        *_of_units(frozen),
        *_of_results(review),
        *_of_age(blocks, places),
    ]
    return [point for point in points if point.links]


def _written_in(review: Review) -> tuple[list[ReviewBlock], list[BlockComment]]:
    """Changed blocks by key, and the comments that are not resolved, oldest first; one query."""

    def build() -> dict[str, statements.Query]:
        return {
            "blocks": ReviewBlock.objects.filter(review=statements.MARK),
            "comments": BlockComment.objects.unresolved().filter(review=statements.MARK),
        }

    found = gathering.read("written in a review", WRITTEN, build, given=review.pk)
    return (
        sorted(found["blocks"], key=attrgetter("key")),
        sorted(found["comments"], key=attrgetter("at", "pk")),
    )


def _of_texts(frozen: Snapshot, composed: Composed, places: _Places) -> Iterator[OpenPoint]:
    blocks = composed.document.blocks
    edited = {edit.key for edit in composed.edits if edit.runs is not None}
    yield OpenPoint(
        "Mục chưa soạn, sẽ in dòng chấm",
        _once(
            (places.label_of(block.key), places.at(block.key))
            for block in blocks
            if is_blank(block)
        ),
    )
    yield OpenPoint(
        "Chỗ còn bỏ trống ở phụ lục",
        _once(
            (f"{annex.label}: {annex.title}", places.at(block.key))
            for annex in composed.document.annexes
            for block in _forms(annex)
            if first_blank(text_of(words_of(block) or ()))
        ),
    )
    written = [
        (places.label_of(block.key), _typed(block), places.at(block.key))
        for block in blocks
        if block.key in edited
    ]
    yield from _of_typed(frozen, written)


def _once(found: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Each name once, with the first of its addresses."""
    first: dict[str, str] = {}
    for words, address in found:
        first.setdefault(words, address)
    return tuple(first.items())


def _forms(annex: Annex) -> Iterator[Block]:
    """The lists that the office fills; the rest quotes what others wrote."""
    return (block for block in annex.blocks if isinstance(block, ItemList))


def _of_typed(frozen: Snapshot, written: list[tuple[str, str, str]]) -> Iterator[OpenPoint]:
    """What people wrote, as label of the section, text, address: gaps, numbers without a source."""
    yield OpenPoint(
        "Chỗ còn bỏ trống trong lời văn",
        tuple(
            (f"{label}: “{blank}”", address)
            for label, text, address in written
            if (blank := first_blank(text))
        ),
    )
    known = set(numbers_in(frozen))
    yield OpenPoint(
        "Số gõ tay không có trong số liệu đã chốt",
        tuple(
            (f"{label}: {', '.join(unknown)}", address)
            for label, text, address in written
            if (unknown := [number for number in typed_numbers(text) if number not in known])
        ),
    )


def _of_comments(rows: Iterable[BlockComment], places: _Places) -> OpenPoint:
    return OpenPoint(
        "Góp ý chưa giải quyết",
        tuple(
            (
                _comment_line(row, places.label_of(row.key, otherwise=row.excerpt)),
                places.at(row.key),
            )
            for row in rows
        ),
    )


def _comment_line(row: BlockComment, label: str) -> str:
    return f"{label}: “{Truncator(row.text).chars(100)}” ({row.by.full_name})"


def _of_units(frozen: Snapshot) -> Iterator[OpenPoint]:
    """Each unit and period, with the page where the office reminds those that have not sent."""
    figures = frozen["figures"]
    periods = {row["name"]: row["period"] for row in figures["filings"]}
    yield OpenPoint(
        "Báo cáo đơn vị chưa gửi",
        tuple(
            (f"{filer['unit_name']}: {name}{how}", unsent_url(periods[name]))
            for filer in figures.get("filers", [])
            for name, how in _unsent_in(filer)
        ),
        advice="Kỳ còn mở thì đôn đốc; kỳ đã đóng thì mở lại kỳ, hoặc vẫn ban hành và ghi lý do.",
    )


def _unsent_in(filer: FrozenFiler) -> Iterator[tuple[str, str]]:
    yield from ((name, "") for name in filer["missing_in"])
    yield from ((name, " (kỳ đóng trước hạn)") for name in filer.get("closed_in", []))


def _entries_of(review: Review) -> ProgressEntryQuerySet:
    """The results of all units in the periods of the review."""
    return ProgressEntry.objects.filter(
        submission__period__plan=review.plan_id,
        submission__period__data_to__range=(
            review.period_from.data_to,
            review.period_to.data_to,
        ),
    )


def _of_results(review: Review) -> Iterator[OpenPoint]:
    """What is not accepted, or was with an implausible number that nobody explained."""
    measured = Indicator.objects.filter(task__plan=review.plan_id)
    returned, sent, accepted = EntryStatus.RETURNED, EntryStatus.SENT, EntryStatus.ACCEPTED
    in_question = Q(status__in=(returned, sent)) | Q(
        status=accepted, assignment__task__in=measured.values("task")
    )
    rows = list(
        _entries_of(review)
        .filter(in_question)
        .select_related("submission__period", "submission__unit", "assignment__task")
        .order_by("submission__unit__name", "assignment__task__code", "pk")
    )
    counted = [row for row in rows if row.status == accepted]
    in_doubt = unexplained_among(counted) if counted else set()
    for words, found in (
        ("Kết quả đã trả lại, đơn vị chưa gửi lại", (row.status == returned for row in rows)),
        ("Kết quả chờ thẩm tra, chưa tính vào báo cáo", (row.status == sent for row in rows)),
        (
            "Số bất thường chưa giải trình đã được chấp nhận",
            (row.pk in in_doubt for row in rows),
        ),
    ):
        yield OpenPoint(words, tuple(_link_to(row) for row in itertools.compress(rows, found)))


def _link_to(entry: ProgressEntry) -> tuple[str, str]:
    unit, task = entry.submission.unit.name, entry.assignment.task.code
    words = f"{unit}, nhiệm vụ {task}, {entry.submission.period.name}"
    return words, reverse("reporting:entry", args=[entry.pk])


def _of_age(blocks: Iterable[ReviewBlock], places: _Places) -> Iterator[OpenPoint]:
    """Figures that changed since they were frozen, and texts since the draft was printed."""
    review = places.review
    here = reverse("reporting:review", args=[review.pk])
    num_changes = 0
    if review.snapshot_at:
        events = EntryEvent.objects.filter(
            assignment__task__plan=review.plan_id,
            at__gt=review.snapshot_at,
            at__lt=end_of(review.cutoff_on),
        )
        moved = AssignmentEvent.objects.filter(
            task__plan=review.plan_id,
            at__gt=review.snapshot_at,
            effective_on__lte=review.cutoff_on,
        )
        num_changes = events.values("at").union(moved.values("at"), all=True).count()
    yield OpenPoint(
        "Số liệu đã thay đổi sau khi chốt",
        ((f"{num_changes} việc ghi sau đó; “Cập nhật số liệu” để lấy", here),)
        if num_changes
        else (),
    )
    printed_at = review.compiled_at
    later = [row for row in blocks if printed_at and row.saved_at > printed_at]
    yield OpenPoint(
        f"Nội dung sửa sau khi in dự thảo lần {review.draft_number}",
        _once(
            (places.label_of(row.key, otherwise="Chỗ đã ẩn"), places.at(row.key)) for row in later
        ),
    )


def _typed(block: Block) -> str:
    """What people typed in a block; figures are not typed."""
    return "".join("" if run.figure else run.text for run in words_of(block) or ())
