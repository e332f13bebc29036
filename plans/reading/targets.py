"""Targets with numbers, such as "95% trở lên" or "ít nhất 02 mô hình"."""

import re
from collections.abc import Iterable, Iterator

from plans.reading.clauses import sentences_of
from plans.reading.documents import without_documents
from plans.reading.findings import PlanTargetFound, TargetFound
from plans.reading.vocabulary import LETTERS, STOPS, VERB, is_verb_at

_QUALIFIER = (
    r"(?:ít nhất|tối thiểu|tối đa|không quá|trên|dưới|từ|đạt(?: từ| trên| ít nhất)?|phấn đấu"
    r"|tăng trưởng|không dưới|tăng|giảm|bình quân|hoàn thành|thu hút|lắp đặt|trồng(?: mới)?"
    r"|đón(?: tiếp)?|xóa(?: dứt điểm)?|xây dựng|xây mới"
    r"|giải quyết việc làm cho|nâng cấp|nâng .{3,40} lên|kết nạp"
    r"|đào tạo nghề cho|thành lập(?: mới)?|tương đương|khoảng|thêm)\s+"
)
_LEAST = r"(?:đạt(?: từ| trên)?|ít nhất|tối thiểu|tối đa|không quá|không dưới|trên|dưới|thêm)\s+"
_AMOUNT = r"\d{1,6}(?:[.,]\d+)*"
# The first number of a range is the one to reach: "từ 20 đến 30 hộ", "12 - 15 đảng viên"
_TO = rf"(?:\s?(?:[-–]|đến)\s?{_AMOUNT})?"
_UNIT = (
    r"mô hình|máy|lớp|buổi|cuộc|hộ|người|đồng chí|đảng viên|hội viên|đoàn viên|lượt|điểm|bài|tin"
    r"|công trình"
    r"|km|ha|héc-ta|tỷ đồng|triệu đồng|ngôi nhà|nhà|thôn|xã|đơn vị|chi bộ|hồ sơ|thủ tục"
    r"|ngày công|ngày|giờ|lần"
    r"|suất|con|cây|dự án|sản phẩm|hợp tác xã|doanh nghiệp|tổ|câu lạc bộ|trường|hội nghị|gia đình"
    r"|chuyên đề"
    r"|đợt|tuyến phố|tuyến đường|tuyến|tấn|lao động|việc làm|thùng|gian hàng|khu dân cư|phòng học"
    r"|cụm|trạm|tàu|camera|bộ|chi hội|chi đoàn|cán bộ|công chức|viên chức|học viên|học sinh"
    r"|thanh niên|tiêu chí|cơ sở|căn nhà|căn|tờ rơi|tờ|ấn phẩm|cuốn|hồ chứa|hồ|đập"
    r"|cầu|lĩnh vực|văn bản|chỉ tiêu|chuyên mục|chuyên trang|phóng sự"
)
_PERCENT = re.compile(
    rf"(?P<before>{_QUALIFIER})?(?<![\d.,/])(?P<value>\d{{1,3}}(?:[.,]\d+)?)"
    r"(?:\s?%?\s?(?:[-–]|đến)\s?\d{1,3}(?:[.,]\d+)?)?\s?%"
    r"(?P<after>\s+trở lên|\s+trở xuống)?(?P<of>\s+(?:số\s+)?[^\W\d_]+(?:\s[^\W\d_]+){0,3})?",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"(?P<before>{_QUALIFIER})?(?<![\d.,/-])(?P<value>{_AMOUNT}){_TO}\s+(?P<unit>{_UNIT})"
    rf"(?![{LETTERS}])",
    re.IGNORECASE,
)
# Of what is in no list, such as "ít nhất 03 bậc", "02 lĩnh vực"
_OTHERS = re.compile(
    rf"(?:(?P<before>{_LEAST})(?P<value>{_AMOUNT})|(?<![\w.,/-])(?P<alone>{_AMOUNT})){_TO}"
    rf"\s+(?P<unit>[{LETTERS}]+)(?![{LETTERS}])",
    re.IGNORECASE,
)
_TO_ANOTHER = re.compile(r"\s*(?:xuống|lên)(?:\s(?:còn|đến|tới))?\s+\d")
_AND = re.compile(r"[^.;:]*(?:,|\bvà)\s+$")
_OF_ALL = re.compile(
    rf"(?<!ngày )(?<!trước )(?<!đến )(?<!hết )(?<!từ )(?<!sau )(?<![\d/-])(?P<before>)"
    rf"(?P<value>\d{{1,3}}/\d{{1,3}})\s+(?P<unit>{_UNIT})(?![{LETTERS}])",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"(?:(?P<before>{_LEAST}|(?:giảm|rút ngắn)\s+)(?:(?:ít nhất|trên|từ)\s+)?"
    r"(?P<value>\d{1,3}/\d{1,3})\s+"
    r"|(?<![\d/])(?P<alone>\d{1,3}/\d{1,3})\s+(?=(?:tổng )?số\s))(?:(?:tổng )?số\s+)?"
    rf"(?P<unit>[{LETTERS}]+)(?![{LETTERS}])",
    re.IGNORECASE,
)
_NO_COUNT = frozenset(
    ("năm", "tháng", "quý", "tuần", "phút", "ngày", "giờ", "lần", "đồng", "cấp", "tuổi")
)
# A number that names one of several: "Phụ lục 01 kèm theo", "Tổ 05 …"
_NAMES_ONE = re.compile(
    r"(?:phụ lục|biểu|mẫu|số|điểm|khoản|điều|mục|nhóm|thôn|tổ|khu|khu phố|ấp|bản|khóa|thứ|đợt"
    r"|phần|quốc lộ|đường|ngày|tháng|(?<!khẩn )cấp|độ|lớp|khối|phòng|nhiệm vụ|dân phố"
    r"|giai đoạn|tuần|đề án|dự án|chương trình|kế hoạch)\s*$",
    re.IGNORECASE,
)
# "Đề án 06 xã" is a name
_OF_TITLE = re.compile(r"(?:đề án|dự án|chương trình|kế hoạch|phụ lục|mẫu)\s+$", re.IGNORECASE)
_DOES = re.compile(
    rf"(?:{VERB.pattern}(?P<between>(?:\s[{LETTERS}]+){{0,2}})|[{LETTERS}]+ hóa|cho"
    rf"|mỗi(?:\s[{LETTERS}]+){{1,4}})\s+$",
    re.IGNORECASE,
)
# "lắp đặt bổ sung 40 biển báo"
_MORE_OF = re.compile(r"\s(?:bổ sung|mới|thêm)$")
# Measures, whose next word is what is measured: "02 km đường"
_MEASURES = frozenset(
    ("km", "ha", "héc-ta", "tỷ đồng", "triệu đồng", "ngày", "giờ", "lần", "lượt", "người")
)
_MEASURE = re.compile(rf"(?:tổ chức|{_UNIT})(?![{LETTERS}])", re.IGNORECASE)
_WORD = re.compile(rf"\s([{LETTERS}]+)(?![{LETTERS}\d])")
_OR_MORE = re.compile(r"\s+trở (?:lên|xuống)")
_LAST_WORDS = STOPS.union(
    ("hoạt", "trở", "mỗi", "một", "so", "đạt", "không", "chưa", "hằng", "hàng", "thì", "chào")
)
# "gửi tài liệu trước cuộc họp 03 ngày"
_AHEAD = re.compile(rf"(?<![{LETTERS}])trước(?: [{LETTERS}]+){{1,5}}$")
_MOST_WORDS = 6
# Between two targets of a list, and what belongs to a number before it
_NEAR = 30


def targets_in(text: str) -> Iterator[TargetFound]:
    """The targets of `text` in order."""
    found = [*_percents(text), *_counts(text)]
    yield from (target for _at, target in sorted(found, key=lambda each: each[0]))


def _percents(text: str) -> Iterator[tuple[int, TargetFound]]:
    for found in _PERCENT.finditer(without_documents(text)):
        end = found.end("after") if found["after"] else text.index("%", found.end("value")) + 1
        if not _TO_ANOTHER.match(text, end):
            words = text[found.start() : end].strip()
            yield found.start("value"), TargetFound(words=words, value=found["value"], unit="%")


def _counts(text: str) -> Iterator[tuple[int, TargetFound]]:
    plain = without_documents(text)
    ends: dict[int, int] = {}
    for found in _COUNTED.finditer(plain):
        if _is_span_of_time(plain, found) or _OF_TITLE.search(_before(plain, found)):
            continue
        if _is_set(text, found) or _is_next(plain, found, ends.values()) or _is_done(plain, found):
            target, ends[found.start("unit")] = _counted(text, found, found["value"])
            yield found.start("value"), target
    for pattern in (_OF_ALL, _SHARE, _OTHERS):
        for found in pattern.finditer(plain):
            if found.start("unit") not in ends and _is_counted(plain, found, ends.values()):
                value = found["value"] or found["alone"]
                target, ends[found.start("unit")] = _counted(text, found, value)
                yield found.start("unit"), target


def _is_set(text: str, found: re.Match[str]) -> bool:
    or_more = _OR_MORE.match(text, _end_of_unit(text, found))
    return bool(found["before"] or or_more or found["value"].startswith("0"))


def _is_next(text: str, found: re.Match[str], ends: Iterable[int]) -> bool:
    """Whether a list goes on with the number, as in "trồng 30 ha rừng, 5.000 cây"."""
    last = max((end for end in ends if end <= found.start()), default=0)
    between = text[last : found.start()]
    return bool(last) and len(between) <= _NEAR and bool(_AND.match(between))


def _counted(text: str, found: re.Match[str], value: str) -> tuple[TargetFound, int]:
    """The target, and where its words end."""
    end = _end_of_unit(text, found)
    or_more = _OR_MORE.match(text, end)
    unit = text[found.start("unit") : end].lower()
    end = or_more.end() if or_more else end
    return TargetFound(words=text[found.start() : end].strip(), value=value, unit=unit), end


def _is_done(text: str, found: re.Match[str], *, most: int = 2) -> bool:
    """Whether a verb is before the number, as in "Cử 40 lượt cán bộ", `most` words away."""
    if found["unit"].lower() in ("ngày", "giờ"):
        return False
    verb = _DOES.search(_before(text, found))
    between = (verb["between"] or "").lower().removesuffix(" cho") if verb else ""
    words = _MORE_OF.sub("", between).split()
    return verb is not None and len(words) <= most and STOPS.isdisjoint(words)


def _is_counted(text: str, found: re.Match[str], ends: Iterable[int]) -> bool:
    """Whether a number without a unit of the list counts the noun behind it."""
    unit, at = found["unit"].split()[0], found.start("unit")
    alone = found["alone"] if found.re is _OTHERS else None
    is_set = not alone or alone.startswith("0") or _is_done(text, found, most=0)
    if not is_set and not _is_next(text, found, ends):
        return False
    if not unit.islower() or unit in _NO_COUNT or unit in _LAST_WORDS or is_verb_at(text, at):
        return False
    return not _NAMES_ONE.search(_before(text, found))


def targets_of_plan(lines: Iterable[tuple[int, str]]) -> Iterator[PlanTargetFound]:
    """The targets of lines about purposes, each in the words of its clause.

    `lines` are indexes of passages with their words.
    """
    for at, words in lines:
        for sentence in sentences_of(words):
            for clause in re.split(r";\s+", sentence):
                for each in targets_in(clause):
                    yield PlanTargetFound(clause.strip(" ;."), each.value, each.unit, at)


def measure_of(unit: str) -> str:
    """The noun that is counted: "mô hình" of "mô hình dân vận khéo"."""
    found = _MEASURE.match(unit)
    return found[0] if found else unit


def _end_of_unit(text: str, found: re.Match[str]) -> int:
    """Where the noun phrase ends that begins with the unit, as in "nhà văn hóa tổ dân phố"."""
    end = found.end("unit")
    if found["unit"].lower() in _MEASURES:
        return end
    for _ in range(_MOST_WORDS):
        word = _WORD.match(text, end)
        if not word or not word[1].islower() or word[1] in _LAST_WORDS:
            break
        if is_verb_at(text, word.start(1)):
            break
        end = word.end()
    return end


def _before(text: str, found: re.Match[str]) -> str:
    """The words right before a number; all before it, for each number, would take too long."""
    return text[max(found.start() - _NEAR, 0) : found.start()]


def _is_span_of_time(text: str, found: re.Match[str]) -> bool:
    """How long something takes or when it ends, as in "trong 07 ngày"."""
    if found["unit"].lower() not in ("ngày", "giờ"):
        return False
    before = _before(text, found).rstrip().lower()
    is_span = before.endswith(("trong", "sau", "vòng", "hạn", "trước", "quá", "ngày"))
    return is_span or bool(_AHEAD.search(before))
