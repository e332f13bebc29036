"""Sums of indicators over units and periods, from numerators and denominators, never from means.

Only accepted numbers count as figures. Numbers that wait for a verdict are counted apart, and so
are units without numbers and units where nothing arose.

Periods may overlap: a plan has months, quarters and years at once. No day of a unit is counted
twice: of two numbers for the same days the one of the longer period counts, which is the unit's
last word on all of them, and of equally long periods the later one. Where a unit reported no number
for a quarter, its months make up the quarter. "Nothing arose" is an answer, but removes no number.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from plans.models import Aggregation, Direction, Indicator
from reporting.indicators.inputs import (
    MISSING,
    NOT_APPLICABLE,
    IndicatorInput,
    measured,
    parts_of,
    ratio_of,
)
from reporting.indicators.spans import Span, is_covered
from tracker.lib.numbers import write_decimal


class NumberState(StrEnum):
    """The state of one unit's number; each unit that owes one is in exactly one state."""

    REPORTED = "reported"
    NOT_APPLICABLE = "not_applicable"
    WAITING = "waiting"
    MISSING = "missing"


@dataclass(frozen=True)
class Filed:
    """The number that the unit of an `assignment` sent for the days of a period.

    `is_task_idle`: the unit declared that nothing at all arose under the task.
    """

    assignment: int
    span: Span
    is_accepted: bool
    input: IndicatorInput
    is_task_idle: bool = False

    @property
    def is_not_applicable(self) -> bool:
        return self.input.is_not_applicable or self.is_task_idle

    def is_number(self, indicator: Indicator) -> bool:
        """Whether it counts as a figure."""
        return self.is_accepted and self.input.is_reported_on(indicator)

    def is_answer(self, indicator: Indicator) -> bool:
        """Whether there is nothing to wait for: a number, or nothing arose."""
        return self.is_not_applicable or self.input.is_reported_on(indicator)


@dataclass(frozen=True)
class Total:
    """The sum over units. A part is None, not zero, where no unit reported a number.

    `num_partial` of the reporting units lack the number of a period that they owe.
    """

    indicator: Indicator
    num_reported: int = 0
    num_partial: int = 0
    num_not_applicable: int = 0
    num_waiting: int = 0
    num_missing: int = 0
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def num_asked(self) -> int:
        return self.num_reported + self.num_not_applicable + self.num_waiting + self.num_missing

    @property
    def is_complete(self) -> bool:
        """Whether no number is missing or waits for a verdict."""
        return not (self.num_partial or self.num_waiting or self.num_missing)

    @property
    def result(self) -> Decimal | None:
        """In the unit of measure; None without a number, or with a denominator of zero."""
        if self.indicator.is_ratio:
            return ratio_of(self.indicator, self.numerator, self.denominator)
        return self.value

    @property
    def words(self) -> str:
        """The result in words, "97,3%", or the reason why there is none."""
        if self.result is not None:
            return measured(self.indicator, self.result)
        is_idle = self.num_reported or (self.num_not_applicable == self.num_asked > 0)
        return NOT_APPLICABLE if is_idle else MISSING

    @property
    def parts(self) -> str:
        """The sums behind a ratio, "1.234/1.268"; empty for a plain number."""
        if not self.indicator.is_ratio or self.numerator is None:
            return ""
        return f"{write_decimal(self.numerator)}/{write_decimal(self.denominator)}"

    @property
    def is_reached(self) -> bool | None:
        """Whether the target is reached; None without a target or a result."""
        target, result = self.indicator.target, self.result
        if target is None or result is None:
            return None
        return result >= target if self.indicator.direction == Direction.UP else result <= target


def counted(indicator: Indicator, filed: Iterable[Filed]) -> list[Filed]:
    """The accepted numbers of one unit that enter its result, oldest first.

    The last one where the indicator says so; else as many as have no day in common.
    """
    numbers = [row for row in filed if row.is_number(indicator)]
    if indicator.aggregation == Aggregation.LAST:
        return sorted(numbers, key=_by_last_day)[-1:]
    in_order = sorted(numbers, key=_by_last_day)
    if all(one.span.last < other.span.first for one, other in pairwise(in_order)):
        return in_order
    found: list[Filed] = []
    for row in sorted(numbers, key=_by_length, reverse=True):
        if not any(row.span.overlaps(other.span) for other in found):
            found.append(row)
    return sorted(found, key=_by_last_day)


def gaps(indicator: Indicator, owed: Iterable[Span], answers: Sequence[Span]) -> list[Span]:
    """Those of the `owed` periods of one unit whose numbers are missing after its `answers`.

    A sum needs an answer for each day; a last number only needs one for the last period.
    """
    if indicator.aggregation == Aggregation.LAST:
        last = max((span.last for span in answers), default=None)
        newest = max(owed, key=lambda span: (span.last, span.num_days), default=None)
        return [newest] if newest and (last is None or last < newest.last) else []
    answered = set(answers)
    return [span for span in owed if span not in answered and not is_covered(span, answers)]


def state_of(
    indicator: Indicator, filed: Iterable[Filed], owed: Sequence[Span] = ()
) -> NumberState:
    """The state of one unit, from all it sent for the `owed` periods."""
    filed = list(filed)
    if any(row.is_number(indicator) for row in filed):
        return NumberState.REPORTED
    answers = [row for row in filed if row.is_answer(indicator)]
    accepted = [row.span for row in answers if row.is_accepted]
    if accepted and not gaps(indicator, owed, accepted):
        return NumberState.NOT_APPLICABLE
    is_waiting = any(not row.is_accepted for row in answers)
    return NumberState.WAITING if is_waiting else NumberState.MISSING


@dataclass(frozen=True)
class CountedNumbers:
    """Where one unit stands, and those of its numbers that enter the sum."""

    assignment: int
    state: NumberState
    is_partial: bool
    counted: list[Filed]


def numbers_by_unit(
    indicator: Indicator, owing: Mapping[int, Sequence[Span]], filed: Iterable[Filed]
) -> Iterator[CountedNumbers]:
    """Each unit that owes or sent a number; `owing` has the periods that each assignment owes."""
    by_unit: dict[int, list[Filed]] = {assignment: [] for assignment in owing}
    for row in filed:
        by_unit.setdefault(row.assignment, []).append(row)
    for assignment, rows in by_unit.items():
        owed = owing.get(assignment, ())
        state = state_of(indicator, rows, owed)
        is_partial = state == NumberState.REPORTED and _is_partial(indicator, owed, rows)
        yield CountedNumbers(assignment, state, is_partial, counted(indicator, rows))


def total_of(
    indicator: Indicator, owing: Mapping[int, Sequence[Span]], filed: Iterable[Filed]
) -> Total:
    """Add up the numbers of one indicator; `owing` has the periods that each assignment owes."""
    numbers: dict[NumberState, int] = defaultdict(int)
    num_partial = 0
    sums: dict[str, Decimal] = {}
    for unit in numbers_by_unit(indicator, owing, filed):
        numbers[unit.state] += 1
        num_partial += unit.is_partial
        for entered in unit.counted:
            for part in parts_of(indicator):
                sums[part] = sums.get(part, Decimal(0)) + getattr(entered.input, part)
    return Total(
        indicator,
        num_reported=numbers[NumberState.REPORTED],
        num_partial=num_partial,
        num_not_applicable=numbers[NumberState.NOT_APPLICABLE],
        num_waiting=numbers[NumberState.WAITING],
        num_missing=numbers[NumberState.MISSING],
        **sums,
    )


def _is_partial(indicator: Indicator, owed: Sequence[Span], filed: Iterable[Filed]) -> bool:
    answers = [row.span for row in filed if row.is_accepted and row.is_answer(indicator)]
    return bool(gaps(indicator, owed, answers))


def _by_last_day(row: Filed) -> tuple[date, int]:
    return row.span.last, row.span.num_days


def _by_length(row: Filed) -> tuple[int, Span]:
    return row.span.num_days, row.span
