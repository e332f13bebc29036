"""Issued papers are PDF/A-3u, also where their sections were printed apart."""

import io
from dataclasses import replace

import pikepdf
import pytest
from pikepdf import Name

from reporting.papers.blocks import Paragraph, Run, plain
from reporting.reviews.papers import archiving, pdf
from tests.factories import NOON
from tests.papers.archival import faults
from tests.reporting.papers.scene import document, issued_head

FIGURES = b'{"figures":{"totals":{"done":3}}}'


@pytest.fixture(scope="module")
def paper():
    """A chart, tables, links, letters of two fonts; an upright annex and one that lies across."""
    blocks = (
        *document().blocks,
        Paragraph("x", (Run("3", link="https://kehoach.vidu.vn/"), *plain(" ✓ ☑ Hết."))),
    )
    return pdf.to_pdf(replace(document(), head=issued_head(), blocks=blocks))


def _broken(paper, change):
    with pikepdf.open(io.BytesIO(paper)) as file:
        change(file)
        written = io.BytesIO()
        file.save(written)
    return faults(written.getvalue())


def test_an_issued_paper_is_for_archives(paper):
    assert faults(paper) == []
    with pikepdf.open(io.BytesIO(paper)) as file:
        assert len(file.pages) > 2
        assert str(file.Root.Metadata.read_bytes()).count("2026-02-03") == 1
        assert file.Root.MarkInfo.Marked
        assert "/AF" not in file.Root


def test_its_figures_may_be_attached(paper):
    attached = archiving.with_figures(paper, FIGURES, frozen_at=NOON)

    assert faults(attached) == []
    with pikepdf.open(io.BytesIO(attached)) as file:
        assert file.attachments[archiving.FIGURES].get_file().read_bytes() == FIGURES
    assert archiving.with_figures(paper, FIGURES, frozen_at=NOON) == attached


def _no_metadata(file):
    del file.Root.Metadata


def _no_intent(file):
    del file.Root.OutputIntents


def _no_program(file):
    font = next(iter(file.pages[0].Resources.Font.values()))
    descriptor = font.DescendantFonts[0].FontDescriptor
    del descriptor[Name.FontFile3 if Name.FontFile3 in descriptor else Name.FontFile2]


def _hidden_link(file):
    next(one for page in file.pages for one in page.obj.get("/Annots", [])).F = 2


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (_no_metadata, "6.6.2"),
        (_no_intent, "6.2.3"),
        (_no_program, "6.2.11.4"),
        (_hidden_link, "6.3.2"),
    ],
)
def test_the_check_finds_what_is_missing(paper, change, fault):
    assert [one.split(":")[0] for one in _broken(paper, change)] == [fault]
