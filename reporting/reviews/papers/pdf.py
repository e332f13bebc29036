"""A paper as PDF: its body and annexes are printed apart, kept by their content, and joined.

A section that did not change since a paper before is not printed again. A long annex is printed
some pages at a time, so that memory does not grow with it.
"""

import gc
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pikepdf
from django.conf import settings
from django.template.loader import render_to_string

from reporting.papers import drawing
from reporting.papers.blocks import Annex, Document
from reporting.papers.drawing import AnnexPiece, Part
from reporting.papers.rewriting import without_origins
from reporting.papers.sheet import numbering
from reporting.reviews.papers import merging
from reporting.reviews.papers.printer import Layout, Printer, Section, digest
from reporting.reviews.papers.writers import Writers
from tracker.lib.disk.kept import KeptFiles

# Characters of HTML that are printed at once, some twenty pages
AT_ONCE = 90_000
# New objects between two collections of garbage, some megabytes
OBJECTS_BETWEEN = 100_000


def to_pdf(document: Document, *, on_section: Callable[[], None] = lambda: None) -> bytes:
    """Print `document` as a tagged PDF, an issued one for archives (PDF/A-3u).

    `on_section` is called before each section; what it raises ends the printing.
    """
    with _few_collections():
        # No reader of a PDF asks for origins, and an element for each figure is a third of the HTML
        return _Printing(without_origins(document), on_section).printed()


def num_pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Look for unused circles of objects once in a while.

    A page is made of tens of thousands of objects that all stay in use until it is written: a tenth
    of the seconds went into looking through them.
    """
    before = gc.get_threshold()
    gc.set_threshold(OBJECTS_BETWEEN, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _Printing:
    """A paper that is being printed, section after section."""

    def __init__(self, document: Document, on_section: Callable[[], None]) -> None:
        self._document = document
        self._on_section = on_section
        self._printer = Printer()
        self._kept = KeptFiles(Path(settings.PRINTED_DIR), max_bytes=settings.PRINTED_MAX_BYTES)
        self._sections: list[Callable[[], Section]] = []
        self._widths: list[float] = []

    def printed(self) -> bytes:
        with Writers() as writers:
            self._print(Part(), writers)
            for annex in self._document.annexes:
                self._print_annex(annex, writers)
            numbers = self._numbers()
            sections = [section() for section in self._sections]
        return merging.merged(sections, numbers, issued_on=self._document.head.issued_on)

    def _print_annex(self, annex: Annex, writers: Writers) -> None:
        drawn = drawing.pieces(annex.blocks)
        at, at_once = 0, AT_ONCE
        while at < len(drawn) or at == 0:
            end = at + _num_within(drawn[at:], at_once)
            part = Part(annex, drawn[at:end], is_continued=at > 0, is_cut=end < len(drawn))
            num_left = self._print(part, writers)
            if num_left is None:
                at_once *= 2
                continue
            at, at_once = max(end, 1) - num_left, AT_ONCE

    def _print(self, part: Part, writers: Writers) -> int | None:
        """Add a section; return how many of its pieces are left, None for too few of them."""
        self._on_section()
        is_back = self._document.head.is_two_sided and len(self._widths) % 2 == 1
        html = drawing.to_html(self._document, replace(part, is_back=is_back))
        key = digest(html)
        kept = self._kept.get(key)
        if kept:
            section = Section.unpacked(kept)
            return self._add(section, lambda: section)
        layout = self._printer.layout(html, is_cut=part.is_cut)
        if layout is None:
            return None
        written = writers.write(
            lambda: self._write(key, layout),
            again=lambda: self._write(key, self._printer.layout(html, is_cut=part.is_cut)),
        )
        return self._add(layout, lambda: Section.unpacked(written()))

    def _write(self, key: str, layout: Layout | None) -> bytes:
        """The section of pages that stand, which is kept as soon as it is written."""
        assert layout is not None  # noqa: S101 -- a part has pages each time
        packed = layout.written().packed()
        self._kept.put(key, packed)
        return packed

    def _add(self, pages: Layout | Section, written: Callable[[], Section]) -> int:
        self._sections.append(written)
        self._widths += pages.widths
        return pages.num_left

    def _numbers(self) -> bytes:
        """Sheets like those of the paper with nothing but their numbers."""
        head = self._document.head
        upright = min(self._widths)
        html = render_to_string(
            "reporting/papers/numbers.html",
            {
                "stylesheet": numbering(head.profile, is_two_sided=head.is_two_sided),
                "sheets": [
                    "sheet sheet--wide" if width > upright else "sheet" for width in self._widths
                ],
            },
        )
        key = digest(html)
        numbers = self._kept.get(key)
        if numbers is None:
            numbers = self._printer.plain(html)
            self._kept.put(key, numbers)
        return numbers


def _num_within(drawn: Sequence[AnnexPiece], size: int) -> int:
    """How many of `drawn` are printed at once; all of them where few would remain."""
    if sum(piece.weight for piece in drawn) <= size * 1.3:
        return len(drawn)
    total = 0
    for number, piece in enumerate(drawn):
        total += piece.weight
        if total > size and number:
            return number
    return len(drawn)
