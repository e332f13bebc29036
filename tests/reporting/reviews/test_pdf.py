"""HTML to PDF: content of the file, and addresses it may not read."""

import io
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pikepdf
import pypdfium2
import pytest
from django.conf import settings

from reporting.reviews.papers import pdf, printer
from reporting.reviews.papers.printer import Printer
from reporting.reviews.snapshots import snapshot
from tests.reporting.reviews.scene import (
    SHARED_RESULT,
    SOLO_RESULT,
    document_of,
    plan_at_work,
    request_review,
)
from tracker.lib.fonts import print_font_files


@pytest.fixture
def printed(db):
    review = request_review(plan_at_work())
    return pdf.to_pdf(document_of(review, snapshot.take(review)))


def _text(printed):
    document = pypdfium2.PdfDocument(printed)
    try:
        pages = []
        for page in document:
            textpage = page.get_textpage()
            pages.append(" ".join(textpage.get_text_range().split()))
            textpage.close()
            page.close()
        return pages
    finally:
        document.close()


def test_a_paper_has_the_required_page_and_font_and_the_results_of_units(printed):
    pages = _text(printed)
    with pikepdf.open(io.BytesIO(printed)) as document:
        sizes = {tuple(round(float(x)) for x in page.mediabox[2:]) for page in document.pages}
        fonts = {
            str(font.BaseFont)
            for page in document.pages
            for font in page.Resources.get("/Font", {}).values()
        }
        title = str(document.docinfo["/Title"])
        language = str(document.Root.Lang)
        is_tagged = bool(document.Root.MarkInfo.Marked)

    assert printed.startswith(b"%PDF")
    assert sizes == {(595, 842), (842, 595)}
    assert fonts
    assert all("+Paper" in font for font in fonts), fonts
    assert (title, language, is_tagged) == ("Báo cáo sơ kết một việc thử", "vi", True)
    assert SOLO_RESULT in " ".join(pages)
    assert SHARED_RESULT in " ".join(pages)
    assert pdf.num_pages(printed) == len(pages)


def test_pages_are_numbered_from_the_second(printed):
    pages = _text(printed)

    assert pages[0].startswith("ĐẢNG BỘ TỈNH THỬ")
    assert pages[1].startswith("2 ") or pages[1].endswith(" 2")


def test_the_first_page_follows_the_norm(printed):
    document = pypdfium2.PdfDocument(printed)
    page = document[0]
    textpage = page.get_textpage()
    found = textpage.search("CỘNG SẢN VIỆT NAM").get_next()
    left, _, _, top = textpage.get_charbox(found[0])
    found_body = textpage.search("Thực hiện").get_next()
    body_left = textpage.get_charbox(found_body[0])[0]
    height = page.get_height()
    for thing in (textpage, page, document):
        thing.close()

    assert left > 595 / 2 - 30
    assert 56 < height - top < 72
    assert body_left == pytest.approx((30 + 10) / 25.4 * 72, abs=1)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/x.css",
        "http://127.0.0.1:1/x.css",
        "file:///etc/passwd",
        f"{print_font_files()['normal', 'normal'].parent.as_uri()}/../../../../../etc/passwd",
        f"{(Path(settings.BASE_DIR) / 'static/css/app.css').as_uri()}",
        "file://server/share/x.css",
        "data:image/svg+xml,<svg><image href='file:///etc/passwd'/></svg>",
    ],
)
def test_a_paper_reads_only_its_own_files(address, monkeypatch):
    from weasyprint.urls import URLFetcher

    opened = []
    real = URLFetcher.fetch

    def fetch(self, url, headers=None):
        opened.append(url)
        return real(self, url, headers)

    monkeypatch.setattr(URLFetcher, "fetch", fetch)

    Printer().section(
        f'<html lang="vi"><head><title>x</title><link rel="stylesheet" href="{address}"></head>'
        f'<body><img alt="" src="{address}">'
        f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}"/></svg></body></html>'
    )

    files = {Path(unquote(urlsplit(url).path)).resolve() for url in opened}
    assert files <= printer.readable_files()


def test_the_fetcher_names_a_refused_address():
    fetcher = printer.fetcher()

    with pytest.raises(ValueError, match="may not load"):
        fetcher.fetch("file:///etc/passwd")


def test_loading_the_module_does_not_load_the_printer():
    import subprocess
    import sys

    code = "import sys, reporting.reviews.papers.pdf; sys.exit('weasyprint' in sys.modules)"
    environment = {"SECRET_KEY": "x", "DJANGO_SETTINGS_MODULE": "tracker.settings"}
    done = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {code}"],
        env=environment,
        cwd=settings.BASE_DIR,
        check=False,
    )

    assert done.returncode == 0
