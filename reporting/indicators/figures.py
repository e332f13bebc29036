"""Sums of indicators over units and periods, from numerators and denominators, never from means.

Only accepted numbers count as figures. Numbers that wait for a verdict are counted apart, and so
are units without numbers and units where nothing arose.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from plans.models import Aggregation, Direction, Indicator
from reporting.indicators.inputs import (
    MISSING,
    NOT_APPLICABLE,
    IndicatorInput,
    measured,
    parts_of,
    ratio_of,
)
from tracker.lib.numbers import write_decimal


class Standing(StrEnum):
    """The state of one unit's number; each unit that owes one is in exactly one state."""

    REPORTED = "reported"
    NOT_APPLICABLE = "not_applicable"
    WAITING = "waiting"
    MISSING = "missing"


@dataclass(frozen=True)
class Filed:
    """The number that the unit of an `assignment` sent for the period that ended on `data_to`.

    `is_task_idle`: the unit declared that nothing at all arose under the task.
    """

    assignment: int
    data_to: date
    is_accepted: bool
    input: IndicatorInput
    is_task_idle: bool = False

    @property
    def is_not_applicable(self) -> bool:
        return self.input.is_not_applicable or self.is_task_idle


@dataclass(frozen=True)
class Total:
    """The sum over units. A part is None, not zero, where no unit reported a number."""

    indicator: Indicator
    num_reported: int = 0
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


def standing_of(indicator: Indicator, filed: Iterable[Filed]) -> Standing:
    """The state of one unit, from all it sent for the periods in question."""
    filed = list(filed)
    accepted = [row for row in filed if row.is_accepted]
    if any(row.input.is_reported_on(indicator) for row in accepted):
        return Standing.REPORTED
    if any(row.is_not_applicable for row in accepted):
        return Standing.NOT_APPLICABLE
    for row in filed:
        if not row.is_accepted and (row.is_not_applicable or row.input.is_reported_on(indicator)):
            return Standing.WAITING
    return Standing.MISSING


def counted(indicator: Indicator, filed: Iterable[Filed]) -> list[IndicatorInput]:
    """The accepted numbers of one unit, one of each period, that enter the sum.

    Of a count of what there is, only the last one counts.
    """
    found = [row for row in filed if row.is_accepted and row.input.is_reported_on(indicator)]
    found.sort(key=lambda row: row.data_to)
    takes_last = indicator.aggregation == Aggregation.LAST
    return [row.input for row in (found[-1:] if takes_last else found)]


def total_of(indicator: Indicator, owing: Iterable[int], filed: Iterable[Filed]) -> Total:
    """Add up the numbers of one indicator; `owing` are the assignments that owe one."""
    by_unit: dict[int, list[Filed]] = {assignment: [] for assignment in owing}
    for row in filed:
        by_unit.setdefault(row.assignment, []).append(row)
    numbers: dict[Standing, int] = defaultdict(int)
    sums: dict[str, Decimal] = {}
    for rows in by_unit.values():
        numbers[standing_of(indicator, rows)] += 1
        for entered in counted(indicator, rows):
            for part in parts_of(indicator):
                sums[part] = sums.get(part, Decimal(0)) + getattr(entered, part)
    return Total(
        indicator,
        num_reported=numbers[Standing.REPORTED],
        num_not_applicable=numbers[Standing.NOT_APPLICABLE],
        num_waiting=numbers[Standing.WAITING],
        num_missing=numbers[Standing.MISSING],
        **sums,
    )
