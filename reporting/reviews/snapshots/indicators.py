"""The indicators of a review, totalled from the results accepted by its cut-off day."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from plans.models import Assignment, Indicator, Plan
from reporting.counting.obligations import owed_periods
from reporting.indicators.figures import CountedNumbers, Filed, Total, numbers_by_unit, total_of
from reporting.indicators.inputs import NUMBERS, IndicatorInput, measured
from reporting.indicators.spans import Span
from reporting.models import DeclaredState, EntryStatus, ReportingPeriod
from reporting.reviews.schema import FrozenIndicator, FrozenIndicators
from reporting.reviews.snapshots.results import Reported
from tracker.lib.numbers import write_decimal

# As `measured` writes results
NUM_DECIMALS = 2
SENT = (EntryStatus.SENT, EntryStatus.ACCEPTED)
Owed = defaultdict[int, list[Span]]


def indicators(
    plan: Plan,
    periods: list[ReportingPeriod],
    results: list[Reported],
    *,
    earlier: tuple[list[ReportingPeriod], list[Reported]] = ([], []),
) -> FrozenIndicators:
    """The rows of the table and how many reached their target; numbers are stored as text.

    Read from the events, like the rest of a review: later numbers do not count. One query
    where the plan has no indicators, else two more, and two for the `earlier` range.
    """
    known = indicators_of(plan)
    if not known:
        return {"counts": _counts([]), "rows": []}
    totals = _totals(known, periods, results)
    before = _totals(known, *earlier) if earlier[0] else {}
    kept = shown(totals.values())
    rows = [_row(total, before.get(total.indicator.pk)) for total in kept]
    return {"counts": _counts(kept), "rows": rows}


def indicators_of(plan: Plan) -> list[Indicator]:
    """In the order of the plan."""
    return list(
        Indicator.objects.filter(task__plan=plan)
        .select_related("task", "target_document")
        .order_by("task__group__position", "task__position", "position", "pk")
    )


def shown(totals: Iterable[Total]) -> list[Total]:
    """Those of the table: retired indicators only where units reported on them."""
    return [total for total in totals if total.num_reported or not total.indicator.is_retired]


@dataclass(frozen=True)
class SentNumbers:
    """What units owed and sent of one indicator."""

    indicator: Indicator
    owed: Owed
    filed: list[Filed]

    @property
    def total(self) -> Total:
        return total_of(self.indicator, self.owed, self.filed)

    @property
    def by_unit(self) -> list[CountedNumbers]:
        return list(numbers_by_unit(self.indicator, self.owed, self.filed))


def sent_numbers(
    known: list[Indicator], periods: list[ReportingPeriod], results: list[Reported]
) -> dict[int, SentNumbers]:
    """What was sent of each of the `known` indicators in `periods`, by key."""
    owed = _owed(periods, {indicator.task_id for indicator in known})
    filed = _filed(periods, results)
    return {
        indicator.pk: SentNumbers(
            indicator, owed[indicator.task_id], filed(indicator, owed[indicator.task_id])
        )
        for indicator in known
    }


def _totals(
    known: list[Indicator], periods: list[ReportingPeriod], results: list[Reported]
) -> dict[int, Total]:
    """The total of each indicator over `periods`, by key."""
    return {pk: sent.total for pk, sent in sent_numbers(known, periods, results).items()}


def _owed(periods: list[ReportingPeriod], tasks: set[int]) -> dict[int, Owed]:
    """By task and assignment, those of the `periods` that owed a number."""
    found: dict[int, Owed] = {pk: defaultdict(list) for pk in tasks}
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
    return {key: sum(map(counts, totals)) for key, counts in COUNTS.items()}


def _is_aimed(total: Total) -> bool:
    return total.indicator.target is not None


# Which totals count in each number
COUNTS: dict[str, Callable[[Total], bool]] = {
    "all": lambda total: True,
    "with_target": _is_aimed,
    "reached": lambda total: total.is_reached is True,
    "not_reached": lambda total: total.is_reached is False,
    "without_result": lambda total: _is_aimed(total) and total.is_reached is None,
}


def _row(total: Total, before: Total | None) -> FrozenIndicator:
    indicator, document = total.indicator, total.indicator.target_document
    row: FrozenIndicator = {
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
    now, then = total.result, before.result if before else None
    if before and now is not None and then is not None and _is_comparable(total, before):
        difference = round(now, NUM_DECIMALS) - round(then, NUM_DECIMALS)
        row["before"] = before.words
        row["difference"] = _difference_words(indicator, abs(difference))
        row["tendency"] = (difference > 0) - (difference < 0)
    return row


def _is_comparable(now: Total, then: Total) -> bool:
    """A ratio always is; a sum where as many units are behind both, and none lacks a period."""
    is_whole = not (now.num_partial or then.num_partial)
    return now.indicator.is_ratio or (is_whole and now.num_reported == then.num_reported)


def _difference_words(indicator: Indicator, difference: Decimal) -> str:
    """ "12 cuộc"; between percentages "1,2 điểm %"."""
    if indicator.unit_of_measure == "%":
        return f"{write_decimal(difference, places=NUM_DECIMALS)} điểm %"
    return measured(indicator, difference)
