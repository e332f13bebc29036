"""Results that had been sent and accepted in each period by the end of a past day."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Count, OuterRef, Subquery

from plans.models import AssignmentQuerySet
from reporting.counting.facts import end_of
from reporting.models import EntryEvent, EntryStatus, ProgressEntry, ReportingPeriod


def results_then(
    periods: Collection[ReportingPeriod], *, assignments: AssignmentQuerySet, as_of: date
) -> dict[int, tuple[int, int]]:
    """By period: the numbers of entries sent and of those accepted at the end of `as_of`.

    The last step of an entry by then decides: what was taken back is not sent, and what was
    accepted on a later day only waited. One query.
    """
    steps = EntryEvent.objects.filter(
        entry=OuterRef("pk"), assignment=OuterRef("assignment"), at__lt=end_of(as_of)
    )
    last = steps.order_by("-at", "-pk").values("to_status")[:1]
    counted = (
        ProgressEntry.objects.filter(
            submission__period__in=periods, assignment__in=assignments.values("pk")
        )
        .annotate(status_then=Subquery(last))
        .values_list("submission__period", "status_then")
        .annotate(num=Count("pk"))
        .order_by()
    )
    by_period: dict[int, Counter[str]] = defaultdict(Counter)
    for period_id, status, num in counted:
        # Until its first step an entry is a draft
        by_period[period_id][status or EntryStatus.DRAFT] += num
    return {
        period_id: (statuses.total() - statuses[EntryStatus.DRAFT], statuses[EntryStatus.ACCEPTED])
        for period_id, statuses in by_period.items()
    }
