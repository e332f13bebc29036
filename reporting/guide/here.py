"""The page of the guide about the screen that is shown."""

from functools import lru_cache

from django.http import HttpRequest
from django.urls import reverse

from reporting.guide.pages import page_about


def guide_here(request: HttpRequest) -> dict[str, object]:
    """Context of every page: where its help is, else the front page of the guide; no query."""
    match = request.resolver_match
    return {"guide_url": _address(match.view_name if match else "")}


@lru_cache(maxsize=1000)
def _address(url_name: str) -> str:
    page = page_about(url_name)
    return page.url if page else reverse("reporting:guide")
