"""HTML to PDF. The only module that uses WeasyPrint, imported late because it loads slowly."""

import io
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pikepdf
from django.contrib.staticfiles import finders

from reporting.papers.glyphs import printable
from tracker.lib.fonts import print_font_files, sign_font_file

FAMILY = "Paper"
SIGNS_FAMILY = "Signs"
# WeasyPrint 70 puts the first word alone on its line where the words before an element fit and
# the blank after them does not; a blank of its own is simply left out at the end of a line
_BLANK_BEFORE_ELEMENT = re.compile(r"(?<=[^\s>]) (?=</?(?:span|b|i|em|strong)[ >])")
STYLESHEETS = ("css/tokens.css", "css/paper.css")


def to_pdf(html: str) -> bytes:
    """Convert `html` to a tagged PDF; only the project's stylesheets and fonts can be read.

    Characters that no font of papers has are replaced (see `glyphs`).
    """
    from weasyprint import CSS, HTML  # noqa: PLC0415 -- slow to import, only the worker prints
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    fetcher = _fetcher()
    fonts = FontConfiguration()
    styles = [
        CSS(string=font_faces(), font_config=fonts, url_fetcher=fetcher),
        *(
            CSS(filename=str(static_file(name)), font_config=fonts, url_fetcher=fetcher)
            for name in STYLESHEETS
        ),
    ]
    html = _BLANK_BEFORE_ELEMENT.sub("<span> </span>", printable(html))
    document = HTML(string=html, url_fetcher=fetcher)
    pdf: bytes = document.write_pdf(stylesheets=styles, font_config=fonts, pdf_variant="pdf/ua-1")
    return pdf


def num_pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def font_faces() -> str:
    """The fonts by file: a family name alone could match another font."""
    faces = [(FAMILY, file, weight, style) for (weight, style), file in print_font_files().items()]
    return "\n".join(
        f'@font-face {{ font-family: "{family}"; src: url("{file.as_uri()}"); '
        f"font-weight: {weight}; font-style: {style}; }}"
        for family, file, weight, style in (
            *faces,
            (SIGNS_FAMILY, sign_font_file(), "normal", "normal"),
        )
    )


def static_file(name: str) -> Path:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found).resolve()


def readable_files() -> frozenset[Path]:
    """The files a paper may load."""
    return frozenset(
        {
            *(static_file(name) for name in STYLESHEETS),
            *(file.resolve() for file in print_font_files().values()),
            sign_font_file().resolve(),
        }
    )


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 -- slow to import

    allowed = readable_files()

    class OwnFilesOnly(URLFetcher):
        """Refuse every address except those of `readable_files`."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            parts = urlsplit(url)
            if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
                raise ValueError(f"A paper may not load {url[:100]!r}.")
            if Path(unquote(parts.path)).resolve() not in allowed:
                raise ValueError(f"A paper may not load {url[:100]!r}.")
            return super().fetch(url, headers)

    return OwnFilesOnly(allowed_protocols={"file"}, allow_redirects=False)
