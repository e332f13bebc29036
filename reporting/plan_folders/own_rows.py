"""The rows of the plan itself, written after those that it shares with others."""

from collections.abc import Iterator

from django.db.models import Model

from plans.models import Plan, Task
from reporting.models import (
    BlockComment,
    Review,
    ReviewBlock,
    ReviewBlockVersion,
    ReviewPrint,
    ReviewStatus,
)
from reporting.plan_folders import parsing, tables
from reporting.plan_folders.building import AT_ONCE, LocalIds, build, insert, know_all
from reporting.plan_folders.earlier import Row, Rows
from reporting.plan_folders.numbers import block_key
from reporting.reviews import content
from reporting.reviews.snapshots import snapshot
from tracker.lib.text import fold

# Columns that say where a block is by its key
_KEYS: dict[type[Model], tuple[str, ...]] = {
    ReviewBlock: ("key", "after"),
    ReviewBlockVersion: ("after",),
    BlockComment: ("key",),
}


def write(rows: Rows, ids: LocalIds) -> Plan:
    """Write all of them. An issued review is issued last: triggers keep it from then on."""
    for table in tables.TABLES:
        know_all(table.model, rows[tables.label(table.model)], ids)
    for table in tables.TABLES:
        model, of_table = table.model, rows[tables.label(table.model)]
        insert(_built(model, of_table, ids))
        for name in tables.relations(model):
            _relate(model, name, of_table, ids)
    _finish_reviews(rows[tables.label(Review)], ids)
    return Plan.objects.get(pk=next(iter(ids[Plan].values())))


def _built(model: type[Model], of_table: list[Row], ids: LocalIds) -> Iterator[Model]:
    for row in of_table:
        changes: dict[str, object] = {
            name: block_key(parsing.as_text(row, name), ids.numbers)
            for name in _KEYS.get(model, ())
        }
        built = build(model, row, ids, **changes)
        if isinstance(built, Task):
            built.folded = fold(f"{built.code} {built.title} {built.text}")
        if isinstance(built, Review):
            _make_draft(built)
        yield built


def _relate(model: type[Model], name: str, of_table: list[Row], ids: LocalIds) -> None:
    field = model._meta.get_field(name)
    target = field.related_model
    through = getattr(model, name).through
    if not isinstance(target, type):
        raise TypeError(name)
    own, other = field.m2m_field_name(), field.m2m_reverse_field_name()  # type: ignore[union-attr]
    pairs = [
        {f"{own}_id": ids[model][parsing.key_of(model, row)], f"{other}_id": ids[target].get(key)}
        for row in of_table
        for key in parsing.several_named(row, name)
    ]
    known = [through(**pair) for pair in pairs if pair[f"{other}_id"] is not None]
    through.objects.bulk_create(known, batch_size=AT_ONCE)


def _make_draft(review: Review) -> None:
    """Let it be filled. A number that is taken in its term is kept as words only."""
    if review.status == ReviewStatus.ISSUED:
        review.status = ReviewStatus.DRAFT
    review.snapshot_sha256 = snapshot.sha256_of(review.snapshot) if review.snapshot else ""
    taken = Review.objects.filter(term=review.term_id, series=review.series, serial=review.serial)
    if review.serial is not None and taken.exists():
        review.serial = None


def _finish_reviews(of_table: list[Row], ids: LocalIds) -> None:
    """Bring the hashes over ids to those of this installation, and issue what was issued."""
    for row in of_table:
        review = Review.objects.get(pk=ids[Review][parsing.key_of(Review, row)])
        before = parsing.as_text(row, "snapshot_sha256")
        own = Review.objects.filter(pk=review.pk)
        own.filter(read_snapshot_sha256=before).update(read_snapshot_sha256=review.snapshot_sha256)
        ReviewPrint.objects.filter(review=review, snapshot_sha256=before).update(
            snapshot_sha256=review.snapshot_sha256
        )
        hashed = review.content_sha256 and content.sha256_of(
            review, pdf_sha256=review.pdf_sha256, docx_sha256=review.docx_sha256
        )
        own.update(content_sha256=hashed, status=parsing.as_text(row, "status"))
