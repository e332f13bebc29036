"""Words that name a deadline, and the day that each gives within the frame of a plan."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from plans.reading.head import day_or_none

ONE_OFF, RECURRING, CONTINUOUS = "one_off", "recurring", "continuous"
_BEFORE = (
    r"(?:(?:hoàn thành|kết thúc|xong)\s+)?"
    r"(?:(?:chậm nhất(?: là)?|muộn nhất(?: là)?|trước|đến hết|đến trước|đến|hết|vào"
    r"|từ nay đến hết|từ nay đến|trong|tới|cuối)\s+)+"
)
_YEARLY = r"(?P<yearly>\s*,?\s*(?:hằng|hàng|mỗi) năm)?"
_EACH = r"(?:hằng|hàng|mỗi)"
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


def _full_day(found: re.Match[str], frame: Frame) -> date | None:
    return day_or_none(int(found["year"]), int(found["month"]), int(found["day"]))


def _day_of_year(found: re.Match[str], frame: Frame) -> date | None:
    return frame.next(int(found["month"]), int(found["day"]))


def _month(found: re.Match[str], frame: Frame) -> date | None:
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


def _quarter(found: re.Match[str], frame: Frame) -> date | None:
    month = 3 * ROMAN[found["quarter"].lower()]
    year = int(found["year"]) if found["year"] else _year_of(month, frame)
    if re.search(r"trước\s+quý", found[0], re.IGNORECASE):
        return date(year, month - 2, 1) - timedelta(days=1)
    return _last_day(year, month)


def _half(found: re.Match[str], frame: Frame) -> date | None:
    year = int(found["year"]) if found["year"] else frame.issued_on.year
    words = {"ba": 3, "chín": 9}
    months = int(found["months"] or words.get(found[0].split(" ")[0].lower(), 6))
    return _last_day(year, months if found["half"].lower() == "đầu" else 12)


def _middle_of_year(found: re.Match[str], frame: Frame) -> date | None:
    return _last_day(int(found["year"]), 6)


def _year(found: re.Match[str], frame: Frame) -> date | None:
    return _last_day(int(found["year"]), 12)


def _this_year(found: re.Match[str], frame: Frame) -> date | None:
    return date(frame.issued_on.year, 12, 31)


def _days_after(found: re.Match[str], frame: Frame) -> date | None:
    return frame.issued_on + timedelta(days=int(found["days"]))


def _none(found: re.Match[str], frame: Frame) -> date | None:
    return None


def _rule(pattern: str, day_of: Day, kind: str) -> tuple[re.Pattern[str], Day, str]:
    return re.compile(pattern, re.IGNORECASE), day_of, kind


_D = r"(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})"
_DMY = rf"{_D}\s?[/.-]\s?(?P<year>\d{{4}})(?!\d)"
_WORDS = r"(?P<day>\d{1,2}) tháng (?P<month>\d{1,2})"
_MONTH_YEAR = r"tháng (?P<month>\d{1,2})(?:(?:\s?[/-]\s?|,? năm )(?P<year>\d{4}))?(?![\d/])"
_QUARTER = (
    r"quý (?P<quarter>IV|I{1,3}|[1-4])(?:(?:\s?[/-]\s?|,? năm |,? )(?P<year>\d{4}))?(?![\w/])"
)
_HALF = (
    r"(?:0?(?P<months>[369])|ba|sáu|chín) tháng (?P<half>đầu|cuối)(?: năm)?(?: (?P<year>\d{4}))?"
)
# What is summed up, as in "Sơ kết công tác 6 tháng đầu năm"
_SUMMED = r"(?<!kết )(?<!tác )(?<!vụ )(?<!quả )(?<!cáo )"
_TIMES = (
    r"(?:\d{1,2} lần\s?/\s?(?:\d{1,2} )?(?:tuần|tháng|quý|năm)"
    r"|\d{1,2} (?:tuần|tháng|quý|năm)\s?/\s?(?:01 |1 |một )?lần)"
)
OFTEN = re.compile(_TIMES, re.IGNORECASE)
_OF_YEAR = r"(?:(?:\s?/\s?|,? năm )\d{4})?"
_AT_DAY = r"\d{1,2}(?:\s?/\s?\d{1,2}(?:\s?/\s?\d{4})?| tháng \d{1,2}(?: năm \d{4})?)?"
_HOUR = r"(?:\d{1,2}\s?(?:giờ|h)\s?(?:\d{2})?\s*(?:phút)?,?\s*)?"
_DAY_WORD = r"(?:ngày\s+)"
_PERIOD = (
    r"(?:tháng \d{1,2}|quý (?:IV|I{1,3}|[1-4])(?![\w]))(?:\s?[/-]\s?(?:\d{4})|,? năm (?:\d{4}))?"
)
_YEARS = (
    r"(?:(?:giai đoạn|(?:từ )?năm)\s+20\d{2}(?:\s*(?:đến|[-–])\s*(?:năm\s+)?20\d{2})?"
    r"|(?:0?[369]|ba|sáu|chín) tháng (?:đầu|cuối) năm(?: 20\d{2})?)"
)
SCHEDULE = re.compile(
    rf"(?P<words>(?:(?:trong|từ|vào) )?(?:tuần \w+,? )?{_PERIOD}"
    rf"(?:\s*(?:,|và|đến|[-–])\s*(?:{_PERIOD}|\d{{1,2}}(?:/\d{{4}})?(?!\d)))*)"
    r"\s*(?::|[-–](?=\s)|$)\s*"
    rf"|(?P<years>{_YEARS})\s*(?::|$)\s*",
    re.IGNORECASE,
)
NEXT_MONTH = re.compile(r"(?<=\d)\s*(?:,|và|đến|[-–])\s*(?=\d{1,2}(?!\d))", re.IGNORECASE)
# The other days of a list, as in "vào tháng 5 và tháng 10/2026"
_DAY_OF_LIST = (
    r"(?:(?:trước|vào|trong)\s+)?(?:ngày\s+\d{1,2}\s?/\s?\d{1,2}(?!\d)|tháng\s+\d{1,2}(?!\d)"
    r"|quý\s+(?:IV|I{1,3}|[1-4])(?!\w))"
)
AND_MORE = re.compile(
    rf"(?:(?:\s*,\s*{_DAY_OF_LIST})*\s*,?\s*(?:và|hoặc)\s+{_DAY_OF_LIST}|(?:\s*,\s*{_DAY_OF_LIST})+)"
    rf"(?:\s?/\s?(?P<year>\d{{4}}))?"
    rf"(?:\s*,?\s*{_EACH} năm)?",
    re.IGNORECASE,
)

_TO = r"\s*(?:đến(?: hết)?|[-–])\s*"
# What lasts from a day to another is due at its end
_RANGES = (
    _rule(
        rf"(?:từ\s+)?{_DAY_WORD}(?:{_AT_DAY})?{_TO}{_DAY_WORD}?{_DMY}",
        _full_day,
        ONE_OFF,
    ),
    _rule(
        rf"(?:từ\s+)?{_DAY_WORD}(?:{_AT_DAY})?{_TO}{_DAY_WORD}?{_D}(?![\d/%])",
        _day_of_year,
        ONE_OFF,
    ),
    _rule(
        rf"(?:từ\s+)?tháng\s+\d{{1,2}}{_OF_YEAR}{_TO}(?:tháng\s+)?(?P<month>\d{{1,2}})"
        rf"(?:(?:\s?/\s?|,? năm )(?P<year>\d{{4}}))?(?![\d/])",
        _month,
        ONE_OFF,
    ),
    _rule(
        rf"(?:từ\s+)?quý\s+(?:IV|I{{1,3}}|[1-4]){_OF_YEAR}{_TO}(?:quý\s+)?"
        r"(?P<quarter>IV|I{1,3}|[1-4])(?:(?:\s?/\s?|,? năm )(?P<year>\d{4}))?(?![\w/])",
        _quarter,
        ONE_OFF,
    ),
    _rule(
        rf"(?:(?:trong|cả)\s+giai đoạn|từ(?:\s+năm)?|trong năm)\s+20\d{{2}}{_TO}(?:năm\s+)?"
        r"(?P<year>20\d{2})(?!\d)",
        _year,
        ONE_OFF,
    ),
)

RULES = (
    *_RANGES,
    _rule(rf"{_BEFORE}{_HOUR}{_DAY_WORD}?{_DMY}", _full_day, ONE_OFF),
    _rule(rf"{_BEFORE}{_HOUR}{_DAY_WORD}?{_WORDS} năm (?P<year>\d{{4}})", _full_day, ONE_OFF),
    _rule(rf"{_BEFORE}{_HOUR}{_DAY_WORD}{_WORDS}{_YEARLY}", _day_of_year, ONE_OFF),
    _rule(rf"{_BEFORE}{_HOUR}{_DAY_WORD}?{_D}(?![\d/%]){_YEARLY}", _day_of_year, ONE_OFF),
    _rule(
        rf"(?:{_BEFORE}{_HOUR}|định kỳ\s+)?(?:{_DAY_WORD}\d{{1,2}}\s+)?"
        rf"{_EACH}\s+(?:tháng|quý|tuần)",
        _none,
        RECURRING,
    ),
    _rule(rf"{_BEFORE}{_HOUR}{_EACH}\s+ngày", _none, RECURRING),
    _rule(
        rf"{_BEFORE}ngày \d{{1,2}}(?: của)? tháng (?:cuối|đầu)(?: cùng| tiên)?(?: mỗi| của)? quý",
        _none,
        RECURRING,
    ),
    _rule(rf"(?:{_BEFORE}){_QUARTER}", _quarter, ONE_OFF),
    _rule(
        rf"(?:tuần (?:cuối|đầu|thứ \w+|\d)\s+(?:của )?|{_BEFORE}){_MONTH_YEAR}{_YEARLY}",
        _month,
        ONE_OFF,
    ),
    _rule(rf"(?:{_BEFORE}){_HALF}", _half, ONE_OFF),
    _rule(
        r"(?:trong vòng|trong thời hạn|trong|chậm nhất(?: là)?(?: sau)?|sau)\s+(?P<days>\d{1,3})"
        r"\s+ngày(?: làm việc)?,?\s+(?:kể )?từ (?:ngày|khi) (?:ký ban hành|ban hành|ký)(?: Kế hoạch"
        r"| Chương trình)?(?: này)?",
        _days_after,
        ONE_OFF,
    ),
    _rule(rf"{_BEFORE}(?:cuối\s+)?năm (?P<year>\d{{4}})", _year, ONE_OFF),
    _rule(
        r"(?:trong vòng|trong thời hạn|chậm nhất(?: là)?(?: sau)?|sau)\s+\d{1,3}\s+ngày"
        r"(?: làm việc)?,?\s+(?:kể )?(?:từ|sau)(?: ngày| khi){1,2} [^\d,.;()]{3,60}",
        _none,
        ONE_OFF,
    ),
    # "trước cuộc họp 03 ngày"
    _rule(
        r"trước (?:ngày |khi )?(?!ngày)[^\W\d_]+(?: [^\W\d_]+){0,5} (?:ít nhất |tối thiểu )?"
        r"\d{1,3} ngày(?: làm việc)?",
        _none,
        ONE_OFF,
    ),
    _rule(
        r"(?:trước|trong vòng|trong thời hạn|chậm nhất(?: là)?(?: sau| trước)?|sau) \d{1,3} ngày"
        r" làm việc",
        _none,
        ONE_OFF,
    ),
    _rule(
        r"(?:chậm nhất(?: là)?|muộn nhất|trước|ít nhất|tối thiểu) \d{1,3} ngày(?: làm việc)? "
        r"trước (?:khi|ngày) [^\d,.;()]{3,60}",
        _none,
        ONE_OFF,
    ),
    _rule(
        r"trước (?:(?:dịp )?Tết(?: Nguyên đán)?(?: năm)?(?: \d{4})?|mùa mưa(?: bão| lũ)?"
        r"|năm học mới|(?:ngày |lễ )?khai giảng(?: năm học mới)?)",
        _none,
        ONE_OFF,
    ),
    _rule(r"(?:(?:vào|đến|trước|trong)\s+)?giữa năm (?P<year>\d{4})", _middle_of_year, ONE_OFF),
    _rule(rf"{_SUMMED}{_QUARTER}", _quarter, ONE_OFF),
    _rule(r"tháng (?P<month>\d{1,2})(?:\s?/\s?|,? năm )(?P<year>\d{4})", _month, ONE_OFF),
    _rule(rf"{_SUMMED}{_HALF}", _half, ONE_OFF),
    _rule(rf"định kỳ {_TIMES}", _none, RECURRING),
    _rule(
        r"định kỳ (?:6 tháng|03 tháng|06 tháng|3 tháng|quý|tháng|tuần|sáu tháng"
        r"|ba tháng)(?:,(?: (?:hằng|một|01|1))? năm)?",
        _none,
        RECURRING,
    ),
    _rule(r"(?:định kỳ\s+)?(?:hằng|hàng|mỗi) năm", _none, RECURRING),
    _rule(
        r"định kỳ(?: (?:vào )?(?:đầu|giữa|cuối) (?:năm|quý|tháng)(?![/\w]| \d))?", _none, RECURRING
    ),
    _rule(r"(?:trong|cuối|hết) năm(?! \d| học)(?=[\s.,;)]*$|[.,;)])", _this_year, ONE_OFF),
    _rule(
        r"(?:(?:vào|trong|trước)\s+)?các tháng (?P<month>\d{1,2})(?:\s*(?:,|và)\s*\d{1,2})+(?!\d)"
        rf"(?:(?:\s?/\s?|,? năm )(?P<year>\d{{4}}))?{_YEARLY}",
        _month,
        ONE_OFF,
    ),
    _rule(r"(?<!nhiệm vụ )(?<!chi )thường xuyên(?:, liên tục)?", _none, CONTINUOUS),
    # "thực hiện trong cả vụ", "trong suốt mùa mưa bão"
    _rule(
        r"trong (?:cả|suốt) (?:vụ|mùa|đợt|năm|nhiệm kỳ)(?: [^\W\d_]+){0,3}(?: \d{4})?"
        r"(?=\s*(?:[.;)]|$))",
        _none,
        CONTINUOUS,
    ),
)
CELL_RULES = (
    *_RANGES,
    _rule(rf"{_DMY}", _full_day, ONE_OFF),
    _rule(rf"{_WORDS} năm (?P<year>\d{{4}})", _full_day, ONE_OFF),
    *RULES[2 + len(_RANGES) : 7 + len(_RANGES)],
    _rule(_QUARTER, _quarter, ONE_OFF),
    _rule(rf"(?:trước\s+)?{_MONTH_YEAR}{_YEARLY}", _month, ONE_OFF),
    _rule(r"(?<!\d)(?P<month>\d{1,2})/(?P<year>\d{4})", _month, ONE_OFF),
    _rule(rf"{_D}(?![\d/]){_YEARLY}", _day_of_year, ONE_OFF),
    *RULES[9 + len(_RANGES) :],
    _rule(_TIMES, _none, RECURRING),
    _rule(r"(?:năm\s+)?(?<![\d/])(?:20\d{2}\s?[-–]\s?)?(?P<year>20\d{2})(?!\d)", _year, ONE_OFF),
    _rule(r"hằng|hàng|mỗi", _none, RECURRING),
)
