"""Papers as Word files."""

from datetime import datetime

from reporting.papers.blocks import Document


def to_docx(document: Document, at: datetime) -> bytes:
    """The Word file of `document`, with `at` as the time of its making."""
    from reporting.papers.word import drawing  # noqa: PLC0415 -- slow to import, only the worker draws

    return drawing.draw(document, at)
