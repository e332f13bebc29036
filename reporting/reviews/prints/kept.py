"""The words of a printed paper as they are kept with it: block by block, line by line.

A heading or paragraph is one line, a list one an item, a table one a row, a chart one a bar. What
stands around the blocks is kept as blocks too, with keys that begin with `AROUND`.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal, TypedDict

from reporting.models import Review, ReviewPrint, ReviewStatus
from reporting.papers.blocks import (
    Annex,
    Block,
    Chart,
    Document,
    Heading,
    ItemList,
    PageBreak,
    Paragraph,
    Run,
    Runs,
    Table,
    TableCell,
    plain,
    text_of,
)
from reporting.papers.stored import StoredRun, to_json

AROUND = "around:"
Kind = Literal["heading", "paragraph", "list", "table", "chart"]


class KeptBlock(TypedDict):
    key: str
    kind: Kind
    lines: list[list[StoredRun]]


def blocks_to_keep(document: Document) -> list[KeptBlock]:
    """The words of the whole paper, in the order in which they are read."""
    return list(_kept(document))


def keep_print(
    review: Review,
    *,
    at: datetime,
    files: dict[str, str | int],
    blocks: list[KeptBlock],
    is_final: bool,
) -> None:
    """Keep what was just printed: its stored `files` and its words."""
    asked = review.events.filter(to_status=ReviewStatus.QUEUED, by__isnull=False)
    ReviewPrint.objects.create(
        review=review,
        number=review.draft_number,
        is_final=is_final,
        printed_at=at,
        printed_by_id=asked.order_by("-pk").values_list("by", flat=True).first(),
        snapshot_sha256=review.snapshot_sha256,
        blocks=blocks,
        **files,
    )


def _kept(document: Document) -> Iterator[KeptBlock]:
    head, foot = document.head, document.foot
    number = head.number or head.number_tail
    marks = " ".join(filter(None, (head.urgency, head.urgent_by, head.circulation)))
    above = (head.superior_body, head.issuing_body, number, marks, f"{head.kind} {head.subject}")
    yield _around("head", above)
    yield from _drawn(document.blocks)
    yield _around("recipients", document.recipient_lines)
    yield _around("signature", (foot.capacity, foot.post, foot.name))
    for annex in document.annexes:
        yield _annex_head(annex)
        yield from _drawn(annex.blocks)


def _annex_head(annex: Annex) -> KeptBlock:
    title = f"{annex.label}. {annex.title}"
    return KeptBlock(
        key=f"{AROUND}{annex.key}", kind="heading", lines=[to_json(plain(_on_one_line(title)))]
    )


def _around(name: str, lines: tuple[str, ...] | list[str]) -> KeptBlock:
    words = [plain(_on_one_line(line)) for line in lines if line.strip()]
    return KeptBlock(key=f"{AROUND}{name}", kind="list", lines=list(map(to_json, words)))


def _drawn(blocks: tuple[Block, ...]) -> Iterator[KeptBlock]:
    for block in blocks:
        if isinstance(block, PageBreak):
            continue
        kind, lines = _lines(block)
        yield KeptBlock(key=block.key, kind=kind, lines=[to_json(line) for line in lines if line])


def _lines(block: Block) -> tuple[Kind, list[Runs]]:
    match block:
        case Heading():
            return "heading", [plain(f"{block.number} {block.title}".strip())]
        case Paragraph():
            return "paragraph", [block.runs]
        case ItemList():
            return "list", list(block.items)
        case Table():
            rows = [*block.head, *(row.cells for row in block.rows)]
            return "table", [plain(block.caption), *map(_row, rows)]
        case Chart():
            bars = [plain(f"{bar.name}: {bar.done}/{bar.whole}") for bar in block.bars]
            return "chart", [plain(block.caption or block.title), *bars]
        case _:
            return "paragraph", []


def _row(cells: tuple[TableCell, ...]) -> Runs:
    return (Run(" | ".join(_on_one_line(text_of(cell.runs)) for cell in cells)),)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
