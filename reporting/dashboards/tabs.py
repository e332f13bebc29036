"""The tabs of a plan's dashboard, each a page with its own address and its own reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from plans.models import Plan
from tracker.lib.addresses import address_of

NAMES = {
    "reporting:dashboard": "Tổng quan",
    "reporting:dashboard-matrix": "Ma trận",
    "reporting:dashboard-punctuality": "Đúng hạn",
    "reporting:indicator-totals": "Chỉ tiêu",
}


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    is_current: bool


def tabs_of(plan: Plan, *, current: str, kept: Mapping[str, str]) -> list[Tab]:
    """The tabs; each link keeps what the page is limited to."""
    query = f"?{urlencode(kept)}" if kept else ""
    return [
        Tab(label, address_of(name, plan.pk) + query, name == current)
        for name, label in NAMES.items()
    ]
