"""Which units owe a number in which periods."""

from collections import defaultdict
from collections.abc import Iterable

from reporting.counting.obligations import owed_in
from reporting.models import ReportingPeriod


def owed_by(
    periods: Iterable[ReportingPeriod], assignments: Iterable[int]
) -> dict[int, list[ReportingPeriod]]:
    """By assignment, those of `periods` that it owes, in their order."""
    wanted = list(assignments)
    found: dict[int, list[ReportingPeriod]] = defaultdict(list)
    for period in periods:
        for pk in owed_in(period).filter(pk__in=wanted).values_list("pk", flat=True):
            found[pk].append(period)
    return found
