"""The day that the words of a deadline give within the frame of a plan."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from plans.reading.head import day_or_none

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True)
class Frame:
    """What words without a year are about: the day of the plan and the year it names, if any."""

    issued_on: date
    year: int | None = None

    def next(self, month: int, day: int) -> date | None:
        """The first such day that is not before the plan."""
        found = day_or_none(self.issued_on.year, month, day)
        if found is not None and found < self.issued_on:
            return day_or_none(self.issued_on.year + 1, month, day)
        return found


Day = Callable[[re.Match[str], Frame], date | None]


def full_day(found: re.Match[str], frame: Frame) -> date | None:
    return day_or_none(int(found["year"]), int(found["month"]), int(found["day"]))


def day_of_year(found: re.Match[str], frame: Frame) -> date | None:
    return frame.next(int(found["month"]), int(found["day"]))


def month(found: re.Match[str], frame: Frame) -> date | None:
    month = int(found["month"])
    if not 1 <= month <= 12:
        return None
    year = int(found["year"]) if found["year"] else _year_of(month, frame)
    if re.search(r"trước\s+tháng", found[0], re.IGNORECASE):
        return date(year, month, 1) - timedelta(days=1)
    return _last_day(year, month)


def _year_of(month: int, frame: Frame) -> int:
    return frame.issued_on.year + (month < frame.issued_on.month)


def _last_day(year: int, month: int) -> date | None:
    return day_or_none(year, month, monthrange(year, month)[1]) if 1 <= year <= 9999 else None


def quarter(found: re.Match[str], frame: Frame) -> date | None:
    month = 3 * ROMAN[found["quarter"].lower()]
    year = int(found["year"]) if found["year"] else _year_of(month, frame)
    if re.search(r"trước\s+quý", found[0], re.IGNORECASE):
        return date(year, month - 2, 1) - timedelta(days=1)
    return _last_day(year, month)


def half(found: re.Match[str], frame: Frame) -> date | None:
    year = int(found["year"]) if found["year"] else frame.issued_on.year
    words = {"ba": 3, "chín": 9}
    months = int(found["months"] or words.get(found[0].split(" ")[0].lower(), 6))
    return _last_day(year, months if found["half"].lower() == "đầu" else 12)


def middle_of_year(found: re.Match[str], frame: Frame) -> date | None:
    return _last_day(int(found["year"]), 6)


def year(found: re.Match[str], frame: Frame) -> date | None:
    return _last_day(int(found["year"]), 12)


def whole_year(found: re.Match[str], frame: Frame) -> date | None:
    return _last_day(int(found["year"] or frame.year or frame.issued_on.year), 12)


def this_year(found: re.Match[str], frame: Frame) -> date | None:
    return date(frame.issued_on.year, 12, 31)


def days_after(found: re.Match[str], frame: Frame) -> date | None:
    return frame.issued_on + timedelta(days=int(found["days"]))


def none(found: re.Match[str], frame: Frame) -> date | None:
    return None
