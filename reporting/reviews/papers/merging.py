"""Sections that were printed apart as one PDF: pages, tags, bookmarks and page numbers."""

import io
from collections.abc import Iterable
from datetime import date

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf

from reporting.reviews.papers.archiving import make_archival, saved
from reporting.reviews.papers.printer import Mark, Section


def merged(sections: list[Section], numbers: bytes, *, issued_on: date | None = None) -> bytes:
    """The pages of `sections` in order; each from the second one has its page of `numbers` on it.

    What a PDF says of itself, such as its title, is that of the first section. A paper that was
    `issued_on` a day is one for archives.
    """
    files = [pikepdf.open(io.BytesIO(section.pdf)) for section in sections]
    whole = files[0]
    for file in files[1:]:
        _append(whole, file)
    with pikepdf.open(io.BytesIO(numbers)) as numbered:
        _number(whole, numbered)
        _set_bookmarks(whole, sections)
        if issued_on:
            make_archival(whole, issued_on=issued_on)
        written = saved(whole)
    for file in files:
        file.close()
    return written


def _append(whole: Pdf, file: Pdf) -> None:
    """Add the pages of `file` with their tags."""
    tags = whole.Root.StructTreeRoot
    keys = tags.ParentTree.Nums
    offset = int(keys[-2]) + 1
    for page in file.pages:
        page.obj.StructParents = int(page.obj.StructParents) + offset
        for annotation in page.obj.get(Name.Annots, ()):
            if Name.StructParent in annotation:
                annotation.StructParent = int(annotation.StructParent) + offset
    whole.pages.extend(file.pages)
    # With it comes whatever it refers to, the map of its pages included
    added = whole.copy_foreign(file.Root.StructTreeRoot)
    for key, value in zip(*[iter(added.ParentTree.Nums)] * 2, strict=True):
        keys.append(int(key) + offset)
        keys.append(value)
    document = tags.K[0]
    for element in added.K[0].K:
        element.P = document
        document.K.append(element)


def _number(whole: Pdf, numbers: Pdf) -> None:
    """Show the numbers as part of the sheets, which is not read aloud."""
    for page, number in list(zip(whole.pages, numbers.pages, strict=True))[1:]:
        resources = Dictionary(dict(page.obj.Resources.items()))
        shapes = Dictionary(dict(resources.get(Name.XObject, Dictionary()).items()))
        shapes[Name.PageNumber] = whole.copy_foreign(number.as_form_xobject())
        resources[Name.XObject] = shapes
        page.obj.Resources = resources
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"\nQ /Artifact <</Type /Pagination>> BDC q /PageNumber Do Q EMC")


def _set_bookmarks(whole: Pdf, sections: list[Section]) -> None:
    with whole.open_outline() as outline:
        # The open items from the top, each with its level
        path: list[tuple[int, OutlineItem]] = []
        for mark in _all_marks(sections):
            item = OutlineItem(
                mark.title, Array([whole.pages[mark.page].obj, Name.XYZ, mark.left, mark.top, 0])
            )
            while path and path[-1][0] >= mark.level:
                path.pop()
            (path[-1][1].children if path else outline.root).append(item)
            path.append((mark.level, item))


def _all_marks(sections: list[Section]) -> Iterable[Mark]:
    """Those of all sections, with their pages in the whole."""
    before = 0
    for section in sections:
        for mark in section.marks:
            yield mark._replace(page=before + mark.page)
        before += len(section.widths)
