"""Whether a line goes on with the one before it, and which lines are page numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plans.reading.marks import SIGN, ItemMark, mark_of

_PAGE = re.compile(
    r"\f?\s*(?:(?:[Tt]rang|TRANG)\s*)?[-–]?\s*(\d{1,3})\s*[-–]?(?:\s*/\s*\d{1,3})?\s*$"
)
_ENDED = re.compile(r"[.;:!?…]['\"”’)\]]*[¹²³⁴⁵⁶⁷⁸⁹⁰]*$|/\.?$")
_OWN_LINE = re.compile(
    r"(?:T/M|TM\.|K/T|KT\.|TL\.|TUQ\.|Phụ lục|PHỤ LỤC|Biểu|[¹²³⁴⁵⁶⁷⁸⁹⁰]|\[\d\]|_{3,}|-{3,}|\*{3,})"
)
_OWN_END = re.compile(r"(?:T/M|TM\.|K/T|KT\.|TL\.|TUQ\.|_{3,}|-{3,}|\*{3,})")
# A paragraph ends with none of these words
_HANGING = re.compile(
    r"\s(?:của|và|với|cho|do|tại|theo|các|từ|trong|về|số|là|để|bởi|hoặc)$"
    r"|\d/[A-Za-zĐđ]{1,8}-$|(?:\d|quý [IV]+)/$",
    re.IGNORECASE,
)
# What a dash goes on with, as in "Phòng Văn hóa - Xã hội"
_HALF_NAME = re.compile(
    r"(?:[Vv]ăn hóa|[Kk]inh tế|Phát thanh|Kế hoạch|Lao động|Nông nghiệp|Tư pháp|Tài chính)$"
)
# A line is full if its next word would not have fitted; letters differ in width
_NEARLY = 0.93
_LEAST_PARAGRAPH = 60


@dataclass(frozen=True)
class Break:
    """A line that ends: `before` is the paragraph so far, `last` its last line, `text` the next.

    `has_blank` and `has_page` say what stands between the lines; `width` is the length of full
    lines, 0 where lines end anywhere. `is_whole` says that both are paragraphs of the file.
    """

    before: str
    last: str
    text: str
    is_of_title: bool
    is_whole: bool
    has_blank: bool
    has_page: bool
    width: int

    @property
    def is_within_paragraph(self) -> bool:
        if self._is_apart:
            return False
        if is_title(self.last):
            return self._is_within_heading
        mark = mark_of(self.text)
        if mark is not None:
            return self._is_dash_within(mark)
        if self.is_whole and not self.has_page:
            return self._is_open and self._is_low and len(self.before) > _LEAST_PARAGRAPH
        return self._is_over_page if self.has_blank or self.has_page else self._is_wrapped

    @property
    def _is_wrapped(self) -> bool:
        if _HANGING.search(self.last):
            return True
        if self._is_low or self.text[:1].isdigit() or self.text[:1] in ",;.)”%":
            return self._is_open or self._is_full
        return self._is_full and not is_title(self.text)

    @property
    def _is_apart(self) -> bool:
        if self.is_of_title and not self._is_low:
            return True
        return bool(_OWN_LINE.match(self.text) or _OWN_END.match(self.last))

    @property
    def _is_open(self) -> bool:
        return not _ENDED.search(self.last)

    @property
    def _is_low(self) -> bool:
        return self.text[:1].islower()

    @property
    def _is_full(self) -> bool:
        needed = len(self.last) + 1 + len(self.text.split(" ", 1)[0])
        return bool(self.width) and needed >= _NEARLY * self.width

    @property
    def _is_within_heading(self) -> bool:
        """Whether the line goes on with a heading in capitals."""
        if mark_of(self.before) is None:
            return False
        is_next = is_title(self.text) and mark_of(self.text) is None
        return self._is_low or (is_next and not self.has_blank and self._is_full)

    def _is_dash_within(self, mark: ItemMark) -> bool:
        """Whether a dash at the beginning of a line is within a name ("kinh tế - xã hội")."""
        if not self._is_open or mark.level < SIGN or self.has_blank:
            return False
        is_in_brackets = self.before.count("(") > self.before.count(")")
        is_in_name = self._is_full and (is_in_brackets or _HALF_NAME.search(self.last))
        return self.text[mark.end :][:1].islower() or bool(is_in_name)

    @property
    def _is_over_page(self) -> bool:
        if self._is_low:
            return self._is_open or (self.has_page and self._is_full)
        return self.has_page and self._is_open and not is_title(self.text)


def is_title(text: str) -> bool:
    """Whether the letters of `text` are capitals."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 3 and sum(map(str.isupper, letters)) > 0.85 * len(letters)


def is_page_number(lines: Sequence[str], at: int, first: int) -> bool:
    """Whether the line at `at` is the number of a page; the text begins after `first`."""
    text = lines[at]
    if at == 0 or not _PAGE.match(text):
        return False
    if text.startswith("\f") or not text.strip().isdigit():
        return True
    return _is_lone_number(lines, at, first)


def _is_lone_number(lines: Sequence[str], at: int, first: int) -> bool:
    """A number alone is that of a page between blank lines, or within a sentence."""
    before = next((each for each in reversed(lines[max(at - 6, 0) : at]) if each.strip()), None)
    after = next((each for each in lines[at + 1 : at + 7] if each.strip("\f ")), None)
    if before is None or after is None:
        return after is None or at > first
    if not lines[at - 1].strip() or after.startswith("\f"):
        return True
    return not _ENDED.search(before.strip()) and after.strip("\f ")[:1].islower()
