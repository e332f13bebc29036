"""Nothing secret enters: words and symbols by which a paper says that it is secret.

A mark is an upper-case MẬT, TỐI MẬT or TUYỆT MẬT that stands as a stamp does:

- TỐI MẬT or TUYỆT MẬT in capitals, anywhere;
- MẬT in capitals whose neighbours on the line are not in capitals (a stamp alone on its line,
  "báo cáo_MẬT", "(MẬT)"), unless it is half of an ordinary word (bí mật, bảo mật, mật độ …);
- "Độ mật: …" with any of the three, in any case;
- a paper's number that ends in (M), (TM), (TuM) or -M, as in "05-BC/HU (M)".

So headings such as "BẢO VỆ BÍ MẬT NHÀ NƯỚC" and words such as "bí mật kinh doanh" or "mật độ"
pass. Pictures are not read: for them the declaration of the person who uploads stands alone.
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
# All repetitions end soon: the whole text of a file is searched, whatever its writer put there
_SECRET_NUMBER = re.compile(
    r"\d{1,9}\s?[-/]\s?[A-ZĐ][A-ZĐ\d&.]{0,40}(?:[-/][A-ZĐ\d&.]{1,40}){0,6}"
    r"(?:\s?[(\[]\s?(?:M|TM|TuM)\s?[)\]]|-M(?!\w))"
)
_STAMP = re.compile(r"(?<![^\W_])(?:MẬT|M Ậ T)(?![^\W_])")
_WORD = re.compile(r"[^\W\d_]+")
# So far from a stamp its neighbours are looked for
_NEAR = 200
# Ordinary words that contain "mật": what stands before it, what stands after it
_BEFORE = frozenset({"bí", "bảo", "cơ", "thân", "trí", "khẩn", "nghiêm", "đường", "hòa", "mã"})
_AFTER = frozenset(
    {"độ", "khẩu", "mã", "thiết", "ong", "mía", "vụ", "ngọt", "thám", "nghị", "danh", "thư", "hoa"}
)


def mark_in(text: str) -> str:
    """The secrecy mark that TEXT bears, as written, or nothing."""
    text = compose(text)
    for pattern in (_LEVEL_IN_CAPITALS, _DECLARED_LEVEL, _SECRET_NUMBER):
        if found := pattern.search(text):
            return " ".join(found.group().split())
    if any(_stands_alone(text, found) for found in _STAMP.finditer(text)):
        return "MẬT"
    return ""


def refuse_marks(fields: Mapping[str, str]) -> None:
    """Raise Refused where a field (its name in Vietnamese → its text) bears a mark."""
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
