"""What a signature breaks of the rules of papers. Nothing is forbidden: the office is asked."""

import re
from dataclasses import dataclass

COLLECTIVE = "T/M"
BY_ORDER = "T/L"
POSTS_OF_COMMITTEES = ("BÍ THƯ", "PHÓ BÍ THƯ")
PARTY_SIGNS, STATE_SIGNS = r"(?:TM|KT|TL|TUQ|Q)\.", r"(?:T/M|K/T|T/L)"
_TITLE = re.compile(
    r"(?:GS|PGS|TS|TSKH|ThS|BS|KS|CN|(?:BS\.?\s?)?CK\s?I{1,2}|NGND|NGƯT|LS|DS|KTS|Giáo sư|"
    r"Phó Giáo sư|Tiến s[ĩỹ]|Thạc s[ĩỹ]|Bác s[ĩỹ]|Kỹ sư|Dược s[ĩỹ]|Luật sư|Kiến trúc sư|Nhà giáo|"
    r"Cử nhân|(?:Thiếu|Trung|Thượng|Đại)\s+(?:úy|uý|tá|tướng)|Đồng chí|Đ/c|Ông|Bà)"
    r"(?:\.|\s|,|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Breach:
    """A rule that is broken; `code` names it where the answer is kept."""

    code: str
    words: str


def breaches(
    *, is_committee: bool, is_party: bool, capacity: str, post: str, name: str
) -> list[Breach]:
    """The rules that a signature with these words breaks."""
    rules = (
        _of_committees(capacity, post) if is_committee else [],
        _of_signs(capacity, is_party=is_party),
        _of_letters(capacity, post),
        _of_names(name),
    )
    return [breach for found in rules for breach in found]


def _of_committees(capacity: str, post: str) -> list[Breach]:
    found = []
    if capacity.startswith(("K/T", "KT")):
        found.append(
            Breach(
                "deputy",
                "Theo quy định, cấp ủy không ký K/T: phó bí thư cũng ký T/M ban thường vụ "
                "hoặc T/M ban chấp hành.",
            )
        )
    is_of_committee = capacity.startswith(COLLECTIVE) or (
        post and not capacity.startswith(BY_ORDER)
    )
    if is_of_committee and post not in POSTS_OF_COMMITTEES:
        words = "Theo quy định, chức vụ ký văn bản của cấp ủy chỉ ghi BÍ THƯ hoặc PHÓ BÍ THƯ."
        found.append(Breach("post", words))
    if not capacity.startswith((COLLECTIVE, BY_ORDER, "K/T", "KT")):
        found.append(
            Breach(
                "capacity",
                "Theo quy định, văn bản của cấp ủy ký T/M (thay mặt) hoặc T/L (thừa lệnh).",
            )
        )
    return found


def _of_signs(capacity: str, *, is_party: bool) -> list[Breach]:
    if is_party and re.match(PARTY_SIGNS, capacity):
        words = "Theo quy định, văn bản của Đảng ghi T/M, K/T, T/L, không ghi TM., KT., TL."
        return [Breach("sign", words)]
    if not is_party and re.match(STATE_SIGNS, capacity):
        words = "Theo quy định, văn bản của cơ quan nhà nước ghi TM., KT., TL., không ghi T/M."
        return [Breach("sign", words)]
    return []


def _of_letters(capacity: str, post: str) -> list[Breach]:
    if capacity == capacity.upper() and post == post.upper():
        return []
    return [Breach("capitals", "Theo quy định, thẩm quyền ký và chức vụ ghi bằng chữ in hoa.")]


def _of_names(name: str) -> list[Breach]:
    if not _TITLE.match(name):
        return []
    words = "Theo quy định, trước họ tên người ký không ghi học hàm, học vị, danh xưng, quân hàm."
    return [Breach("title", words)]
