"""Deadlines in the words of a plan, and the days that follow from them."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from plans.reading.documents import without_documents
from plans.reading.findings import DeadlineFound
from plans.reading.head import day_or_none
from plans.reading.vocabulary import CAPITALS

ONE_OFF, RECURRING, CONTINUOUS = "one_off", "recurring", "continuous"
_BEFORE = (
    r"(?:(?:hoàn thành|kết thúc|xong)\s+)?"
    r"(?:(?:chậm nhất(?: là)?|muộn nhất(?: là)?|trước|đến hết|đến trước|đến|hết|vào"
    r"|từ nay đến hết|từ nay đến|trong|tới|cuối)\s+)+"
)
_YEARLY = r"(?P<yearly>\s*,?\s*(?:hằng|hàng|mỗi) năm)?"
_EACH = r"(?:hằng|hàng|mỗi)"
_EVERY_YEAR = re.compile(r"(?:hằng|hàng|mỗi) năm", re.IGNORECASE)
_DUE = re.compile(
    r"(?:thời gian|thời hạn|tiến độ|lộ trình|hoàn thành)(?: hoàn thành| thực hiện)?\s*:\s*"
    rf"(?P<words>.+?)(?=\s*(?:[;)(]|\s[-–]\s+(?-i:[{CAPITALS}])|\.\s|\.?$))",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")
_YEAR_OF_SUBJECT = re.compile(r"(?<!\d )năm (20\d{2})(?!\s*[-–])", re.IGNORECASE)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


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


def frame_of(issued_on: date, subject: str) -> Frame:
    """The frame of a plan whose subject may name its year, as in "cải cách năm 2026"."""
    years = [int(year) for year in _YEAR_OF_SUBJECT.findall(without_documents(subject))]
    near = [year for year in years if year in (issued_on.year, issued_on.year + 1)]
    return Frame(issued_on, near[-1] if near else None)


Day = Callable[[re.Match[str], Frame], date | None]


def deadline_in(text: str, frame: Frame, *, is_cell: bool = False) -> tuple[DeadlineFound, str]:
    """The first deadline of `text` that gives a day, else the first; and the kind of task.

    A cell of a table may have the day alone: "30/9/2025", "Quý IV".
    """
    plain = without_documents(text)
    found = list(_found(plain, frame, is_cell=is_cell))
    if not found:
        return DeadlineFound(words=_words_of_cell(text) if is_cell else ""), ""
    best = next((each for each in found if each[0].date), found[0])
    if best[1] == ONE_OFF and _EVERY_YEAR.search(plain):
        best = best[0], RECURRING
    words = _words_of_cell(text) if is_cell else best[0].words
    return DeadlineFound(words=words, date=best[0].date), best[1]


def _words_of_cell(text: str) -> str:
    """The words of a cell, also where a narrow one breaks its line behind a slash."""
    return re.sub(r"(?<=\w)/ (?=\w)", "/", " ".join(text.split()))


def labelled_deadline(text: str, frame: Frame) -> tuple[DeadlineFound, str]:
    """The deadline after a label within `text`, as in "Thời hạn: 30/4/2026"."""
    label = _DUE.search(text)
    if label is None:
        return DeadlineFound(), ""
    return deadline_in(label["words"], frame, is_cell=True)


def deadline_end(text: str, at: int) -> int:
    """Where the words of a deadline that begin at `at` end; `at` itself if none begin there."""
    ends = [found.end() for pattern, *_ in _RULES if (found := pattern.match(text, at))]
    return max(ends, default=at)


def _found(text: str, frame: Frame, *, is_cell: bool) -> Iterator[tuple[DeadlineFound, str]]:
    taken: list[tuple[int, int]] = []
    for pattern, day_of, kind in _CELL_RULES if is_cell else _RULES:
        for found in pattern.finditer(text):
            if any(found.start() < end and start < found.end() for start, end in taken):
                continue
            more = _AND_MORE.match(text, found.end())
            end = more.end() if more else found.end()
            taken.append((found.start(), end))
            words = _SPACE.sub(" ", text[found.start() : end]).strip(" ,")
            is_yearly = "yearly" in pattern.groupindex and found["yearly"]
            of = _first_of(int(more["year"])) if more and more["year"] else frame
            yield DeadlineFound(words, day_of(found, of)), RECURRING if is_yearly else kind


def _first_of(year: int) -> Frame:
    return Frame(date(year, 1, 1))


def schedule_at(text: str, frame: Frame) -> tuple[DeadlineFound, int]:
    """The months or quarters that a line of a schedule begins with, and where its words begin.

    As in "Tháng 5: Tổ chức hội nghị", whose day is the last one of May in the year of the plan.
    """
    label = _SCHEDULE.match(text)
    if label is None:
        return DeadlineFound(), 0
    words = label["words"].strip()
    within = _first_of(frame.year) if frame.year else frame
    months = _NEXT_MONTH.sub(", tháng ", words)
    days = [found.date for found, _kind in _found(months, within, is_cell=True) if found.date]
    return (DeadlineFound(words, max(days)), label.end()) if days else (DeadlineFound(), 0)


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
    month = 3 * _ROMAN[found["quarter"].lower()]
    year = int(found["year"]) if found["year"] else _year_of(month, frame)
    if re.search(r"trước\s+quý", found[0], re.IGNORECASE):
        return date(year, month - 2, 1) - timedelta(days=1)
    return _last_day(year, month)


def _half(found: re.Match[str], frame: Frame) -> date | None:
    year = int(found["year"]) if found["year"] else frame.issued_on.year
    return _last_day(year, 6 if found["half"].lower() == "đầu" else 12)


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
_HALF = r"(?:0?6|sáu) tháng (?P<half>đầu|cuối)(?: năm)?(?: (?P<year>\d{4}))?"
# What is summed up, as in "Sơ kết công tác 6 tháng đầu năm"
_SUMMED = r"(?<!kết )(?<!tác )(?<!vụ )(?<!quả )(?<!cáo )"
_TIMES = (
    r"(?:\d{1,2} lần\s?/\s?(?:\d{1,2} )?(?:tuần|tháng|quý|năm)"
    r"|\d{1,2} (?:tuần|tháng|quý|năm)\s?/\s?(?:01 |1 |một )?lần)"
)
OFTEN = re.compile(_TIMES, re.IGNORECASE)
_HOUR = r"(?:\d{1,2}\s?(?:giờ|h)\s?(?:\d{2})?\s*(?:phút)?,?\s*)?"
_DAY_WORD = r"(?:ngày\s+)"
_PERIOD = (
    r"(?:tháng \d{1,2}|quý (?:IV|I{1,3}|[1-4])(?![\w]))(?:\s?[/-]\s?(?:\d{4})|,? năm (?:\d{4}))?"
)
_SCHEDULE = re.compile(
    rf"(?P<words>(?:(?:trong|từ|vào) )?(?:tuần \w+,? )?{_PERIOD}"
    rf"(?:\s*(?:,|và|đến|[-–])\s*(?:{_PERIOD}|\d{{1,2}}(?:/\d{{4}})?(?!\d)))*)"
    r"\s*(?::|[-–](?=\s)|$)\s*",
    re.IGNORECASE,
)
_NEXT_MONTH = re.compile(r"(?<=\d)\s*(?:,|và|đến|[-–])\s*(?=\d{1,2}(?!\d))", re.IGNORECASE)
# The other days of a list, as in "vào tháng 5 và tháng 10/2026"
_DAY_OF_LIST = (
    r"(?:(?:trước|vào|trong)\s+)?(?:ngày\s+\d{1,2}\s?/\s?\d{1,2}(?!\d)|tháng\s+\d{1,2}(?!\d)"
    r"|quý\s+(?:IV|I{1,3}|[1-4])(?!\w))"
)
_AND_MORE = re.compile(
    rf"(?:(?:\s*,\s*{_DAY_OF_LIST})*\s*,?\s*(?:và|hoặc)\s+{_DAY_OF_LIST}|(?:\s*,\s*{_DAY_OF_LIST})+)"
    rf"(?:\s?/\s?(?P<year>\d{{4}}))?"
    rf"(?:\s*,?\s*{_EACH} năm)?",
    re.IGNORECASE,
)

_RULES = (
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
    _rule(rf"{_QUARTER}", _quarter, ONE_OFF),
    _rule(r"tháng (?P<month>\d{1,2})(?:\s?/\s?|,? năm )(?P<year>\d{4})", _month, ONE_OFF),
    _rule(rf"{_SUMMED}{_HALF}", _half, ONE_OFF),
    _rule(rf"định kỳ {_TIMES}", _none, RECURRING),
    _rule(
        r"định kỳ (?:6 tháng|03 tháng|06 tháng|3 tháng|quý|tháng|tuần|sáu tháng"
        r"|ba tháng)(?:, (?:hằng )?năm)?",
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
_CELL_RULES = (
    _rule(rf"{_DMY}", _full_day, ONE_OFF),
    _rule(rf"{_WORDS} năm (?P<year>\d{{4}})", _full_day, ONE_OFF),
    *_RULES[2:7],
    _rule(_QUARTER, _quarter, ONE_OFF),
    _rule(rf"(?:trước\s+)?{_MONTH_YEAR}{_YEARLY}", _month, ONE_OFF),
    _rule(r"(?<!\d)(?P<month>\d{1,2})/(?P<year>\d{4})", _month, ONE_OFF),
    _rule(rf"{_D}(?![\d/]){_YEARLY}", _day_of_year, ONE_OFF),
    *_RULES[9:],
    _rule(_TIMES, _none, RECURRING),
    _rule(r"(?:năm\s+)?(?<![\d/])(?:20\d{2}\s?[-–]\s?)?(?P<year>20\d{2})(?!\d)", _year, ONE_OFF),
    _rule(r"hằng|hàng|mỗi", _none, RECURRING),
)
