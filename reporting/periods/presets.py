"""Suggested periods: by the calendar, or by the cut-offs of NĐ 09/2019/NĐ-CP.

The decree does not bind Party committees, but many of their offices use its cut-offs. The office
may change every suggestion before saving.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAYS_TO_FILE = 10


@dataclass(frozen=True)
class Preset:
    """A suggested period, identified in forms by `key`; both days of its data are included."""

    key: str
    name: str
    data_from: date
    data_to: date

    @property
    def due_on(self) -> date:
        return self.data_to + timedelta(days=DAYS_TO_FILE)


def calendar_presets(year: int) -> Iterator[Preset]:
    """Months, quarters, halves and the whole of a year."""
    for month in range(1, 13):
        yield Preset(f"m{month}", f"Tháng {month}/{year}", *_months(year, month, 1))
    for quarter in range(1, 5):
        yield Preset(f"q{quarter}", f"Quý {quarter}/{year}", *_months(year, quarter * 3 - 2, 3))
    yield Preset("h1", f"6 tháng đầu năm {year}", *_months(year, 1, 6))
    yield Preset("h2", f"6 tháng cuối năm {year}", *_months(year, 7, 6))
    yield Preset("y", f"Năm {year}", *_months(year, 1, 12))


def decree_presets(year: int) -> Iterator[Preset]:
    """The same by NĐ 09/2019: from the 15th of the previous month to the 14th of the last one."""
    decree = "(NĐ 09/2019)"
    for month in range(1, 13):
        yield Preset(f"dm{month}", f"Tháng {month}/{year} {decree}", *_cut_off(year, month, 1))
    for quarter in range(1, 5):
        days = _cut_off(year, quarter * 3 - 2, 3)
        yield Preset(f"dq{quarter}", f"Quý {quarter}/{year} {decree}", *days)
    yield Preset("dh1", f"6 tháng đầu năm {year} {decree}", *_cut_off(year, 1, 6))
    # The second half begins on 15/6, the day after the first one ends.
    yield Preset("dh2", f"6 tháng cuối năm {year} {decree}", date(year, 6, 15), date(year, 12, 14))
    yield Preset("dy", f"Năm {year} {decree}", *_cut_off(year, 1, 12))


def presets(year: int) -> dict[str, Preset]:
    """All suggestions for a year by key, those of the calendar first."""
    return {preset.key: preset for preset in (*calendar_presets(year), *decree_presets(year))}


def quarter_of(day: date) -> str:
    """The key of the quarter that `day` is in, the usual period."""
    return f"q{(day.month + 2) // 3}"


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    """First and last day of `count` months, beginning with `month`."""
    return date(year, month, 1), _first_of(year, month + count) - timedelta(days=1)


def _cut_off(year: int, month: int, count: int) -> tuple[date, date]:
    last = _first_of(year, month + count - 1)
    return _first_of(year, month - 1).replace(day=15), last.replace(day=14)


def _first_of(year: int, month: int) -> date:
    """First day of the month, counted from January of `year`; 0 is the previous December."""
    years, month_index = divmod(month - 1, 12)
    return date(year + years, month_index + 1, 1)
