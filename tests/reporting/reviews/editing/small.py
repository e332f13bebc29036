"""Small documents for tests of editing."""

from dataclasses import replace
from typing import Any

from reporting.models import BlockKind
from reporting.papers.blocks import (
    Annex,
    Block,
    Document,
    Foot,
    Heading,
    ItemList,
    PageBreak,
    Paragraph,
    Run,
    plain,
)
from reporting.reviews.editing.applying import BlockEdit
from tests.reporting.papers.scene import head

DONE = "figures.totals.done"


def paragraph(key: str, text: str, **fields: Any) -> Paragraph:
    return Paragraph(key, plain(text), **fields)


def document(*blocks: Block) -> Document:
    """Blocks between an empty head and a foot of two recipients."""
    return Document(head(), blocks, Foot(("Như trên", "Lưu"), "", "", ""), "")


def judgement(done: str = "3") -> Document:
    """Headings with paragraphs, with a blank, and with a list before a page break."""
    counted = (Run("Đã xong "), Run(done, figure=DONE), Run(" việc."))
    return document(
        Heading("IV.1", "1.", "Ưu điểm", 2),
        Paragraph("IV.1.1", counted),
        paragraph("IV.1.2", "Triển khai kịp thời."),
        Heading("IV.2", "2.", "Hạn chế", 2),
        paragraph("IV.2.blank", "", style="blank"),
        Heading("IV.3", "3.", "Nguyên nhân", 2),
        ItemList("list", (plain("Một là"), plain("Hai là"))),
        PageBreak("break"),
    )


def with_annexes() -> Document:
    """`judgement` before an annex without headings and one with a heading."""
    tables = paragraph("annex-1.note", "Ghi chú."), paragraph("annex-1.table", "Biểu.")
    results = Heading("annex-2.a", "a.", "Việc", 4), paragraph("annex-2.a.1", "Xong.")
    annexes = Annex("annex-1", 1, "Biểu", tables), Annex("annex-2", 2, "Kết quả", results)
    return replace(judgement(), annexes=annexes)


def edit(key: str, text: str | None = None, **fields: Any) -> BlockEdit:
    words = {"runs": None if text is None else plain(text), "kind": BlockKind.PARAGRAPH}
    return BlockEdit(key, **{**words, **fields})


def keys(document: Document) -> list[str]:
    return [block.key for block in document.blocks]
