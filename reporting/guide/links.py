"""Links of a page of the guide, for one reader."""

from collections.abc import Set
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from reporting.guide.pages import PAGES
from reporting.guide.screens import SCREENS


@dataclass(frozen=True)
class LinksToScreens:
    """`{{ to.periods }}`: the name of a screen, a link where the reader may open it."""

    roles: Set[str] = frozenset()
    plan_id: int | None = None

    def __getitem__(self, key: str) -> SafeString:
        return _link(self.address(key), SCREENS[key].label)

    def address(self, key: str) -> str:
        return SCREENS[key].url_for(roles=self.roles, plan_id=self.plan_id)


@dataclass(frozen=True)
class LinksToPages:
    """`{{ page.periods }}`: the title of another page of the guide; a stranger may not open it."""

    is_stranger: bool = False

    def __getitem__(self, key: str) -> SafeString:
        found = PAGES[key]
        return _link("" if self.is_stranger and not found.is_public else found.url, found.title)


def _link(url: str, words: str) -> SafeString:
    if not url:
        return format_html("<strong>{}</strong>", words)
    return format_html('<a href="{}">{}</a>', url, words)
