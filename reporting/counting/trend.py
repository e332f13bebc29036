"""Progress of a plan over its periods."""

from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from reporting.counting.obligations import OwedCount
from reporting.counting.open_periods import OpenPeriod
from reporting.models import EntryStatus, ProgressEntry, ReportingPeriod


@dataclass(frozen=True)
class TrendPoint:
    """A period with the numbers of results owed, sent by units and accepted by the office.

    `so_far` says how far a period that still receives submissions has come; empty for the others.
    """

    name: str
    num_owed: int
    num_sent: int
    num_accepted: int
    so_far: str = ""

    @property
    def share_sent(self) -> float | None:
        return 100 * self.num_sent / self.num_owed if self.num_owed else None

    @property
    def share_accepted(self) -> float | None:
        return 100 * self.num_accepted / self.num_owed if self.num_owed else None


def trend_of(
    periods: list[ReportingPeriod],
    *,
    owed: list[OwedCount],
    shown: Container[tuple[int, int]],
    unfinished: Iterable[OpenPeriod] = (),
) -> list[TrendPoint]:
    """One point for each of `periods`, in their order (one query).

    `owed` are the counts of the same periods (`obligations.owed_counts`), `shown` the pairs of
    unit and group on the page, `unfinished` those that still receive (`open_periods`).
    """
    so_far = {row.period.pk: row.words for row in unfinished}
    num_owed, num_sent, num_accepted = Counter[int](), Counter[int](), Counter[int]()
    for row in owed:
        if (row.unit_id, row.group_id) in shown:
            num_owed[row.period_id] += row.num
    grouped = (
        ProgressEntry.objects.filter(submission__period__in=periods)
        .exclude(status=EntryStatus.DRAFT)
        .values_list("submission__period", "submission__unit", "assignment__task__group")
        .annotate(sent=Count("pk"), accepted=Count("pk", filter=Q(status=EntryStatus.ACCEPTED)))
        .order_by()
    )
    for period_id, unit_id, group_id, sent, accepted in grouped:
        if (unit_id, group_id) in shown:
            num_sent[period_id] += sent
            num_accepted[period_id] += accepted
    return [
        TrendPoint(
            name=period.name,
            num_owed=num_owed[period.pk],
            num_sent=num_sent[period.pk],
            num_accepted=num_accepted[period.pk],
            so_far=so_far.get(period.pk, ""),
        )
        for period in periods
    ]
