"""Addresses of the lists behind numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from plans.models import Plan
from reporting.counting.status import Label
from tracker.lib.addresses import address_of


@dataclass(frozen=True)
class RowLinks:
    """Addresses of exactly the rows behind the numbers of a page.

    `kept`: what the page itself is limited to (`DashboardFilterForm.kept`).
    """

    plan: Plan
    kept: Mapping[str, str] = field(default_factory=dict)

    def to(self, **conditions: object) -> str:
        """The list of the rows that meet `conditions` too."""
        return self.beside(self._list, **conditions)

    @cached_property
    def _list(self) -> str:
        return address_of("reporting:list-assignments", self.plan.pk)

    def beside(self, url: str, **conditions: object) -> str:
        """The page at `url`, limited like this one and by `conditions`."""
        query = urlencode({**self.kept, **conditions})
        return f"{url}?{query}" if query else url

    @property
    def by_units(self) -> str:
        """The query of pages that know no other limit than by which units they count."""
        return f"?by_units={self.kept['by_units']}" if "by_units" in self.kept else ""

    def by_name(self) -> dict[str, str]:
        """The addresses that templates use: of all, of some cells, and of each label."""
        labels = {label.value: self.to(label=label.value) for label in Label}
        return labels | {
            "all": self.to(),
            "done": self.to(done="on"),
            "on_time": self.to(cell="done_on_time"),
            "late": self.to(cell="open_late"),
            "period_met": self.to(period_label=Label.PERIOD_DONE.value),
        }
