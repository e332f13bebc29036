"""Read a day as Vietnamese offices write it, and say what is wrong with one that does not exist."""

import calendar
import re
from datetime import date

# No document of a Party committee is older than the Party, and none is of the next century
FIRST_YEAR, LAST_YEAR = 1930, 2100
_APART = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{1,4})")
_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_WORDS = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{1,4})", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


class NotADay(ValueError):  # noqa: N818 -- an answer to a person, not an error of the program
    """Text that is no day. `str(error)` is a sentence to show; empty where nothing is like one."""


def parse_day(text: str) -> date:
    """The day that `text` names. Raises NotADay.

    >>> parse_day("19/3/24"), parse_day("19032024"), parse_day("19 tháng 3 năm 2024")
    (datetime.date(2024, 3, 19), datetime.date(2024, 3, 19), datetime.date(2024, 3, 19))
    """
    typed = " ".join(text.split())
    if iso := _ISO.fullmatch(typed):
        year, month, day = iso.groups()
    elif found := _APART.fullmatch(typed) or _DIGITS.fullmatch(typed) or _WORDS.fullmatch(typed):
        day, month, year = found.groups()
    else:
        raise NotADay("")
    return _checked(int(day), int(month), _year(year))


def is_far(day: date) -> bool:
    """Whether the year is so unlikely that a person should confirm it."""
    return not FIRST_YEAR <= day.year <= LAST_YEAR


def question_on(day: date) -> str:
    """Ask about a day whose year is unlikely."""
    return (
        f"Có đúng là năm {day.year} không? Nếu đúng, hãy gửi lại lần nữa; nếu không, hãy sửa năm "
        f"(thường từ {FIRST_YEAR} đến {LAST_YEAR})."
    )


def _year(digits: str) -> int:
    if len(digits) == 2:
        return 2000 + int(digits)
    if len(digits) != 4 or digits.startswith("0"):
        raise NotADay(f"Năm “{digits}” không đúng. Hãy ghi năm đủ bốn chữ số, ví dụ 2024.")
    return int(digits)


def _checked(day: int, month: int, year: int) -> date:
    if not 1 <= month <= 12:
        raise NotADay(
            f"Không có tháng {month}. Hãy ghi ngày trước, tháng sau, ví dụ 19/3/2024 là ngày 19 "
            "tháng 3."
        )
    num_days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= num_days:
        of_year = f" năm {year}" if month == 2 else ""
        raise NotADay(f"Không có ngày {day}/{month}: tháng {month}{of_year} có {num_days} ngày.")
    return date(year, month, day)
