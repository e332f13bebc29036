"""Search in the guide, by words without accents."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.html import strip_tags

from reporting.guide.links import LinksToPages, LinksToScreens
from reporting.guide.page import GuidePage
from reporting.guide.pages import PAGES
from tracker.lib.text import fold

_BLOCK_ENDS = re.compile(r"</(?:p|li|dd|dt|h\d|summary|td|th|figcaption)>")
_SENTENCE = re.compile(r"[^.\n]+(?:\.(?!\s)[^.\n]*)*\.?")


@dataclass(frozen=True)
class FoundPage:
    """A page with the sentence in which the words were found; its own line where none has all."""

    page: GuidePage
    sentence: str


def pages_with(query: str) -> list[FoundPage]:
    """Pages with the words of `query`, those so titled first.

    Where pages have the words one behind the other, they are meant: without accents "don doc" is
    in many a page that only has "đơn" and "đọc". Each word may be the beginning of a longer one.
    """
    words = fold(query).split()
    if not words:
        return []
    return list(_found([" ".join(words)])) or list(_found(words))


def _found(words: list[str]) -> Iterator[FoundPage]:
    titled = [page for page in PAGES.values() if _has(fold(page.title), words)]
    others = [page for page in PAGES.values() if page not in titled and _has(_text(page), words)]
    for page in [*titled, *others]:
        said = (sentence for sentence, folded in _sentences(page) if _has(folded, words))
        yield FoundPage(page, next(said, page.about))


def _has(text: str, words: list[str]) -> bool:
    return all(f" {word}" in f" {text}" for word in words)


@lru_cache(maxsize=len(PAGES))
def _text(page: GuidePage) -> str:
    return " ".join([fold(page.title), *(folded for _, folded in _sentences(page))])


@lru_cache(maxsize=len(PAGES))
def _sentences(page: GuidePage) -> list[tuple[str, str]]:
    """What it says, which no reader changes: as written, and folded."""
    context = {"to": LinksToScreens(), "page": LinksToPages(is_stranger=True)}
    markup = " ".join(render_to_string(page.template, context).split())
    text = html.unescape(strip_tags(_BLOCK_ENDS.sub("\n", markup)))
    found = (" ".join(one.split()) for one in _SENTENCE.findall(f"{page.about}\n{text}"))
    return [(one, fold(one)) for one in found if one]
