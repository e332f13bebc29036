"""How a plan moved over its periods."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from plans.models import Assignment
from reporting.models import EntryStatus, ProgressEntry, ReportingPeriod
from units.models import User


@dataclass(frozen=True)
class TrendPoint:
    """A period's entries: how many the units made, sent and the office accepted."""

    name: str
    num_entries: int
    num_sent: int
    num_accepted: int

    @property
    def share_sent(self) -> float | None:
        return 100 * self.num_sent / self.num_entries if self.num_entries else None

    @property
    def share_accepted(self) -> float | None:
        return 100 * self.num_accepted / self.num_entries if self.num_entries else None


def trend_of(periods: Iterable[ReportingPeriod], *, user: User, bloc: str = "") -> list[TrendPoint]:
    """One point per period, in the order given (one query)."""
    periods = list(periods)
    entries = ProgressEntry.objects.filter(
        submission__period__in=periods,
        assignment__in=Assignment.objects.readable_by(user).values("pk"),
    )
    if bloc:
        entries = entries.filter(submission__unit__bloc=bloc)
    counts: dict[int, Any] = {
        row["submission__period"]: row
        for row in entries.values("submission__period")
        .annotate(
            num_entries=Count("pk"),
            num_sent=Count("pk", filter=~Q(status=EntryStatus.DRAFT)),
            num_accepted=Count("pk", filter=Q(status=EntryStatus.ACCEPTED)),
        )
        .order_by()
    }
    names = ("num_entries", "num_sent", "num_accepted")
    return [
        TrendPoint(period.name, **{name: counts.get(period.pk, {}).get(name, 0) for name in names})
        for period in periods
    ]
