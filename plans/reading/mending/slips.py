"""Slips of text recognition: digits read as letters, and tones lost in words that plans use."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from plans.reading.vocabulary import folded
from tracker.lib.legacy.syllables import is_syllable
from tracker.lib.text import fold

_PHRASES = """
    kế hoạch|nhiệm vụ|tổ chức|trách nhiệm|phối hợp|báo cáo|đảng viên|hoàn thành|thường xuyên
    kiểm tra|giám sát|hướng dẫn|ủy ban|ban hành|xây dựng|tuyên truyền|tăng cường|đẩy mạnh
    nâng cao|triển khai|đôn đốc|chỉ thị|nghị quyết|kết luận|chương trình|tham mưu|sơ kết|nơi nhận
    huyện ủy|đảng ủy|thường vụ|bí thư|chủ tịch|quán triệt|cấp ủy|đảng bộ|chi bộ|cơ quan
    địa phương|chính quyền|đoàn thể|thủ tục|hành chính|giải pháp|mục đích|yêu cầu|trực thuộc
    rà soát|đánh giá|tỷ lệ|chỉ đạo|lãnh đạo|chủ trì|nhân dân|cán bộ|công chức|thời hạn|quyết định
"""
_WORDS = {
    fold(phrase): phrase.strip()
    for line in _PHRASES.split("\n")
    for phrase in line.split("|")
    if phrase.strip()
}
# Other right spellings of the same letters
_ALSO_RIGHT = frozenset(
    ("tỉ lệ", "nhẫn dân", "văn phong", "đang viên", "chi thị", "chu trình", "chủ trị", "chí đạo")
)
_PAIR = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,6})( +)([^\W\d_]{2,6})(?![^\W\d_])")
_MIXED = re.compile(r"(?<![\w])(?=[\dlIOo|]*\d)(?=[\dlIOo|]*[lIOo|])[\dlIOo|]{1,4}(?![\w])")
_AFTER = re.compile(r"(?:ngày|tháng|năm) +([lIO]{1,2})(?![\w])")
_DIGIT_IN_WORD = re.compile(r"(?<!\w)(?=\w*[^\W\d_])[1]?[^\W\d_]*0?[^\W\d_]+(?!\w)")
_TO_DIGITS = str.maketrans("lI|Oo", "11100")
_REPEATED = re.compile(r"(?<!\w)(\w+ (\w+)) \2(?!\w)(?= (\w+))?")


_LEAST_ACCENTS = 4


@dataclass(frozen=True)
class Slip:
    """`printed` between `start` and `end` is read as `corrected`."""

    start: int
    end: int
    printed: str
    corrected: str
    note: str


def slips_in(text: str) -> list[Slip]:
    """The slips of `text` in order, none within another."""
    found = [*_digits(text), *_letters(text), *_phrases(text), *_repeated(text)]
    slips: list[Slip] = []
    for slip in sorted(found, key=lambda each: (each.start, -each.end)):
        if not slips or slip.start >= slips[-1].end:
            slips.append(slip)
    return slips


def corrected(text: str, slips: list[Slip]) -> str:
    pieces, at = [], 0
    for slip in slips:
        pieces += [text[at : slip.start], slip.corrected]
        at = slip.end
    return "".join([*pieces, text[at:]])


def _digits(text: str) -> Iterator[Slip]:
    for found in _MIXED.finditer(text):
        yield _slip(found, 0, found[0].translate(_TO_DIGITS), "Chữ in nhầm trong số.")
    for found in _AFTER.finditer(text):
        yield _slip(found, 1, found[1].translate(_TO_DIGITS), "Chữ in nhầm trong số.")


def _letters(text: str) -> Iterator[Slip]:
    for found in _DIGIT_IN_WORD.finditer(text):
        word = found[0]
        if not any(letter.isdigit() for letter in word):
            continue
        read = word.replace("0", "o").replace("1", "l")
        if is_syllable(read) and len(read) > 2:
            yield _slip(found, 0, read, "Chữ số in nhầm trong từ.")


def _phrases(text: str) -> Iterator[Slip]:
    # A text without any accents is the way of its author
    if sum(ord(letter) > 127 for letter in text) < _LEAST_ACCENTS:
        return
    at = 0
    while found := _PAIR.search(text, at):
        at = found.start(3)
        right = _WORDS.get(folded(found[0]))
        if right and _is_slip(found[1], found[3], right):
            yield _slip(found, 0, _in_case(right, found), "Dấu in sai.")


def _is_slip(first: str, second: str, right: str) -> bool:
    written = f"{first} {second}".lower()
    return written not in _ALSO_RIGHT and _by_syllables(written) != _by_syllables(right)


def _by_syllables(phrase: str) -> list[list[str]]:
    """The letters and marks of each syllable, wherever its tone is written (uỷ, ủy)."""
    return [sorted(unicodedata.normalize("NFD", word)) for word in phrase.split()]


def _in_case(right: str, found: re.Match[str]) -> str:
    words = []
    for word, written in zip(right.split(), (found[1], found[3]), strict=True):
        if written.isupper():
            words.append(word.upper())
        else:
            words.append(word.capitalize() if written[0].isupper() else word)
    return found[2].join(words)


def _repeated(text: str) -> Iterator[Slip]:
    for found in _REPEATED.finditer(text):
        begins_another = fold(f"{found[2]} {found[3] or ''}") in _WORDS
        if fold(found[1]) in _WORDS and not begins_another:
            yield _slip(found, 0, found[1], "Lặp chữ.")


def _slip(found: re.Match[str], group: int, right: str, note: str) -> Slip:
    return Slip(found.start(group), found.end(group), found[group], right, note)
