"""All pages of the guide, and which one explains a screen."""

from collections.abc import Iterable

from reporting.guide.page import GuidePage
from reporting.guide.pages_for_all import GENERAL, STEPS, UNIT
from reporting.guide.pages_for_office import DIRECTORY, OFFICE

GROUPS = {
    "Màn hình chung": GENERAL,
    "Việc của đơn vị": UNIT,
    "Việc của Văn phòng": OFFICE,
    "Quản trị": DIRECTORY,
}
PAGES = {page.key: page for page in (*STEPS, *GENERAL, *UNIT, *OFFICE, *DIRECTORY)}
_BY_SLUG = {page.slug: page for page in PAGES.values()}
_BY_URL_NAME = {name: page for page in PAGES.values() for name in page.url_names}


def page_of_slug(slug: str) -> GuidePage | None:
    return _BY_SLUG.get(slug)


def page_about(url_name: str) -> GuidePage | None:
    """The page that explains the screen `url_name`."""
    return _BY_URL_NAME.get(url_name)


def steps_of(roles: Iterable[str]) -> list[GuidePage]:
    """The first steps of those who have `roles`."""
    has = set(roles)
    return [page for page in STEPS if page.role in has]
