"""Words that name a deadline, each with the rule that gives its day."""

import re

from plans.reading import days
from plans.reading.vocabulary import CAPITALS

ONE_OFF, RECURRING, CONTINUOUS = "one_off", "recurring", "continuous"
_BEFORE = (
    r"(?:(?:hoàn thành|kết thúc|xong)\s+)?"
    r"(?:(?:chậm nhất(?: là)?|muộn nhất(?: là)?|trước|đến hết|đến trước|đến|hết|vào"
    r"|từ nay đến hết|từ nay đến|trong|tới|cuối)\s+)+"
)
_YEARLY = r"(?P<yearly>\s*,?\s*(?:hằng|hàng|mỗi) năm)?"
_EACH = r"(?:hằng|hàng|mỗi)"


def _rule(pattern: str, day_of: days.Day, kind: str) -> tuple[re.Pattern[str], days.Day, str]:
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
        days.full_day,
        ONE_OFF,
    ),
    _rule(
        rf"(?:từ\s+)?{_DAY_WORD}(?:{_AT_DAY})?{_TO}{_DAY_WORD}?{_D}(?![\d/%])",
        days.day_of_year,
        ONE_OFF,
    ),
    _rule(
        rf"(?:từ\s+)?tháng\s+\d{{1,2}}{_OF_YEAR}{_TO}(?:tháng\s+)?(?P<month>\d{{1,2}})"
        rf"(?:(?:\s?/\s?|,? năm )(?P<year>\d{{4}}))?(?![\d/])",
        days.month,
        ONE_OFF,
    ),
    _rule(
        rf"(?:từ\s+)?quý\s+(?:IV|I{{1,3}}|[1-4]){_OF_YEAR}{_TO}(?:quý\s+)?"
        r"(?P<quarter>IV|I{1,3}|[1-4])(?:(?:\s?/\s?|,? năm )(?P<year>\d{4}))?(?![\w/])",
        days.quarter,
        ONE_OFF,
    ),
    _rule(
        r"trong (?:\d|hai|ba|bốn|năm) năm,?\s+20\d{2}(?:\s*,\s*20\d{2})*\s*(?:và|[-–])\s*"
        r"(?P<year>20\d{2})(?!\d)",
        days.year,
        ONE_OFF,
    ),
    _rule(
        rf"(?:(?:trong|cả)\s+giai đoạn|từ(?:\s+năm)?|trong năm)\s+20\d{{2}}{_TO}(?:năm\s+)?"
        r"(?P<year>20\d{2})(?!\d)",
        days.year,
        ONE_OFF,
    ),
)

# A day of each year, month, quarter, week
_EACH_TIME = (
    _rule(rf"{_BEFORE}{_HOUR}{_DAY_WORD}{_WORDS}{_YEARLY}", days.day_of_year, ONE_OFF),
    _rule(rf"{_BEFORE}{_HOUR}{_DAY_WORD}?{_D}(?![\d/%]){_YEARLY}", days.day_of_year, ONE_OFF),
    _rule(
        rf"(?:{_BEFORE}{_HOUR}|định kỳ\s+)?(?:{_DAY_WORD}\d{{1,2}}\s+)?"
        rf"{_EACH}\s+(?:tháng|quý|tuần)",
        days.none,
        RECURRING,
    ),
    _rule(rf"{_BEFORE}{_HOUR}{_EACH}\s+ngày", days.none, RECURRING),
    _rule(
        rf"{_BEFORE}ngày \d{{1,2}}(?: của)? tháng (?:(?:cuối|đầu)(?: cùng| tiên)?(?: mỗi| của)?"
        r" (?:quý|kỳ)|trước|sau|kế tiếp|tiếp theo)(?!\w)",
        days.none,
        RECURRING,
    ),
)
# Halves of years, days after the plan, and words without a day
_WIDER = (
    _rule(rf"(?:{_BEFORE}){_HALF}", days.half, ONE_OFF),
    _rule(
        r"(?:trong vòng|trong thời hạn|trong|chậm nhất(?: là)?(?: sau)?|sau)\s+(?P<days>\d{1,3})"
        r"\s+ngày(?: làm việc)?,?\s+(?:kể )?từ (?:ngày|khi) (?:ký ban hành|ban hành|ký)(?: Kế hoạch"
        r"| Chương trình)?(?: này)?",
        days.days_after,
        ONE_OFF,
    ),
    _rule(rf"{_BEFORE}(?:cuối\s+)?năm (?P<year>\d{{4}})", days.year, ONE_OFF),
    _rule(
        r"(?:trong vòng|trong thời hạn|chậm nhất(?: là)?(?: sau)?|sau)\s+\d{1,3}\s+ngày"
        r"(?: làm việc)?,?\s+(?:kể )?(?:từ|sau)(?: ngày| khi){1,2} [^\d,.;()]{3,60}",
        days.none,
        ONE_OFF,
    ),
    # "trước cuộc họp 03 ngày"
    _rule(
        r"trước (?:ngày |khi )?(?!ngày)[^\W\d_]+(?: [^\W\d_]+){0,5} (?:ít nhất |tối thiểu )?"
        r"\d{1,3} ngày(?: làm việc)?",
        days.none,
        ONE_OFF,
    ),
    _rule(
        r"(?:trước|trong|trong vòng|trong thời hạn|chậm nhất(?: là)?(?: sau| trước)?|sau)"
        r" \d{1,3} ngày làm việc",
        days.none,
        ONE_OFF,
    ),
    _rule(
        r"(?:chậm nhất(?: là)?|muộn nhất|trước|ít nhất|tối thiểu) \d{1,3} ngày(?: làm việc)? "
        r"trước (?:khi|ngày) [^\d,.;()]{3,60}",
        days.none,
        ONE_OFF,
    ),
    _rule(r"(?:trong|cuối|hết|đầu) học kỳ (?:I{1,2}|1|2)(?!\w)", days.none, ONE_OFF),
    # "nhân ngày Nhà giáo Việt Nam 20/11"
    _rule(
        rf"(?:(?:nhân|vào|đúng)\s+)?(?:dịp\s+)?ngày (?-i:[{CAPITALS}])"
        rf"(?:[^\W\d_]* ){{2,8}}\(?{_D}(?![\d/])",
        days.day_of_year,
        ONE_OFF,
    ),
    _rule(
        r"trước (?:(?:dịp )?Tết(?: Nguyên đán)?(?: năm)?(?: \d{4})?|mùa mưa(?: bão| lũ)?"
        r"|năm học (?:mới|\d{4}(?:\s?[-–]\s?\d{4})?)|(?:ngày |lễ )?khai giảng(?: năm học mới)?)",
        days.none,
        ONE_OFF,
    ),
    _rule(r"(?:(?:vào|đến|trước|trong)\s+)?giữa năm (?P<year>\d{4})", days.middle_of_year, ONE_OFF),
    _rule(rf"(?:(?:hoàn thành|xong)\s+)?{_SUMMED}{_QUARTER}", days.quarter, ONE_OFF),
    _rule(r"tháng (?P<month>\d{1,2})(?:\s?/\s?|,? năm )(?P<year>\d{4})", days.month, ONE_OFF),
    _rule(rf"{_SUMMED}{_HALF}", days.half, ONE_OFF),
    _rule(rf"định kỳ {_TIMES}", days.none, RECURRING),
    _rule(
        r"định kỳ (?:6 tháng|03 tháng|06 tháng|3 tháng|quý|tháng|tuần|sáu tháng"
        r"|ba tháng)(?:,(?: (?:hằng|một|01|1))? (?:năm|(?:0?6|sáu) tháng))*(?: và(?: cả)? năm)?",
        days.none,
        RECURRING,
    ),
    _rule(r"(?:định kỳ\s+)?(?:hằng|hàng|mỗi) năm", days.none, RECURRING),
    _rule(
        r"định kỳ(?: (?:vào )?(?:đầu|giữa|cuối) (?:năm|quý|tháng)(?![/\w]| \d))?",
        days.none,
        RECURRING,
    ),
    _rule(r"(?:trong|cuối|hết) năm(?! \d| học)(?=[\s.,;)]*$|[.,;)])", days.this_year, ONE_OFF),
    _rule(
        r"(?:(?:vào|trong|trước)\s+)?các tháng (?P<month>\d{1,2})(?:\s*(?:,|và)\s*\d{1,2})+(?!\d)"
        rf"(?:(?:\s?/\s?|,? năm )(?P<year>\d{{4}}))?{_YEARLY}",
        days.month,
        ONE_OFF,
    ),
    _rule(
        r"(?<!nhiệm vụ )(?<!chi )(?<!bồi dưỡng )(?<!giáo dục )thường xuyên(?:, liên tục)?",
        days.none,
        CONTINUOUS,
    ),
    # "thực hiện trong cả vụ", "trong suốt mùa mưa bão"
    _rule(
        r"trong (?:cả|suốt) (?:vụ|mùa|đợt|năm|nhiệm kỳ)(?: [^\W\d_]+){0,3}(?: \d{4})?"
        r"(?=\s*(?:[.;)]|$))",
        days.none,
        CONTINUOUS,
    ),
)

RULES = (
    *_RANGES,
    _rule(rf"{_BEFORE}{_HOUR}{_DAY_WORD}?{_DMY}", days.full_day, ONE_OFF),
    _rule(rf"{_BEFORE}{_HOUR}{_DAY_WORD}?{_WORDS} năm (?P<year>\d{{4}})", days.full_day, ONE_OFF),
    *_EACH_TIME,
    _rule(rf"(?:{_BEFORE}){_QUARTER}", days.quarter, ONE_OFF),
    _rule(
        rf"(?:tuần (?:cuối|đầu|thứ \w+|\d)\s+(?:của )?|{_BEFORE}){_MONTH_YEAR}{_YEARLY}",
        days.month,
        ONE_OFF,
    ),
    *_WIDER,
)
CELL_RULES = (
    *_RANGES,
    _rule(rf"{_DMY}", days.full_day, ONE_OFF),
    _rule(rf"{_WORDS} năm (?P<year>\d{{4}})", days.full_day, ONE_OFF),
    *_EACH_TIME,
    _rule(_QUARTER, days.quarter, ONE_OFF),
    _rule(rf"(?:trước\s+)?{_MONTH_YEAR}{_YEARLY}", days.month, ONE_OFF),
    _rule(r"(?<!\d)(?P<month>\d{1,2})/(?P<year>\d{4})", days.month, ONE_OFF),
    _rule(rf"{_D}(?![\d/]){_YEARLY}", days.day_of_year, ONE_OFF),
    *_WIDER,
    _rule(_TIMES, days.none, RECURRING),
    _rule(
        r"(?:năm\s+)?(?<![\d/])(?:20\d{2}\s?[-–]\s?)?(?P<year>20\d{2})(?!\d)", days.year, ONE_OFF
    ),
    _rule(r"(?:trong |suốt )?cả năm(?: (?P<year>20\d{2}))?(?! học)", days.whole_year, CONTINUOUS),
    _rule(r"hằng|hàng|mỗi", days.none, RECURRING),
)
