"""Targets with numbers, such as "95% trở lên" or "ít nhất 02 mô hình"."""

import re
from collections.abc import Iterator

from plans.reading.documents import without_documents
from plans.reading.findings import TargetFound
from plans.reading.vocabulary import LETTERS

_QUALIFIER = (
    r"(?:ít nhất|tối thiểu|tối đa|không quá|trên|dưới|từ|đạt(?: từ| trên| ít nhất)?|phấn đấu"
    r"|không dưới|tăng|giảm|bình quân|hoàn thành)\s+"
)
_UNIT = (
    r"mô hình|máy|lớp|buổi|cuộc|hộ|người|đồng chí|đảng viên|hội viên|đoàn viên|lượt|điểm|bài|tin"
    r"|công trình"
    r"|km|ha|héc-ta|tỷ đồng|triệu đồng|ngôi nhà|nhà|thôn|xã|đơn vị|chi bộ|hồ sơ|thủ tục|ngày|giờ"
    r"|lần"
    r"|suất|con|cây|dự án|sản phẩm|hợp tác xã|doanh nghiệp|tổ|câu lạc bộ|trường|hội nghị|gia đình"
    r"|chuyên đề"
    r"|đợt"
)
_PERCENT = re.compile(
    rf"(?P<before>{_QUALIFIER})?(?P<value>\d{{1,3}}(?:[.,]\d+)?)\s?%"
    r"(?P<after>\s+trở lên|\s+trở xuống)?(?P<of>\s+(?:số\s+)?[^\W\d_]+(?:\s[^\W\d_]+){0,3})?",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"(?P<before>{_QUALIFIER})?(?P<value>\d{{1,6}}(?:[.,]\d+)*)\s+(?P<unit>{_UNIT})(?![{LETTERS}])"
    r"(?P<after>\s+trở lên|\s+trở xuống)?",
    re.IGNORECASE,
)


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
        if found["before"] or found["after"] or found["value"].startswith("0"):
            words = text[found.start() : found.end()].strip()
            yield TargetFound(words=words, value=found["value"], unit=found["unit"].lower())


def _is_span_of_time(text: str, found: re.Match[str]) -> bool:
    """How long something takes or when it ends, as in "trong 07 ngày"."""
    if found["unit"].lower() not in ("ngày", "giờ"):
        return False
    before = text[max(found.start() - 12, 0) : found.start()].rstrip().lower()
    return before.endswith(("trong", "sau", "vòng", "hạn", "trước", "quá", "ngày"))
