"""What the bar at the top offers to whom."""

from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    icon: str
    is_current: bool


def navigation(request: HttpRequest) -> dict[str, object]:
    """Context of every page: the links its reader may follow."""
    return {"navigation": []}
