"""A Word file, read again."""

import io
import zipfile
from datetime import UTC, datetime

import docx
from docx.oxml.ns import qn

from reporting.papers.word import to_docx
from tests.reporting.papers import scene

AT = datetime(2026, 2, 3, 1, 30, tzinfo=UTC)


def drawn(**changes):
    """The Word file of the paper with every kind of block, as python-docx reads it."""
    return docx.Document(io.BytesIO(to_docx(scene.document(**changes), AT)))


def parts(stored):
    with zipfile.ZipFile(io.BytesIO(stored)) as package:
        return {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}


def words_of(element):
    """The text below `element` in order, with tabs, line ends and hyphens."""
    marks = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:noBreakHyphen"): "-"}
    found = []
    for child in element.iter(qn("w:t"), *marks):
        found.append(marks.get(child.tag) or child.text)
    return "".join(found)


def paragraphs(word):
    """(style id, words) of the paragraphs outside tables, without the empty ones."""
    shown = [(row.style.style_id, words_of(row._p)) for row in word.paragraphs]
    return [row for row in shown if row[1].strip("\n")]
