"""Search in the guide, by words without accents."""

import re
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.html import strip_tags

from reporting.guide.links import LinksToPages, LinksToScreens
from reporting.guide.page import GuidePage
from reporting.guide.pages import PAGES
from tracker.lib.text import fold


def pages_with(query: str) -> list[GuidePage]:
    """Pages that contain a word beginning with each word of `query`; those so titled first."""
    words = fold(query).split()
    if not words:
        return []
    titled = [page for page in PAGES.values() if _has(fold(page.title), words)]
    others = [page for page in PAGES.values() if page not in titled and _has(_text(page), words)]
    return titled + others


def _has(text: str, words: list[str]) -> bool:
    return all(f" {word}" in f" {text}" for word in words)


@lru_cache(maxsize=len(PAGES))
def _text(page: GuidePage) -> str:
    """Its words, which no reader changes."""
    context = {"to": LinksToScreens(), "page": LinksToPages(is_stranger=True)}
    words = strip_tags(re.sub(r"<", " <", render_to_string(page.template, context)))
    return fold(f"{page.title} {page.about} {words}")
