"""A paper as PDF: its body and annexes are printed apart, kept by their content, and joined.

A section that did not change since a paper before is not printed again. A long annex is printed
some pages at a time, so that memory does not grow with it.
"""

import gc
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pikepdf
from django.conf import settings
from django.template.loader import render_to_string

from reporting.papers import drawing
from reporting.papers.blocks import Annex, Document
from reporting.papers.drawing import Part, Piece
from reporting.papers.sheet import numbering
from reporting.reviews.papers import merging
from reporting.reviews.papers.printer import Printer, Section, digest
from tracker.lib.disk.kept import KeptFiles

# Characters of HTML that are printed at once, some twenty pages
AT_ONCE = 90_000
# New objects between two collections of garbage, some megabytes
OBJECTS_BETWEEN = 100_000


def to_pdf(document: Document) -> bytes:
    """Print `document` as a tagged PDF, an issued one for archives (PDF/A-3u)."""
    with _few_collections():
        return _Printing(document).printed()


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

    def __init__(self, document: Document) -> None:
        self._document = document
        self._printer = Printer()
        self._kept = KeptFiles(Path(settings.PRINTED_DIR), max_bytes=settings.PRINTED_MAX_BYTES)
        self._sections: list[Section] = []
        self._widths: list[float] = []

    def printed(self) -> bytes:
        self._print(Part())
        for annex in self._document.annexes:
            self._print_annex(annex)
        issued_on = self._document.head.issued_on
        return merging.merged(self._sections, self._numbers(), issued_on=issued_on)

    def _print_annex(self, annex: Annex) -> None:
        drawn = drawing.pieces(annex.blocks)
        at, at_once = 0, AT_ONCE
        while at < len(drawn) or at == 0:
            end = at + _num_within(drawn[at:], at_once)
            part = Part(annex, drawn[at:end], is_continued=at > 0, is_cut=end < len(drawn))
            num_left = self._print(part)
            if num_left is None:
                at_once *= 2
                continue
            at, at_once = max(end, 1) - num_left, AT_ONCE

    def _print(self, part: Part) -> int | None:
        """Add a section; return how many of its pieces are left, None for too few of them."""
        is_back = self._document.head.is_two_sided and len(self._widths) % 2 == 1
        html = drawing.to_html(self._document, replace(part, is_back=is_back))
        key = digest(html)
        kept = self._kept.get(key)
        section = (
            Section.unpacked(kept) if kept else self._printer.section(html, is_cut=part.is_cut)
        )
        if section is None:
            return None
        if not kept:
            self._kept.put(key, section.packed())
        self._sections.append(section)
        self._widths += section.widths
        return section.num_left

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


def _num_within(drawn: Sequence[Piece], size: int) -> int:
    """How many of `drawn` are printed at once; all of them where few would remain."""
    if sum(map(len, drawn)) <= size * 1.3:
        return len(drawn)
    total = 0
    for number, one in enumerate(drawn):
        total += len(one)
        if total > size and number:
            return number
    return len(drawn)
