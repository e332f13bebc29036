"""How a plan moved over its periods."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, Q, Value

from plans.models import Assignment
from reporting import obligations
from reporting.models import EntryStatus, ProgressEntry, ReportingPeriod
from units.models import User


@dataclass(frozen=True)
class TrendPoint:
    """A period: how many results were owed, how many units sent and the office accepted."""

    name: str
    num_owed: int
    num_sent: int
    num_accepted: int

    @property
    def share_sent(self) -> float | None:
        return 100 * self.num_sent / self.num_owed if self.num_owed else None

    @property
    def share_accepted(self) -> float | None:
        return 100 * self.num_accepted / self.num_owed if self.num_owed else None


def trend_of(periods: Iterable[ReportingPeriod], *, user: User, bloc: str = "") -> list[TrendPoint]:
    """One point per period, in the order given (two queries)."""
    periods = list(periods)
    owed = _owed(periods, user=user, bloc=bloc)
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
            num_sent=Count("pk", filter=~Q(status=EntryStatus.DRAFT)),
            num_accepted=Count("pk", filter=Q(status=EntryStatus.ACCEPTED)),
        )
        .order_by()
    }
    return [
        TrendPoint(
            name=period.name,
            num_owed=owed.get(period.pk, 0),
            num_sent=counts.get(period.pk, {}).get("num_sent", 0),
            num_accepted=counts.get(period.pk, {}).get("num_accepted", 0),
        )
        for period in periods
    ]


def _owed(periods: list[ReportingPeriod], *, user: User, bloc: str) -> dict[int, int]:
    """How many results each period asked for, of those USER may read; one query."""
    if not periods:
        return {}
    asked = []
    for period in periods:
        owed = obligations.owed_in(period).readable_by(user)
        if bloc:
            owed = owed.filter(unit__bloc=bloc)
        period_id = Value(period.pk, output_field=IntegerField())
        counted = owed.order_by().annotate(period_id=period_id).values("period_id")
        asked.append(counted.annotate(num=Count("pk")).values_list("period_id", "num"))
    return dict(asked[0].union(*asked[1:]))
