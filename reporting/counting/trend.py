"""Progress of a plan over its periods."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.timezone import localdate

from plans.models import AssignmentQuerySet
from reporting.counting.obligations import num_owed_in
from reporting.counting.open_periods import OpenPeriod
from reporting.counting.trend_then import results_then
from reporting.models import EntryStatus, ProgressEntry, ReportingPeriod

NONE = (0, 0)


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
    assignments: AssignmentQuerySet,
    as_of: date,
    unfinished: Iterable[OpenPeriod] = (),
) -> list[TrendPoint]:
    """One point for each of `periods` at the end of `as_of`, in their order (two queries).

    `assignments` are those on the page, `unfinished` the periods that still receive
    (`open_periods`).
    """
    so_far = {row.period.pk: row.words for row in unfinished}
    num_owed = num_owed_in(periods, assignments)
    if as_of < localdate():
        num = results_then(periods, assignments=assignments, as_of=as_of)
    else:
        num = _results_now(periods, assignments)
    return [
        TrendPoint(
            name=period.name,
            num_owed=num_owed.get(period.pk, 0),
            num_sent=num.get(period.pk, NONE)[0],
            num_accepted=num.get(period.pk, NONE)[1],
            so_far=so_far.get(period.pk, ""),
        )
        for period in periods
    ]


def _results_now(
    periods: list[ReportingPeriod], assignments: AssignmentQuerySet
) -> dict[int, tuple[int, int]]:
    """By period: the numbers of entries sent and of those accepted."""
    entries = ProgressEntry.objects.filter(
        submission__period__in=periods, assignment__in=assignments.values("pk")
    ).exclude(status=EntryStatus.DRAFT)
    grouped = (
        entries.values_list("submission__period")
        .annotate(sent=Count("pk"), accepted=Count("pk", filter=Q(status=EntryStatus.ACCEPTED)))
        .order_by()
    )
    return {period_id: (sent, accepted) for period_id, sent, accepted in grouped}
