"""What the unit of a submission owes in the periods of the plan, and its reader's other units."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field

from django.db.models import BigIntegerField, Case, F, When

from plans.models import Assignment, AssignmentQuerySet
from reporting.counting.work_days import Adjusted, Work, count_owed, works_of
from reporting.indicators.beside import NamedSpan
from reporting.indicators.spans import Span
from reporting.models import ReportingPeriod, Submission
from tracker.lib import statements


@dataclass(frozen=True)
class Owing:
    """By assignment of the unit the earlier periods that it owes; of this period, what is owed."""

    before: Mapping[int, Sequence[NamedSpan]] = field(default_factory=dict)
    assignments: Collection[int] = ()
    others: Collection[int] = ()


def owing_of(
    submission: Submission,
    periods: Sequence[ReportingPeriod],
    adjusted: Adjusted,
    *,
    others: Collection[int],
) -> Owing:
    """What the unit owes in `periods`, oldest first, and which `others` owe now; one query."""
    now = submission.period
    earlier = [period for period in periods if period.data_to < now.data_to]
    found = count_owed(_work(submission, others), [*earlier, now], adjusted=adjusted)
    # By period and unit, the unit's own assignments, and None for those of the others
    owed: dict[int, set[tuple[int, int | None]]] = defaultdict(set)
    for period_id, unit_id, own in found:
        owed[period_id].add((unit_id, own))
    before: dict[int, list[NamedSpan]] = defaultdict(list)
    for period in earlier:
        name = NamedSpan(Span.of(period), period.name)
        for assignment in _own_in(owed[period.pk]):
            before[assignment].append(name)
    return Owing(
        before=before,
        assignments=_own_in(owed[now.pk]),
        others={unit_id for unit_id, _ in owed[now.pk]} - {submission.unit_id},
    )


def _own_in(owed: Set[tuple[int, int | None]]) -> set[int]:
    return {own for _, own in owed if own is not None}


def _work(submission: Submission, others: Collection[int]) -> Work:
    """The work of the unit by assignment; of the others only whether there is any is told."""
    plan, unit, after = *statements.MARKS[:2], 2
    selected, given = statements.marks_or_ids({submission.unit_id, *others}, after=after)

    def assignments() -> AssignmentQuerySet:
        found = Assignment.objects.filter(task__plan=plan, unit__in=selected)
        own = Case(When(unit=unit, then=F("pk")), output_field=BigIntegerField())
        return found.annotate(own=own)

    return works_of(
        assignments,
        "unit",
        "own",
        key=("of submission", selected),
        given=(submission.period.plan_id, submission.unit_id, *given),
    )
