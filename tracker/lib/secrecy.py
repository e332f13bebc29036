"""Detects secrecy marks, because the product must not receive secret documents.

A mark is MẬT, TỐI MẬT or TUYỆT MẬT in the position of a stamp:

- TỐI MẬT or TUYỆT MẬT in capitals, anywhere;
- the same in any case at the head of a text or page, which is the whole of a name or title, unless
  the words speak of levels ("độ Tối mật", "văn bản tuyệt mật, tối mật"); "\\f" separates pages;
- MẬT in capitals whose neighbours on the line are not in capitals (a stamp alone on its line,
  "báo cáo_MẬT", "(MẬT)"), unless it is part of an ordinary word (bí mật, bảo mật, mật độ …);
- "Độ mật: …" with any of the three, in any case;
- a document number that ends in (M), (TM), (TuM) or -M, as in "05-BC/HU (M)".

Letters are compared as they look: without invisible characters, with full-width letters and
letters apart (M Ậ T, M.Ậ.T) as plain ones, and read in TCVN3, VNI and Windows-1258 too.

So headings such as "BẢO VỆ BÍ MẬT NHÀ NƯỚC" and words such as "bí mật kinh doanh" or "mật độ"
pass. Pictures are not read: for them the product relies on the declaration of the uploader.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from tracker.lib import legacy
from tracker.lib.refusal import Refused
from tracker.lib.text import compose

_GAP = r"[\s_.\-–—]{0,40}"
_LEVEL_IN_CAPITALS = re.compile(rf"(?<![^\W_])(?:TUYỆT|TỐI|TUYET|TOI){_GAP}(?:MẬT|MAT)(?![^\W_])")
_LEVEL = re.compile(
    rf"(?<![^\W_])(?:(?:tuyệt|tối){_GAP}mật|(?:tuyet|toi){_GAP}mat)(?![^\W_])", re.IGNORECASE
)
_DECLARED_LEVEL = re.compile(
    r"(?<!\w)(?:mức\s+)?độ\s+mật\s*[:：]\s*(tuyệt\s+mật|tối\s+mật|mật)(?!\w)", re.IGNORECASE
)
# Repetitions are bounded, because the whole text of an untrusted file is searched
_SECRET_NUMBER = re.compile(
    r"\d{1,9}\s?[-/]\s?[A-ZĐ][A-ZĐ\d&.]{0,40}(?:[-/][A-ZĐ\d&.]{1,40}){0,6}"
    r"(?:\s?[(\[]\s?(?:M|TM|TuM)\s?[)\]]|-M(?!\w))"
)
_STAMP = re.compile(r"(?<![^\W_])MẬT(?![^\W_])")
_WORD = re.compile(r"[^\W\d_]+")
# Distance from a stamp within which its neighbours are searched
_NEAR = 200
# Length of the head of a text or page: first lines of a paper, or a whole name
_HEAD = 300
# Syllables before and after "mật" in ordinary words
_BEFORE = frozenset({"bí", "bảo", "cơ", "thân", "trí", "khẩn", "nghiêm", "đường", "hòa", "mã"})
_AFTER = frozenset(
    {"độ", "khẩu", "mã", "thiết", "ong", "mía", "vụ", "ngọt", "thám", "nghị", "danh", "thư", "hoa"}
    # without accents, also of "mặt": mặt trận, mặt bằng, mặt đường
    | {"do", "khau", "ma", "thiet", "tran", "bang", "duong", "nuoc"}
)
# Syllables before a level where the words speak of levels: độ …, văn bản …, tài liệu …
_SPEAKS_OF_LEVELS = frozenset(
    {"độ", "mức", "cấp", "loại", "bản", "liệu", "sơ", "tin", "việc", "nước", "mật", "và", "hoặc"}
    | {"hay", "dấu", "là", "không"}
)
_LIST_GOES_ON = re.compile(r"\s*(?:[,;/]|(?:và|hoặc|hay)\b)", re.IGNORECASE)
_IS_NUMBERED = re.compile(r"\s*(?:số\b|:|\d)", re.IGNORECASE)

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\U000e0000-\U000e0fff]"
)
# Letters of other scripts, and Ð, that look like ours
_LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТХІаеорсхіΑΒΕΗΙΚΜΝΟΡΤΧοÐ", "ABEKMHOPCTXIaeopcxiABEHIKMNOPTXoĐ"
)
_LETTERS_APART = re.compile(r"(?<![^\W_])[^\W\d_](?:[\W_]{1,6}[^\W\d_](?![^\W_])){2,40}")
_SPELT = frozenset({"MẬT", "TỐI", "TUYỆT", "TỐIMẬT", "TUYỆTMẬT", "TOIMAT", "TUYETMAT"})
# Where one of the old encodings may say "mật"
_OLD_MARK = re.compile(r"[Mm][\W_]{0,6}(?:[Ëë]|[Aa][\W_]{0,6}[Ää]|[Ââ][\W_]{0,6}[Òò])")


def mark_in(text: str) -> str:
    """The secrecy mark in `text`, as written; empty if there is none."""
    return next(filter(None, map(_mark_in, _readings(text))), "")


def refuse_marks(fields: Mapping[str, str]) -> None:
    """Raise Refused if a field has a mark; `fields` maps Vietnamese names to texts."""
    for name, text in fields.items():
        if mark := mark_in(text):
            raise Refused(
                f"{name} có dấu hiệu mật (“{mark}”). Hệ thống không nhận nội dung bí mật nhà nước; "
                "hãy bỏ phần này và báo cáo theo đường văn bản mật."
            )


def _readings(text: str) -> Iterator[str]:
    """`text` as it looks, and as it looks in each old encoding that may say "mật"."""
    yield _as_it_looks(text)
    if _OLD_MARK.search(text):
        for encoding in (legacy.TCVN3, legacy.VNI, legacy.CP1258):
            yield _as_it_looks(legacy.decoded(text, encoding))


def _as_it_looks(text: str) -> str:
    plain = unicodedata.normalize("NFKD", _INVISIBLE.sub("", compose(text)))
    return _LETTERS_APART.sub(_joined, compose(plain.translate(_LOOKALIKES)))


def _joined(found: re.Match[str]) -> str:
    """Letters apart, as a word if they spell a level."""
    letters = re.sub(r"[\W_]", "", found.group())
    if letters.upper() not in _SPELT:
        return found.group()
    return letters.upper() if letters[0].isupper() and letters[-1].isupper() else letters


def _mark_in(text: str) -> str:
    for pattern in (_LEVEL_IN_CAPITALS, _DECLARED_LEVEL, _SECRET_NUMBER):
        for found in pattern.finditer(text):
            if pattern is not _LEVEL_IN_CAPITALS or not _is_ordinary_after(text, found.end()):
                return " ".join(found.group().split())
    for page in map(str.strip, text.split("\f")):
        for found in _LEVEL.finditer(page[:_HEAD]):
            if not _speaks_of_levels(page, found):
                return " ".join(found.group().split())
    if any(_stands_alone(text, found) for found in _STAMP.finditer(text)):
        return "MẬT"
    return ""


def _is_ordinary_after(text: str, end: int) -> bool:
    """Whether "mật" belongs to the next syllable, as in "buổi tối mật độ cao"."""
    after = _WORD.match(text[end : end + _NEAR].lstrip())
    return after is not None and after.group().lower() in _AFTER


def _speaks_of_levels(text: str, found: re.Match[str]) -> bool:
    before = text[max(found.start() - _NEAR, 0) : found.start()].rstrip()
    previous = _WORD.findall(before)[-1:]
    is_listed = before.endswith((",", ";", "/")) or bool(_LIST_GOES_ON.match(text, found.end()))
    is_kind = bool(previous) and before.endswith(previous[0])
    is_kind = is_kind and previous[0].lower() in _SPEAKS_OF_LEVELS
    if is_kind and previous[0].lower() != "độ" and _IS_NUMBERED.match(text, found.end()):
        is_kind = False
    return is_listed or is_kind or _is_ordinary_after(text, found.end())


def _stands_alone(text: str, found: re.Match[str]) -> bool:
    nearest, farthest = max(found.start() - _NEAR, 0), found.end() + _NEAR
    start = max(text.rfind("\n", nearest, found.start()) + 1, nearest)
    end = text.find("\n", found.end(), farthest)
    line_end = farthest if end < 0 else end
    before = next(iter(list(_WORD.finditer(text, start, found.start()))[-1:]), None)
    after = next(_WORD.finditer(text, found.end(), line_end), None)
    if before is not None:
        gap = text[before.end() : found.start()]
        if before.group().lower() in _BEFORE or (gap.isspace() and before.group().isupper()):
            return False
    if after is not None:
        gap = text[found.end() : after.start()]
        if after.group().lower() in _AFTER or (gap.isspace() and after.group().isupper()):
            return False
    return True
