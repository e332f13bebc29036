"""Detects secrecy marks, because the product must not receive secret documents.

A mark is an upper-case MẬT, TỐI MẬT or TUYỆT MẬT in the position of a stamp:

- TỐI MẬT or TUYỆT MẬT in capitals, anywhere;
- MẬT in capitals whose neighbours on the line are not in capitals (a stamp alone on its line,
  "báo cáo_MẬT", "(MẬT)"), unless it is part of an ordinary word (bí mật, bảo mật, mật độ …);
- "Độ mật: …" with any of the three, in any case;
- a document number that ends in (M), (TM), (TuM) or -M, as in "05-BC/HU (M)".

So headings such as "BẢO VỆ BÍ MẬT NHÀ NƯỚC" and words such as "bí mật kinh doanh" or "mật độ"
pass. Pictures are not read: for them the product relies on the declaration of the uploader.
"""

import re
from collections.abc import Mapping

from tracker.lib.refusal import Refused
from tracker.lib.text import compose

_LEVEL_IN_CAPITALS = re.compile(
    r"(?<![^\W_])(?:TUYỆT|TỐI|TUYET|TOI)[\s_.-]{1,3}(?:MẬT|MAT)(?![^\W_])"
)
_DECLARED_LEVEL = re.compile(
    r"(?<!\w)(?:mức\s+)?độ\s+mật\s*[:：]\s*(tuyệt\s+mật|tối\s+mật|mật)(?!\w)", re.IGNORECASE
)
# Repetitions are bounded, because the whole text of an untrusted file is searched
_SECRET_NUMBER = re.compile(
    r"\d{1,9}\s?[-/]\s?[A-ZĐ][A-ZĐ\d&.]{0,40}(?:[-/][A-ZĐ\d&.]{1,40}){0,6}"
    r"(?:\s?[(\[]\s?(?:M|TM|TuM)\s?[)\]]|-M(?!\w))"
)
_STAMP = re.compile(r"(?<![^\W_])(?:MẬT|M Ậ T)(?![^\W_])")
_WORD = re.compile(r"[^\W\d_]+")
# Distance from a stamp within which its neighbours are searched
_NEAR = 200
# Syllables before and after "mật" in ordinary words
_BEFORE = frozenset({"bí", "bảo", "cơ", "thân", "trí", "khẩn", "nghiêm", "đường", "hòa", "mã"})
_AFTER = frozenset(
    {"độ", "khẩu", "mã", "thiết", "ong", "mía", "vụ", "ngọt", "thám", "nghị", "danh", "thư", "hoa"}
)


def mark_in(text: str) -> str:
    """The secrecy mark in `text`, as written; empty if there is none."""
    text = compose(text)
    for pattern in (_LEVEL_IN_CAPITALS, _DECLARED_LEVEL, _SECRET_NUMBER):
        if found := pattern.search(text):
            return " ".join(found.group().split())
    if any(_stands_alone(text, found) for found in _STAMP.finditer(text)):
        return "MẬT"
    return ""


def refuse_marks(fields: Mapping[str, str]) -> None:
    """Raise Refused if a field has a mark; `fields` maps Vietnamese names to texts."""
    for name, text in fields.items():
        if mark := mark_in(text):
            raise Refused(
                f"{name} có dấu hiệu mật (“{mark}”). Hệ thống không nhận nội dung bí mật nhà nước; "
                "hãy bỏ phần này và báo cáo theo đường văn bản mật."
            )


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
