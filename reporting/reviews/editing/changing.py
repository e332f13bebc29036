"""Steps of the office on the blocks of a review: write, hide, go back.

Each step keeps the block as it was in the history. Steps are for drafts only.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from reporting.models import (
    BlockKind,
    Review,
    ReviewBlock,
    ReviewBlockVersion,
    ReviewStatus,
)
from reporting.papers.blocks import Block, Document, Heading, ItemList, Paragraph, Runs, text_of
from reporting.papers.stored import from_json, to_json
from reporting.reviews.editing.applying import (
    RECIPIENTS,
    renewed,
)
from reporting.reviews.editing.merging import merged
from reporting.reviews.editing.words import words_of
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from units.models import User

LONGEST = 20_000
LONGEST_HEADING = 300
NOT_A_DRAFT = "Chỉ sửa được khi báo cáo là dự thảo. Nội dung bạn gõ chưa được lưu."
IN_PRINT = "Báo cáo đang được lập lại nên lúc này chưa lưu được. Hãy lưu lại khi lập xong dự thảo."
NO_BLOCK = "Đoạn này không còn trong báo cáo. Hãy tải lại trang."
WRITABLE = {
    Heading: BlockKind.HEADING,
    Paragraph: BlockKind.PARAGRAPH,
    ItemList: BlockKind.LIST,
}


class InPrint(Refused):
    """The review is being printed; as a draft again it takes the same words."""

    def __init__(self) -> None:
        super().__init__(IN_PRINT)


class WrittenByAnother(Refused):
    """Another person changed the same words; `theirs` is stored, `mine` was typed."""

    def __init__(self, row: ReviewBlock, *, mine: Runs) -> None:
        super().__init__(
            f"{row.saved_by.full_name} vừa sửa cùng chỗ này trước bạn. Chưa có gì bị ghi đè: "
            "hãy đối chiếu hai bản rồi lưu lại."
        )
        self.version, self.mine = row.version, mine
        self.theirs = from_json(row.runs) if row.runs is not None else ()
        self.who, self.at = row.saved_by.full_name, row.saved_at


def check_draft(review: Review) -> None:
    """Refused where nobody writes in the review as it is now."""
    if review.is_in_progress:
        raise InPrint
    if review.status != ReviewStatus.DRAFT:
        raise Refused(NOT_A_DRAFT)


@transaction.atomic
def save_words(
    *,
    review: Review,
    document: Document,
    key: str,
    runs: Runs,
    seen_version: int,
    by: User,
    at: datetime,
) -> ReviewBlock:
    """Save `runs` as the words of a block; `document` is what the machine says today.

    `seen_version` is the version that the writer began with, 0 for the machine's words. Words that
    another person saved since are joined with these where they do not touch each other; else
    WrittenByAnother is raised and nothing is stored.
    """
    locked = lock_draft(review)
    row = row_of(locked, document, key)
    check_words(runs, row.kind)
    stored = from_json(row.runs) if row.runs is not None else None
    if row.version != seen_version and stored is not None and stored != runs:
        base = _words_at(row, seen_version)
        joined = merged(base=base, mine=runs, theirs=stored) if base is not None else None
        if joined is None:
            raise WrittenByAnother(row, mine=runs)
        check_words(joined, row.kind)
        runs = joined
    machine = _machine_words(document, key)
    if stored == runs or (stored is None and machine == runs):
        return row
    row.runs = to_json(runs)
    row.machine_runs = None if machine is None else to_json(machine)
    return keep(row, by=by, at=at)


@transaction.atomic
def use_machine_words(
    *, review: Review, document: Document, key: str, by: User, at: datetime
) -> ReviewBlock:
    """Give up what people wrote in the block of the machine; the history keeps it."""
    row = row_of(lock_draft(review), document, key)
    if row.is_own:
        raise Refused("Đoạn này do Văn phòng viết thêm, không có nội dung hệ thống soạn.")
    if row.runs is None:
        return row
    row.runs = row.machine_runs = None
    return keep(row, by=by, at=at)


@transaction.atomic
def accept_changes(
    *,
    review: Review,
    document: Document,
    figures: Mapping[str, str],
    key: str,
    by: User,
    at: datetime,
) -> ReviewBlock:
    """Note that somebody read the block with the figures and the machine's words of today."""
    row = row_of(lock_draft(review), document, key)
    if row.runs is None:
        return row
    machine = None if row.is_own else _machine_words(document, key)
    runs = to_json(renewed(from_json(row.runs), figures))
    said = None if machine is None else to_json(machine)
    if (runs, said) == (row.runs, row.machine_runs):
        return row
    row.runs, row.machine_runs = runs, said
    return keep(row, by=by, at=at)


@transaction.atomic
def set_hidden(
    *, review: Review, document: Document, key: str, is_hidden: bool, by: User, at: datetime
) -> ReviewBlock:
    """Leave a block out of the paper, or show it again."""
    row = row_of(lock_draft(review), document, key)
    if row.is_hidden == is_hidden:
        return row
    row.is_hidden = is_hidden
    return keep(row, by=by, at=at)


@transaction.atomic
def restore(
    *, review: Review, document: Document, key: str, version: int, by: User, at: datetime
) -> ReviewBlock:
    """Give a block the words that it had at `version`; its place stays that of today."""
    row = row_of(lock_draft(review), document, key)
    kept = row.versions.filter(version=version).first() if row.pk else None
    if kept is None:
        raise Refused("Không tìm thấy bản này của đoạn. Hãy tải lại trang.")
    if kept.runs == row.runs:
        return row
    machine = _machine_words(document, key)
    row.runs = kept.runs
    row.machine_runs = to_json(machine) if machine is not None and kept.runs is not None else None
    return keep(row, by=by, at=at)


def lock_draft(review: Review) -> Review:
    """The row, locked, so that steps on one review follow each other."""
    locked = Review.objects.select_for_update().get(pk=review.pk)
    check_draft(locked)
    return locked


def row_of(review: Review, document: Document, key: str) -> ReviewBlock:
    """The stored row of a block, or a new one at version 0 for a block of the machine."""
    row = ReviewBlock.objects.select_related("saved_by").filter(review=review, key=key).first()
    if row is not None:
        return row
    if key == RECIPIENTS:
        return ReviewBlock(review=review, key=key, kind=BlockKind.LIST, version=0)
    before = ""
    for block in document.all_blocks():
        if block.key == key:
            kind = _kind(block)
            return ReviewBlock(review=review, key=key, kind=kind, after=before, version=0)
        before = block.key
    raise Refused(NO_BLOCK)


def keep(row: ReviewBlock, *, by: User, at: datetime) -> ReviewBlock:
    """Store the block as its next version."""
    row.version += 1
    row.saved_at, row.saved_by = at, by
    row.save()
    keep_version(row)
    return row


def keep_version(row: ReviewBlock) -> None:
    """Keep the block as it is in its history."""
    ReviewBlockVersion.objects.create(
        block=row,
        version=row.version,
        runs=row.runs,
        after=row.after,
        position=row.position,
        is_hidden=row.is_hidden,
        saved_at=row.saved_at,
        saved_by=row.saved_by,
    )


def check_words(runs: Runs, kind: str) -> None:
    text = text_of(runs)
    if kind == BlockKind.OTHER:
        raise Refused("Bảng, biểu đồ không sửa được tại đây; có thể ẩn hoặc chuyển chỗ.")
    longest = LONGEST_HEADING if kind == BlockKind.HEADING else LONGEST
    if len(text) > longest:
        raise Refused(f"Nội dung dài {len(text)} ký tự, tối đa {longest} ký tự.")
    secrecy.refuse_marks({"Nội dung": text})


def _words_at(row: ReviewBlock, version: int) -> Runs | None:
    """What the writer began with; the machine's words where nobody had written yet."""
    kept = row.versions.filter(version=version).first()
    stored = kept.runs if kept and kept.runs is not None else row.machine_runs
    return None if stored is None else from_json(stored)


def _machine_words(document: Document, key: str) -> Runs | None:
    return next((words_of(block) for block in document.all_blocks() if block.key == key), None)


def _kind(block: Block) -> BlockKind:
    return WRITABLE.get(type(block), BlockKind.OTHER)
