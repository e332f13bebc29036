"""Targets with numbers, such as "95% trở lên" or "ít nhất 02 mô hình"."""

import re
from collections.abc import Iterable, Iterator

from plans.reading.clauses import sentences_of
from plans.reading.documents import without_documents
from plans.reading.findings import PlanTargetFound, TargetFound
from plans.reading.vocabulary import LETTERS, STOPS, is_verb_at

_QUALIFIER = (
    r"(?:ít nhất|tối thiểu|tối đa|không quá|trên|dưới|từ|đạt(?: từ| trên| ít nhất)?|phấn đấu"
    r"|tăng trưởng|không dưới|tăng|giảm|bình quân|hoàn thành|thu hút|lắp đặt|trồng(?: mới)?"
    r"|xóa(?: dứt điểm)?|xây dựng|xây mới|giải quyết việc làm cho|nâng cấp|nâng .{3,40} lên|kết nạp"
    r"|đào tạo nghề cho|thành lập(?: mới)?)\s+"
)
_UNIT = (
    r"mô hình|máy|lớp|buổi|cuộc|hộ|người|đồng chí|đảng viên|hội viên|đoàn viên|lượt|điểm|bài|tin"
    r"|công trình"
    r"|km|ha|héc-ta|tỷ đồng|triệu đồng|ngôi nhà|nhà|thôn|xã|đơn vị|chi bộ|hồ sơ|thủ tục|ngày|giờ"
    r"|lần"
    r"|suất|con|cây|dự án|sản phẩm|hợp tác xã|doanh nghiệp|tổ|câu lạc bộ|trường|hội nghị|gia đình"
    r"|chuyên đề"
    r"|đợt|tuyến phố|tuyến đường|tuyến|tấn|lao động|việc làm|thùng|gian hàng|khu dân cư|phòng học"
    r"|cụm|trạm|tàu|camera|bộ|chi hội|chi đoàn"
)
_PERCENT = re.compile(
    rf"(?P<before>{_QUALIFIER})?(?P<value>\d{{1,3}}(?:[.,]\d+)?)\s?%"
    r"(?P<after>\s+trở lên|\s+trở xuống)?(?P<of>\s+(?:số\s+)?[^\W\d_]+(?:\s[^\W\d_]+){0,3})?",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"(?P<before>{_QUALIFIER})?(?P<value>\d{{1,6}}(?:[.,]\d+)*)\s+(?P<unit>{_UNIT})(?![{LETTERS}])",
    re.IGNORECASE,
)
# Measures, whose next word is what is measured: "02 km đường"
_MEASURES = frozenset(
    ("km", "ha", "héc-ta", "tỷ đồng", "triệu đồng", "ngày", "giờ", "lần", "lượt", "người")
)
_MEASURE = re.compile(rf"(?:tổ chức|{_UNIT})(?![{LETTERS}])", re.IGNORECASE)
_WORD = re.compile(rf"\s([{LETTERS}]+)(?![{LETTERS}\d])")
_OR_MORE = re.compile(r"\s+trở (?:lên|xuống)")
_LAST_WORDS = STOPS.union(
    ("trở", "mỗi", "một", "so", "đạt", "không", "chưa", "hằng", "hàng", "thì", "chào")
)
_MOST_WORDS = 6


def targets_in(text: str) -> Iterator[TargetFound]:
    """The targets of `text` in order."""
    plain = without_documents(text)
    for found in _PERCENT.finditer(plain):
        end = found.end("after") if found["after"] else text.index("%", found.start()) + 1
        words = text[found.start() : end].strip()
        yield TargetFound(words=words, value=found["value"], unit="%")
    for found in _COUNTED.finditer(plain):
        if _is_span_of_time(plain, found):
            continue
        end = _end_of_unit(text, found)
        or_more = _OR_MORE.match(text, end)
        if found["before"] or or_more or found["value"].startswith("0"):
            words = text[found.start() : or_more.end() if or_more else end].strip()
            unit = text[found.start("unit") : end].lower()
            yield TargetFound(words=words, value=found["value"], unit=unit)


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


def _is_span_of_time(text: str, found: re.Match[str]) -> bool:
    """How long something takes or when it ends, as in "trong 07 ngày"."""
    if found["unit"].lower() not in ("ngày", "giờ"):
        return False
    before = text[max(found.start() - 12, 0) : found.start()].rstrip().lower()
    return before.endswith(("trong", "sau", "vòng", "hạn", "trước", "quá", "ngày"))
