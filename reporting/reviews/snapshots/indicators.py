"""The indicators of a review, totalled from the results accepted by its cut-off day."""

from collections import defaultdict
from collections.abc import Callable, Container
from decimal import Decimal
from typing import Any

from plans.models import Assignment, Indicator, Plan
from reporting.counting.obligations import owed_periods
from reporting.indicators.figures import Filed, Total, total_of
from reporting.indicators.inputs import NUMBERS, IndicatorInput, measured
from reporting.indicators.spans import Span
from reporting.models import DeclaredState, EntryStatus, ReportingPeriod
from reporting.reviews.schema import FrozenIndicator, FrozenIndicators
from reporting.reviews.snapshots.results import Reported

SENT = (EntryStatus.SENT, EntryStatus.ACCEPTED)


def indicators(
    plan: Plan, periods: list[ReportingPeriod], results: list[Reported]
) -> FrozenIndicators:
    """The rows of the table and how many reached their target; numbers are stored as text.

    Read from the events, like the rest of a review: later numbers do not count. One query
    where the plan has no indicators, else two more.
    """
    known = list(
        Indicator.objects.filter(task__plan=plan)
        .select_related("task", "target_document")
        .order_by("task__group__position", "task__position", "position", "pk")
    )
    if not known:
        return {"counts": _counts([]), "rows": []}
    owed = _owed(periods, {indicator.task_id for indicator in known})
    filed = _filed(periods, results)
    totals = [
        total_of(
            indicator,
            owed[indicator.task_id],
            filed(indicator, owed[indicator.task_id]),
        )
        for indicator in known
    ]
    kept = [total for total in totals if total.num_reported or not total.indicator.is_retired]
    return {"counts": _counts(kept), "rows": [_row(total) for total in kept]}


def _owed(
    periods: list[ReportingPeriod], tasks: set[int]
) -> dict[int, defaultdict[int, list[Span]]]:
    """By task and assignment, those of the `periods` that owed a number."""
    found: dict[int, defaultdict[int, list[Span]]] = {pk: defaultdict(list) for pk in tasks}
    assignments = Assignment.objects.filter(task__in=tasks)
    for one in owed_periods(periods, assignments):
        found[one.task_id][one.assignment_id].append(Span.of(one))
    return found


def _filed(
    periods: list[ReportingPeriod], results: list[Reported]
) -> Callable[[Indicator, Container[int]], list[Filed]]:
    """A function that returns the figures sent for an indicator."""
    spans = {period.pk: Span.of(period) for period in periods}
    sent = [row for row in results if row.status in SENT]
    entered = {
        (row.entry, one["indicator"]): _input(one)
        for row in sent
        for one in row.content.get("indicators", [])
    }

    def filed(indicator: Indicator, assignments: Container[int]) -> list[Filed]:
        return [
            Filed(
                row.assignment,
                spans[row.period],
                row.is_accepted,
                entered.get((row.entry, indicator.pk), IndicatorInput()),
                row.state == DeclaredState.NOT_APPLICABLE,
            )
            for row in sent
            if row.assignment in assignments or (row.entry, indicator.pk) in entered
        ]

    return filed


def _input(one: dict[str, Any]) -> IndicatorInput:
    numbers: dict[str, Any] = {
        part: None if one[part] is None else Decimal(one[part]) for part in NUMBERS
    }
    return IndicatorInput(**numbers, is_not_applicable=one["is_not_applicable"])


def _counts(totals: list[Total]) -> dict[str, int]:
    aimed = [total for total in totals if total.indicator.target is not None]
    return {
        "all": len(totals),
        "with_target": len(aimed),
        "reached": sum(total.is_reached is True for total in aimed),
        "not_reached": sum(total.is_reached is False for total in aimed),
        "without_result": sum(total.is_reached is None for total in aimed),
    }


def _row(total: Total) -> FrozenIndicator:
    indicator, document = total.indicator, total.indicator.target_document
    return {
        "indicator": indicator.pk,
        "task": indicator.task.code,
        "name": indicator.name,
        "unit_of_measure": indicator.unit_of_measure,
        "direction": indicator.direction,
        "is_cumulative": indicator.is_cumulative,
        "target": "" if indicator.target is None else measured(indicator, indicator.target),
        "target_document": document.number if document and indicator.target is not None else "",
        "result": total.words,
        "parts": total.parts,
        "is_reached": total.is_reached,
        "asked": total.num_asked,
        "reported": total.num_reported,
        "partial": total.num_partial,
        "aggregation": indicator.aggregation,
        "not_applicable": total.num_not_applicable,
        "waiting": total.num_waiting,
        "missing": total.num_missing,
    }
