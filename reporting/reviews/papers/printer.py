"""HTML to PDF. The only module that uses WeasyPrint, imported late because it loads slowly."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple, Protocol, Self
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from django.contrib.staticfiles import finders

from reporting.papers.document_numbers import NUMBER
from reporting.papers.glyphs import printable
from tracker.lib.fonts import print_font_files, sign_font_file

FAMILY = "Paper"
SIGNS_FAMILY = "Signs"
# WeasyPrint 70 puts the first word alone on its line where the words before an element fit and
# the blank after them does not; a blank of its own is simply left out at the end of a line
_BLANK_BEFORE_ELEMENT = re.compile(r"(?<=[^\s>]) (?=</?(?:a|span|b|i|em|strong)[ >])")
# Within them no line ends in the number of a document; cells are too narrow
_SENTENCE = re.compile(r"<(p|h[1-5])\b[^>]*>.*?</\1>", re.DOTALL)
STYLESHEETS = ("css/tokens.css", "css/paper.css")
TAGGED = "pdf/ua-1"
POINTS = 0.75  # of a pixel of CSS


class Mark(NamedTuple):
    """A bookmark: its level from 1, its words, its page from 0 and its place there in points."""

    level: int
    title: str
    page: int
    left: float
    top: float


class _Box(Protocol):
    """What WeasyPrint, which ships no types, lays out for an element on one page."""

    element: Element
    element_tag: str
    children: Sequence["_Box"]

    def descendants(self) -> Iterator["_Box"]: ...


class _Page(Protocol):
    width: float
    height: float
    bookmarks: list[tuple[int, str, tuple[float, float], str]]
    _page_box: _Box


class _Rendered(Protocol):
    pages: list[_Page]

    def copy(self, pages: list[_Page]) -> "_Rendered": ...

    def write_pdf(
        self,
        *,
        finisher: "Callable[[object, _Written], None] | None" = None,
        pdf_variant: str | None = None,
    ) -> bytes: ...


class _Text(Protocol):
    string: str


class _Written(Protocol):
    """A PDF of pydyf before it is written."""

    catalog: dict[str, object]
    objects: list[dict[str, _Text] | object]


@dataclass(frozen=True)
class Section:
    """Pages as a tagged PDF without bookmarks; `marks` are those to be set.

    `num_left` pieces of the annex were cut off.
    """

    pdf: bytes
    widths: tuple[float, ...]
    marks: tuple[Mark, ...]
    num_left: int = 0

    def packed(self) -> bytes:
        return json.dumps([self.widths, self.marks, self.num_left]).encode() + b"\n" + self.pdf

    @classmethod
    def unpacked(cls, content: bytes) -> Self:
        head, _, pdf = content.partition(b"\n")
        widths, marks, num_left = json.loads(head)
        return cls(pdf, tuple(widths), tuple(Mark(*mark) for mark in marks), num_left)


@dataclass(frozen=True)
class Layout:
    """Pages that stand and are not written; `num_left` pieces of the annex were cut off."""

    document: _Rendered
    digest: str
    num_left: int

    @property
    def widths(self) -> tuple[float, ...]:
        return tuple(page.width * POINTS for page in self.document.pages)

    def written(self) -> Section:
        printed = self.document.write_pdf(finisher=self._finish, pdf_variant=TAGGED)
        return Section(printed, self.widths, tuple(_marks(self.document.pages)), self.num_left)

    def _finish(self, document: object, pdf: _Written) -> None:
        pdf.catalog.pop("Outlines", None)
        # WeasyPrint numbers them within one file
        for thing in pdf.objects:
            if isinstance(thing, dict) and "ID" in thing and thing.get("S") == "/TH":
                thing["ID"].string = f"{self.digest[:12]}-{thing['ID'].string}"


def digest(html: str) -> str:
    """Differs where the pages of `html` may differ, also by what stands for a missing letter."""
    return hashlib.sha256(_own_digest() + printable(html).encode()).hexdigest()


@cache
def _own_digest() -> bytes:
    """Of all that is printed with: this code, the engine, the stylesheets and the fonts."""
    files = [Path(__file__), *(static_file(name) for name in STYLESHEETS)]
    files += [*print_font_files().values(), sign_font_file()]
    whole = hashlib.sha256(version("weasyprint").encode())
    for file in files:
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.digest()


class Printer:
    """Prints HTML; only the project's stylesheets and fonts can be read.

    Characters that no font of papers has are replaced (see `glyphs`).
    """

    def section(self, html: str, *, is_cut: bool = False) -> Section | None:
        """The pages of `html`, laid out and written."""
        layout = self.layout(html, is_cut=is_cut)
        return layout.written() if layout else None

    def layout(self, html: str, *, is_cut: bool = False) -> "Layout | None":
        """The pages of `html`.

        One that `is_cut` ends with the last page after which a piece of the annex begins; None
        where there is no such page, and the annex has to be printed with more of its pieces.
        """
        document = self._rendered(html, TAGGED)
        num_left = 0
        if is_cut:
            num_pages, num_left = _cut(document.pages)
            if not num_pages:
                return None
            document = document.copy(document.pages[:num_pages])
        return Layout(document, digest(html), num_left)

    def plain(self, html: str) -> bytes:
        """The pages of `html` as a PDF without tags."""
        return self._rendered(html, None).write_pdf()

    def _rendered(self, html: str, variant: str | None) -> _Rendered:
        from weasyprint import HTML  # noqa: PLC0415 -- slow to import, only the worker prints

        html = _SENTENCE.sub(_with_whole_numbers, printable(html))
        html = _BLANK_BEFORE_ELEMENT.sub("<span> </span>", html)
        fonts, styles = self._dress
        rendered: _Rendered = HTML(string=html, url_fetcher=self._fetcher).render(
            stylesheets=styles, font_config=fonts, pdf_variant=variant
        )
        return rendered

    @cached_property
    def _dress(self) -> tuple[object, list[object]]:
        """The fonts and the stylesheets, read once for all sections of a paper."""
        from weasyprint import CSS  # noqa: PLC0415 -- slow to import
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 -- slow to import

        fonts = FontConfiguration()
        read = {"font_config": fonts, "url_fetcher": self._fetcher}
        files = [str(static_file(name)) for name in STYLESHEETS]
        return fonts, [
            CSS(string=font_faces(), **read),
            *(CSS(filename=file, **read) for file in files),
        ]

    @cached_property
    def _fetcher(self) -> object:
        return fetcher()


def _with_whole_numbers(sentence: re.Match[str]) -> str:
    return NUMBER.sub(r'<span class="whole">\g<0></span>', sentence.group())


def _cut(pages: list[_Page]) -> tuple[int, int]:
    """The number of pages before the last one that begins with a piece, and of pieces from it."""
    if len(pages) < 2:
        return 0, 0
    places = {id(one): place for place, one in enumerate(_pieces(_annex_on(pages[0]).element))}
    begin = _places_on(pages[-1], places)
    for number in range(len(pages) - 1, 0, -1):
        before = _places_on(pages[number - 1], places)
        if max(before) < min(begin):
            return number, len(places) - min(begin)
        begin = before
    return 0, 0


def _pieces(annex: Element) -> Iterator[Element]:
    """Where pages may begin: the rows of tables that are said to be cut, and all else whole."""
    for child in annex:
        yield from child.iterfind("tbody/tr") if "data-rows" in child.attrib else [child]


def _places_on(page: _Page, places: dict[int, int]) -> list[int]:
    boxes = _annex_on(page).descendants()
    return [places[id(box.element)] for box in boxes if id(box.element) in places]


def _annex_on(page: _Page) -> _Box:
    return next(box for box in page._page_box.descendants() if box.element_tag == "section")


def _marks(pages: list[_Page]) -> Iterator[Mark]:
    for number, page in enumerate(pages):
        for level, title, (left, top), _state in page.bookmarks:
            yield Mark(level, title, number, left * POINTS, (page.height - top) * POINTS)


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


def srgb_profile() -> bytes:
    """The profile of the colours of screens that comes with WeasyPrint, read without loading it."""
    found = find_spec("weasyprint")
    if found is None or found.origin is None:
        raise FileNotFoundError("weasyprint")
    return (Path(found.origin).parent / "pdf" / "sRGB2014.icc").read_bytes()


def readable_files() -> frozenset[Path]:
    """The files a paper may load."""
    return frozenset(
        {
            *(static_file(name) for name in STYLESHEETS),
            *(file.resolve() for file in print_font_files().values()),
            sign_font_file().resolve(),
        }
    )


def fetcher() -> Any:
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
