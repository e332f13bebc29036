"""The foot of a document: its recipients and who signed it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plans.reading.findings import HeadFound
from plans.reading.mending.paragraphs import MendedParagraph
from plans.reading.segments import Segment, segments_of
from plans.reading.vocabulary import CAPITALS, SMALL, kind_in_title
from tracker.lib.text import fold

_RECIPIENTS = re.compile(r"\s*N[ơo]i nh[ậâa]n\b\s*:?\s*", re.IGNORECASE)
_CAPACITY = re.compile(r"(?:T/M|TM\.?|T\.M|K/T|KT\.?|TL\.?|T/L|TUQ\.?|Q\.)\s")
_POST = re.compile(
    r"(?:Q\. )?(?:PHÓ )?(?:BÍ THƯ|CHỦ TỊCH|CHỦ NHIỆM|TRƯỞNG|CHÁNH|GIÁM ĐỐC|ỦY VIÊN|UỶ VIÊN|TỔNG"
    r"|PHÓ BÍ THƯ|CHỈ HUY|HIỆU TRƯỞNG|CỤC TRƯỞNG|BỘ TRƯỞNG|THỨ TRƯỞNG|VỤ TRƯỞNG"
    r"|THƯỜNG TRỰC|VIỆN TRƯỞNG|THỦ TRƯỞNG)"
)
# Also of names such as "Y Bliêr Niê", "H’Ngăm", "K'Sor Nhâm"
_WORD = rf"(?:[{CAPITALS}]['’])?[{CAPITALS}][{SMALL}]{{0,7}}"
_NAME = re.compile(rf"(?:{_WORD}\s){{1,4}}{_WORD}$")
_CAPITAL_NAME = re.compile(rf"(?:[{CAPITALS}'’]{{2,7}}\s){{1,4}}[{CAPITALS}]{{2,7}}$")
_ANNEX = re.compile(r"(?:PHỤ LỤC|Phụ lục|BIỂU|Biểu số|DANH MỤC|BẢNG)\b")
_PURPOSE = re.compile(r"\((?:để|b/c|báo cáo|p/h|t/h|thay)\b")
_MOTTOES = ("cong hoa xa hoi chu nghia", "dang cong san viet nam")
_MOST = 45


@dataclass(frozen=True)
class FootSpan:
    """Indexes of paragraphs: the first, the first of the signature, the one after the last."""

    first: int
    signature: int
    end: int


def read_foot(paragraphs: Sequence[MendedParagraph], after: int, head: HeadFound) -> FootSpan:
    """Read recipients and signer into `head`; the paragraphs that they take."""
    first = _first(paragraphs, after)
    end = _end(paragraphs, first)
    segments = segments_of(paragraphs, first, end)
    signing = [segment for segment in segments if _is_of_signature(segment)]
    head.recipients = _recipients(segments)
    _read_signer(head, segments, signing)
    return FootSpan(first, signing[0].at if signing else end, end)


def _first(paragraphs: Sequence[MendedParagraph], after: int) -> int:
    """Where the recipients begin, or the signature if it stands alone or before them."""
    found = len(paragraphs)
    for at in range(after, len(paragraphs)):
        lines = [segment.text for segment in segments_of(paragraphs, at, at + 1)]
        if any(_RECIPIENTS.match(line) for line in lines):
            return min(found, at)
        if any(_CAPACITY.match(line) and line.isupper() for line in lines):
            found = min(found, at)
            if at > found + 12:
                break
    return found


def _end(paragraphs: Sequence[MendedParagraph], first: int) -> int:
    """The foot ends before an annex, a footnote, a table of tasks or the head of another one."""
    for at in range(first, len(paragraphs)):
        paragraph = paragraphs[at]
        if at > first and (kind_in_title(paragraph.text)[0] or _has_motto(paragraphs, at)):
            return at
        is_other = _ANNEX.match(paragraph.text) or re.match(r"[¹²³⁴⁵⁶⁷⁸⁹⁰]|\[\d", paragraph.text)
        is_table = len(paragraph.rows) > 4 or (paragraph.rows and len(paragraph.rows[0]) > 3)
        if at > first and (is_other or is_table or at - first > _MOST):
            return at
    return len(paragraphs)


def _has_motto(paragraphs: Sequence[MendedParagraph], at: int) -> bool:
    lines = (fold(each.text) for each in segments_of(paragraphs, at, at + 1))
    return any(line.startswith(_MOTTOES) for line in lines)


def _is_of_signature(segment: Segment) -> bool:
    text = segment.text
    return bool(_CAPACITY.match(text) or _POST.match(text)) and text.isupper()


def _recipients(segments: Sequence[Segment]) -> list[str]:
    recipients: list[str] = []
    side = None
    for segment in segments:
        begun = _RECIPIENTS.match(segment.text)
        if begun:
            side, rest = segment.side, segment.text[begun.end() :].strip()
            recipients += [_item(rest)] if rest else []
            continue
        if side is None or _is_of_signature(segment) or segment.side != side:
            continue
        if segment.text.startswith(("-", "–", "+", "•", "*")):
            recipients.append(_item(segment.text))
        elif recipients and _goes_on(segment.text):
            recipients[-1] = f"{recipients[-1]} {segment.text.rstrip(';,.')}"
    return [each for each in recipients if each]


def _goes_on(text: str) -> bool:
    """Whether a line is the rest of a recipient, as "(để báo cáo);"."""
    return text[:1].islower() or bool(_PURPOSE.match(text))


def _item(text: str) -> str:
    """One recipient without its dash and its end.

    >>> _item("- Các ban đảng, VP Huyện ủy,"), _item("- Lưu: VT.")
    ('Các ban đảng, VP Huyện ủy', 'Lưu: VT')
    """
    return text.strip("-–+•* ").rstrip(";,. ")


def _read_signer(head: HeadFound, segments: Sequence[Segment], signing: Sequence[Segment]) -> None:
    capacities = [each.text for each in signing if _CAPACITY.match(each.text)]
    posts = [each.text for each in signing if not _CAPACITY.match(each.text)]
    head.signer.capacity = ", ".join(dict.fromkeys(capacities[:2]))
    head.signer.post = posts[0] if posts else ""
    if not signing:
        return
    last = max(segments.index(each) for each in signing[:3])
    names = (_name_in(segment.text) for segment in segments[last + 1 :])
    head.signer.name = next((name for name in names if name), "")


def _name_in(text: str) -> str:
    """The name of a person that is all of `text`, without a degree before it."""
    name = re.sub(r"^(?:ThS|TS|Ths|BS|Thạc sĩ|Đ/c)\.?\s", "", text)
    is_name = _NAME.match(name) or (_CAPITAL_NAME.match(name) and text.isupper())
    return name if is_name and fold(name) not in ("da ky", "noi nhan") else ""
