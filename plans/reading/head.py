"""The head of a document: who issued it, its number, place, date, kind and subject."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from plans.reading.findings import HeadFound
from plans.reading.mending.paragraphs import MendedParagraph
from plans.reading.segments import Segment, segments_of
from plans.reading.vocabulary import KIND_OF_SYMBOL, kind_in_title
from tracker.lib.text import fold

_MOST_PARAGRAPHS = 40
_NUMBER = re.compile(
    r"[Ss][ốôỐ](?: hiệu)?\s?[:.]?\s*(?P<number>[\d.…_ "
    r"]{0,10}\s?[-/]\s?[^\s,;)]{2,30}(?:\s?-\s?[A-ZĐ]{2,12})*)"
)
_DATE = re.compile(
    r"(?:(?P<place>[^,:\d]{2,60}),\s*)?ng[aà]y\s*(?P<day>\d{1,2})\s*th[aá]ng\s*(?P<month>\d{1,2})"
    r"\s*n[aă]m\s*(?P<year>\d{4})",
    re.IGNORECASE,
)
_BLANK_DATE = re.compile(
    r"(?P<place>[^,:\d]{2,60}),\s*ngày[\s.…_\d]*tháng[\s.…_\d]*năm", re.IGNORECASE
)
_CUT_DATE = re.compile(r",\s*ngày(?:\s*\d{1,2})?(?:\s*tháng(?:\s*\d{1,2})?(?:\s*năm)?)?$")
_PARTY = ("dang cong san viet nam",)
_STATE = ("cong hoa xa hoi chu nghia viet nam", "doc lap tu do hanh phuc")
# A name goes on with its place, which is not "HUYỆN ỦY …"
_CONTINUES = re.compile(
    r"(?:(?:XÃ|HUYỆN|TỈNH|PHƯỜNG|THÀNH PHỐ|THỊ XÃ|THỊ TRẤN|ĐẶC KHU|QUẬN)\s(?!ỦY|UỶ|ĐOÀN)"
    r"|NHIỆM KỲ |KHÓA |KHOÁ |VÀ |- )"
)
_PREAMBLE = re.compile(
    r"(?:Thực hiện|Căn cứ|Triển khai thực hiện|Để |Nhằm |Trên cơ sở|Tiếp tục thực hiện|Theo "
    r"|Trong )"
)
_MARKS = re.compile(r"(?:[IVX]{1,4}|[A-H]|1)\s?[.)/-]\s?\S|(?:PHẦN|Phần) ")
_LONGEST_SUBJECT = 700


@dataclass(frozen=True)
class HeadSpan:
    """Indexes of paragraphs: the kind of document, and where the preamble begins.

    `about` is the first day of the month or of the year that the head names, of which words
    without a year are said, where the day of the document is left open.
    """

    title: int
    end: int
    about: date | None = None


def read_head(paragraphs: Sequence[MendedParagraph]) -> tuple[HeadFound, HeadSpan]:
    """The head, and the paragraphs that it takes."""
    head = HeadFound()
    title, kind = _title(paragraphs)
    head.kind = kind
    segments = segments_of(paragraphs, 0, title)
    if title < len(paragraphs):
        # A file may have the words below the kind within its line of two sides
        segments += [each for each in segments_of(paragraphs, title, title + 1) if each.side]
    _read_lines(head, segments)
    end = title
    if kind:
        head.subject, end = _subject(paragraphs, title)
    head.kind = head.kind or kind_of_number(head.number)
    about = _about(" ".join(segment.text for segment in segments), head.subject)
    return head, HeadSpan(title, end, about)


def _about(head: str, subject: str) -> date | None:
    if found := re.search(r"tháng\s*(\d{1,2})\s*năm\s*(20\d\d)", head):
        return day_or_none(int(found[2]), int(found[1]), 1)
    years = re.findall(r"năm (20\d\d)", f"{head} {subject}")
    return date(int(years[0]), 1, 1) if years else None


def _title(paragraphs: Sequence[MendedParagraph]) -> tuple[int, str]:
    """The paragraph that names the kind of document in capitals."""
    for at, paragraph in enumerate(paragraphs[:_MOST_PARAGRAPHS]):
        kind, _rest = ("", "") if paragraph.rows else kind_in_title(paragraph.text)
        if kind:
            return at, kind
    for at, paragraph in enumerate(paragraphs[:_MOST_PARAGRAPHS]):
        if _MARKS.match(paragraph.text) or _PREAMBLE.match(paragraph.text):
            return at, ""
    return 0, ""


def _read_lines(head: HeadFound, segments: Sequence[Segment]) -> None:
    names: list[Segment] = []
    for segment in _whole(segments):
        folded = fold(segment.text)
        if folded in _PARTY or any(folded.startswith(motto) for motto in _STATE):
            head.side = "party" if folded in _PARTY else "state"
        elif not (_read_number(head, segment.text) | _read_date(head, segment.text)):
            names.append(segment)
    _read_names(head, names)
    if not any(_is_motto(segment.text) for segment in segments):
        head.side = _side_of(head)


def _whole(segments: Sequence[Segment]) -> list[Segment]:
    """The segments with those joined that the edge of their side cut: "… tháng 02 năm" "2026"."""
    whole: list[Segment] = []
    for segment in segments:
        last = next((each for each in reversed(whole) if each.side == segment.side), None)
        if last and _is_cut(last.text) and not _is_cut(segment.text):
            joined = replace(last, text=f"{last.text} {segment.text}")
            whole[whole.index(last)] = joined
        else:
            whole.append(segment)
    return whole


def _is_cut(text: str) -> bool:
    folded = fold(text)
    is_of_motto = any(each.startswith(f"{folded} ") for each in (_PARTY[0], *_STATE))
    return bool(folded) and (is_of_motto or bool(_CUT_DATE.search(text)))


def _is_motto(text: str) -> bool:
    return fold(text) in _PARTY or fold(text).startswith(_STATE)


def _side_of(head: HeadFound) -> str:
    """Numbers of the Party have a hyphen first (15-KH/HU), those of the state a slash."""
    match = re.search(r"[-/]", head.number)
    return "state" if match and match[0] == "/" else "party"


def _read_number(head: HeadFound, text: str) -> bool:
    found = _NUMBER.search(text)
    if not found or head.number:
        return bool(found)
    number = re.sub(r"[\s.…_]", "", found["number"])
    head.number = number
    head.symbol = symbol_of(number)
    return True


def symbol_of(number: str) -> str:
    """The issuer's letters in a number: HU in 15-KH/HU, UBND in 45/KH-UBND."""
    if re.match(r"\d*-", number):
        return number.rpartition("/")[2]
    return number.partition("-")[2] or number.rpartition("/")[2]


def kind_of_number(number: str) -> str:
    """The kind of document that the letters of a number stand for."""
    letters = re.split(r"[-/]", number)
    return next((KIND_OF_SYMBOL[each] for each in letters if each in KIND_OF_SYMBOL), "")


def _read_date(head: HeadFound, text: str) -> bool:
    dated = _DATE.search(text)
    found = dated or _BLANK_DATE.search(text)
    if found is None:
        return False
    if dated and head.issued_on is None:
        year, month, day = (int(dated[part]) for part in ("year", "month", "day"))
        head.issued_on = day_or_none(year, month, day)
    head.place = head.place or " ".join((found["place"] or "").split())
    return True


def day_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read_names(head: HeadFound, segments: Sequence[Segment]) -> None:
    """Of the names in capitals the last is the issuer, the one before it the superior."""
    left = [segment.text for segment in segments if segment.side == 0]
    names: list[str] = []
    for text in left or [segment.text for segment in segments]:
        if not _is_in_capitals(text):
            continue
        if names and _CONTINUES.match(text):
            names[-1] = f"{names[-1]} {text}"
        else:
            names.append(text)
    if names:
        head.issuer = names[-1]
        head.superior = " ".join(names[:-1][-1:])


def _is_in_capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= 3 and sum(map(str.isupper, letters)) >= 0.8 * len(letters)


def _subject(paragraphs: Sequence[MendedParagraph], title: int) -> tuple[str, int]:
    """The lines below the kind of document, up to a rule, the preamble or the first number."""
    taken = [rest for rest in (kind_in_title(paragraphs[title].text)[1],) if rest]
    at = title + 1
    while at < len(paragraphs):
        paragraph = paragraphs[at]
        text = paragraph.text.strip("* ")
        if re.match(r"[-_–—*=o.\s]+$", text):
            at += 1
            break
        if paragraph.rows or _ends_subject(taken, paragraph, text):
            break
        if not taken and text.isupper() and text.startswith("CỦA "):
            at += 1
            continue
        taken.append(text)
        at += 1
    return " ".join(taken), at


def _ends_subject(taken: list[str], paragraph: MendedParagraph, text: str) -> bool:
    if _MARKS.match(text) or len(" ".join([*taken, text])) > _LONGEST_SUBJECT:
        return True
    if not taken:
        return text.endswith(":") and bool(_PREAMBLE.match(text))
    if text[:1].islower() or text[:1].isdigit():
        return False
    if paragraph.is_alone or _PREAMBLE.match(text) or text.endswith((":", ".", ";", ",")):
        return True
    return len(text) > 160
