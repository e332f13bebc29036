"""Addresses of named pages, each looked up once.

A page has dozens of links, and Django takes as long to find one of them as a database to find a
row.
"""

from functools import lru_cache

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

# Rows of lists have addresses of their own; about 1 MB in all
MOST_KEPT = 4096


def address_of(page: str, *args: object) -> str:
    """The address of the page named `page`; kept where ids are all that it is made of."""
    if all(type(arg) is int for arg in args):
        return _kept(settings.ROOT_URLCONF, page, args)
    return reverse(page, args=args)


@lru_cache(maxsize=MOST_KEPT)
def _kept(_urlconf: str, page: str, args: tuple[object, ...]) -> str:
    """Marked as safe where nothing in it is to be escaped, as in nearly all."""
    found = reverse(page, args=args)
    return SafeString(found) if escape(found) == found else found
