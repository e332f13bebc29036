"""What a scope owes in several periods, counted in one pass over its assignments."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count
from django.utils.timezone import localdate

from plans.access import Reach
from reporting.counting.fact_version import of_parts, part_columns
from reporting.counting.figures import Scope, assignments_in, shared_by
from reporting.counting.trend_then import results_then
from reporting.counting.work_days import count_owed, works_of
from reporting.models import EntryStatus, ProgressEntry, ProgressEntryQuerySet, ReportingPeriod
from tracker.lib import parted, statements
from tracker.lib.parted import Parts
from units.models import User


@dataclass(frozen=True)
class Expected:
    """Results owed by period and unit, and the units that lead work of the scope at all."""

    num_owed: Counter[tuple[int, ...]]
    units: frozenset[int]

    def submissions(self, periods: Collection[ReportingPeriod]) -> list[tuple[int, int]]:
        """The submissions that are expected in `periods`, by period and unit."""
        shown = {period.pk for period in periods}
        return [(period, unit) for period, unit in self.num_owed if period in shown]

    @property
    def by_period(self) -> Counter[int]:
        counts: Counter[int] = Counter()
        for (period_id, _), num in self.num_owed.items():
            counts[period_id] += num
        return counts


def expected_in(scope: Scope, periods: Collection[ReportingPeriod], *, user: User) -> Expected:
    """Count what `scope` owes in `periods`; one query."""
    shared = shared_by(scope, user=user)
    work = works_of(
        lambda: assignments_in(scope, user=shared.reader),
        "unit",
        key=shared.key,
        is_scan=scope.is_wide,
        given=shared.given,
        version=shared.version,
    )
    adjusted = scope.calendar.adjusted if scope.calendar else None
    return Expected(
        num_owed=count_owed(work, periods, adjusted=adjusted),
        units=frozenset(columns[0] for groups in work.groups.values() for columns, _ in groups),
    )


def results_in(
    scope: Scope, periods: Collection[ReportingPeriod], *, user: User, units: Collection[int]
) -> dict[int, tuple[int, int]]:
    """Results of `scope`, whose work `units` lead, sent and of them accepted, by period.

    At the end of the day of `scope`; one query.
    """
    if scope.as_of < localdate():
        assignments = assignments_in(scope, user=user)
        return results_then(periods, assignments=assignments, as_of=scope.as_of)
    shown = tuple(period.pk for period in periods)
    # As few as a scope selects by
    leading = tuple(sorted(units)) if scope.bloc or scope.unit_id else ()
    shared = shared_by(scope, user=user)

    def build(parts: Parts) -> statements.Query:
        entries = _entries_in(scope, reader=shared.reader, units=leading).filter(
            of_parts(parts, "submission__unit"), submission__period__in=shown
        )
        rows = entries.exclude(status=EntryStatus.DRAFT).order_by()
        named = part_columns(parts, "submission__unit")
        return rows.values("submission__period", "status", **named).annotate(num=Count("pk"))

    rows = parted.counts_of(
        ("results", shared.key, shown, leading),
        ("submission__period", "status", "num"),
        build,
        given=shared.given,
        version=shared.version,
    )
    sent: Counter[int] = Counter()
    accepted: Counter[int] = Counter()
    for period_id, status, num in rows:
        sent[period_id] += num
        if status == EntryStatus.ACCEPTED:
            accepted[period_id] += num
    return {period_id: (num, accepted[period_id]) for period_id, num in sent.items()}


def _entries_in(scope: Scope, *, reader: Reach, units: Collection[int]) -> ProgressEntryQuerySet:
    """The entries of the assignments of `scope`; `units` lead its work if it is of a few.

    Every entry of a submission is about a lead assignment of its unit, so that whole plans, groups
    and units are counted without looking at the status of assignments.
    """
    entries = ProgressEntry.objects.filter(submission__period__plan=scope.plan)
    if scope.bloc or scope.unit_id:
        entries = entries.filter(submission__unit__in=units)
    if scope.group_id:
        entries = entries.filter(assignment__task__group=scope.group_id)
    if scope.task_id:
        entries = entries.filter(assignment__task=scope.task_id)
    if reader.is_whole:
        return entries
    if not reader.units:
        return entries.filter(assignment__task__group__in=reader.groups)
    return entries.filter(assignment__in=assignments_in(scope, user=reader).values("pk"))
