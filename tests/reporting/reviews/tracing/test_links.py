"""Figures and quotations are links: on screen for those who may follow them, and in drafts."""

import io
from dataclasses import replace

import pikepdf
import pytest
from django.urls import reverse

from reporting.models import ReviewStatus
from reporting.papers import drawing
from reporting.papers.blocks import Bar, Chart, ItemList, Paragraph, Run, TableCell, TableRow
from reporting.reviews.composing import compose
from reporting.reviews.origins import Origins, to_print
from reporting.reviews.papers import pdf
from tests.factories import person
from tests.reporting.papers.scene import document, issued_head, table
from tests.reporting.reviews.scene import compiled, plan_at_work, request_review
from units.models import Role

SITE = "https://kehoach.vidu.vn"
DONE = Run("3", figure="figures.totals.done")
QUOTE = Run("Đã họp.", source="entry:17")


@pytest.fixture
def review():
    """A row that is not stored, with two figures."""
    from reporting.models import Review

    cells = {"done": 3, "applicable": 5}
    return Review(pk=8, snapshot={"figures": {"totals": cells, "trend": [{"cells": cells}]}})


def _page(place):
    return f"/reviews/8/sources/{place}/"


def test_a_run_leads_to_its_rows_or_to_what_it_quotes(review):
    origins = Origins(review, site=SITE)

    assert origins.address_of(DONE) == SITE + _page("figures.totals.done")
    assert origins.address_of(QUOTE) == f"{SITE}/entries/17/"
    share = Run("60%", source="share:figures.totals.done")
    assert origins.address_of(share) == SITE + _page("figures.totals.done")
    assert origins.address_of(Run("Xong")) == ""
    assert origins.address_of(Run("7", figure="figures.totals.gone")) == ""


def test_links_stand_in_paragraphs_lists_tables_and_charts(review):
    origins = Origins(review)
    row = TableRow((TableCell((DONE,)),))
    bar = Bar("Quý 1", 3, 5, ("figures.trend.0.cells.done", "figures.trend.0.cells.applicable"))

    drawn = [
        drawing.draw_block(origins.linked(block))
        for block in (
            Paragraph("a", (DONE,)),
            ItemList("b", ((DONE,),)),
            table(head=(), rows=(row,)),
            Chart("c", (bar,), "", "", ""),
        )
    ]

    link = f'<a data-figure="figures.totals.done" href="{_page("figures.totals.done")}">3</a>'
    assert all(link in html for html in drawn[:3])
    assert f'href="{_page("figures.trend.0.cells.applicable")}"' in drawn[3]
    assert "trend__link" not in drawn[3]


def test_for_who_writes_a_quotation_stays_words_with_a_sign_behind(review):
    drawn = drawing.draw_block(Origins(review).marked(Paragraph("a", (QUOTE,))))

    assert drawn == (
        '<p><span data-source="entry:17">Đã họp.</span>'
        '<a class="origin" href="/entries/17/" aria-label="Mở kết quả được trích"></a></p>'
    )


def _links(paper, review):
    """The addresses that the printed `paper` opens."""
    with pikepdf.open(io.BytesIO(pdf.to_pdf(to_print(review, paper)))) as printed:
        return [
            str(annotation.A.URI)
            for page in printed.pages
            for annotation in page.get("/Annots", [])
        ]


def test_a_printed_draft_has_them_and_an_issued_paper_has_none(review, settings):
    bar = Bar("Quý 1", 3, 5, ("figures.trend.0.cells.done", "figures.trend.0.cells.applicable"))
    blocks = (Paragraph("a", (DONE, Run(" việc. "), QUOTE)), Chart("c", (bar,), "", "", ""))
    draft = replace(document(), blocks=blocks, annexes=())
    settings.SITE_URL = f"{SITE}/"

    assert _links(draft, review) == [
        SITE + _page("figures.totals.done"),
        f"{SITE}/entries/17/",
        SITE + _page("figures.trend.0.cells.done"),
        SITE + _page("figures.trend.0.cells.applicable"),
    ]
    issued = replace(draft, head=issued_head())
    assert to_print(review, issued) is issued


@pytest.mark.django_db
@pytest.mark.usefixtures("no_printing")
def test_pages_of_a_review_lead_to_the_rows(client, settings, monkeypatch):
    settings.SITE_URL = SITE
    printed = []
    monkeypatch.setattr(
        pdf, "to_pdf", lambda document, **_: printed.append(document) or b"%PDF-1.7 invented"
    )
    draft = compiled(request_review(plan_at_work()))
    client.force_login(person(Role.LEADER), backend="django.contrib.auth.backends.ModelBackend")

    address = reverse("reporting:trace-figure", args=[draft.pk, "figures.totals.open_late"])

    assert draft.status == ReviewStatus.DRAFT
    assert f'href="{SITE}{address}"' in drawing.to_html(printed[0])
    for name in ("review", "read-paper"):
        page = client.get(reverse(f"reporting:{name}", args=[draft.pk])).content.decode()
        assert f'href="{address}"' in page
        assert SITE not in page
    assert 'href="' not in drawing.draw(compose(draft).document.blocks)
