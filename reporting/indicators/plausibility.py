"""Plausibility warnings; they request an explanation but never block."""

import re
from decimal import Decimal

from plans.models import Indicator
from reporting.indicators.inputs import IndicatorInput, measured, parts_of
from tracker.lib.numbers import write_decimal

# A larger growth or shrinkage is more often a misplaced comma than a fact ...
JUMP = 10
# ... unless both numbers are small: from 1 training to 12 is plausible.
SMALLEST_JUMP = 20
# What comes in parts; of anything else half a one is a slip: 12,5 cuộc
DIVISIBLE = re.compile(
    r"%|\b(đồng|usd|[kcm]?m[²³23]?|ha|sào|tấn|tạ|kg|lít|giờ|ngày|tháng|năm|điểm|lần)(?!\w)"
)
PART_WORDS = {"value": "Số", "numerator": "Tử số", "denominator": "Mẫu số"}


def doubts(indicator: Indicator, now: IndicatorInput, before: IndicatorInput | None) -> list[str]:
    """The warnings as sentences; `before` is the input of the latest earlier period."""
    if now.is_not_applicable:
        return []
    found = [*_ratio_doubts(indicator, now), *_count_doubts(indicator, now.value)]
    for part in parts_of(indicator):
        new = getattr(now, part)
        old = getattr(before, part) if before else None
        if new is not None and old is not None:
            found += _compared(indicator, PART_WORDS[part], new, old)
    return found


def _count_doubts(indicator: Indicator, number: Decimal | None) -> list[str]:
    if number is None:
        return []
    found = []
    if number < 0:
        found.append(f"Số âm ({measured(indicator, number)}).")
    is_whole = number % 1 == 0
    if not is_whole and not DIVISIBLE.search(indicator.unit_of_measure.lower()):
        found.append(f"Số lẻ ({measured(indicator, number)}) của đơn vị tính thường là số nguyên.")
    return found


def percent_doubt(now: int | None, before: int | None) -> str:
    """A warning about a percentage below that of the previous period; empty without one."""
    if now is None or before is None or now >= before:
        return ""
    return f"Tỷ lệ hoàn thành thấp hơn kỳ trước ({before}%)."


def _ratio_doubts(indicator: Indicator, now: IndicatorInput) -> list[str]:
    if now.numerator is None or now.denominator is None:
        return []
    if not now.denominator:
        return ["Mẫu số bằng 0 mà tử số khác 0."] if now.numerator else []
    if indicator.is_percentage and now.numerator > now.denominator:
        return ["Tỷ lệ trên 100%: tử số lớn hơn mẫu số."]
    return []


def _compared(indicator: Indicator, name: str, new: Decimal, old: Decimal) -> list[str]:
    earlier = write_decimal(old) if indicator.is_ratio else measured(indicator, old)
    if indicator.is_cumulative and new < old:
        return [f"{name} lũy kế giảm so với kỳ trước ({earlier})."]
    small, large = sorted((abs(new), abs(old)))
    if small and large >= SMALLEST_JUMP and large > JUMP * small:
        change = f"gấp hơn {JUMP} lần" if abs(new) > abs(old) else "chưa bằng một phần mười"
        return [f"{name} {change} kỳ trước ({earlier})."]
    return []
