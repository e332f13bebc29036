"""Joins lines that a file, a page or a typist broke, and leaves out page numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from plans.reading.lines import Rows
from plans.reading.mending.breaks import Break, is_page_number
from plans.reading.vocabulary import MOST_OF_TITLE, is_issued_with, kind_in_title
from tracker.lib.legacy.syllables import is_syllable
from tracker.lib.text import fold

_FOOT = re.compile(r"\s*N[ơo]i nh[ậâa]n\b", re.IGNORECASE)
_CUT = re.compile(r"([^\W\d_]+)-$")
# A number of a document that a line breaks, as "401/TTr-" before "SNNMT"
_CUT_NUMBER = re.compile(r"(?<![^\s(])\d{1,5}[-/]\S{0,20}(?<=[-/])$")
_CUT_DATE = re.compile(r"(?:\d|quý [IV]+)/$", re.IGNORECASE)
_HEAD_OF_WORD = re.compile(r"([^\W\d_]+)")
_PREAMBLE = re.compile(r"(?:Thực hiện|Căn cứ|Triển khai thực hiện) ")
# Longer text is no paragraph that was broken
MAX_JOINED = 20_000
_WIDEST = 140


@dataclass(frozen=True)
class Draft:
    """A line with its characters repaired; `seen` is the line before that."""

    raw: str
    text: str
    is_whole: bool = False
    rows: Rows = ()
    seen: str = ""


@dataclass(frozen=True)
class Repaired:
    """A correction of a paragraph that is not numbered yet."""

    printed: str
    corrected: str
    note: str


@dataclass
class Joined:
    raw: str
    text: str
    rows: Rows = ()
    is_alone: bool = False
    is_whole: bool = False
    is_of_title: bool = False  # it may be the subject, which has no full stop
    last: str = ""
    repairs: list[Repaired] = field(default_factory=list)


def joined(drafts: Sequence[Draft]) -> Iterator[Joined]:
    """Paragraphs of the drafts. Blank lines and page numbers belong to the one before them."""
    bodies = list(_bodies(drafts))
    first = bodies[0][0]
    width = _width(drafts)
    current: Joined | None = None
    gap = _Gap()
    texts = [draft.text for draft in drafts]
    for at, draft in enumerate(drafts):
        if gap.takes(draft, is_page_number=is_page_number(texts, at, first)):
            continue
        if current is None:
            current = _begun(replace(draft, raw=gap.raw + draft.raw), gap.has_blank)
        elif _is_of_body(at, bodies) and _is_joined(current, draft, gap, width):
            _append(current, draft, gap)
        else:
            current.raw += gap.raw
            yield current
            current = _begun(draft, gap.has_blank)
            current.is_of_title = any(
                start < at <= start + 3 and not (at > start + 1 and _PREAMBLE.match(current.text))
                for start, _foot in bodies
            )
        gap = _Gap()
    if current is not None:
        current.raw += gap.raw
        yield current


@dataclass
class _Gap:
    """What stands between two lines of text: blank lines, and a page number that is `skipped`."""

    pieces: list[str] = field(default_factory=list)
    skipped: str = ""
    has_blank: bool = False

    @property
    def raw(self) -> str:
        return "".join(self.pieces)

    def takes(self, draft: Draft, *, is_page_number: bool) -> bool:
        if draft.rows or (draft.text.strip() and not is_page_number):
            return False
        self.pieces.append(draft.raw)
        self.skipped = draft.text.strip() if is_page_number else self.skipped
        self.has_blank = self.has_blank or not draft.text.strip()
        return True


def _is_joined(paragraph: Joined, draft: Draft, gap: _Gap, width: int) -> bool:
    if paragraph.rows or draft.rows or len(paragraph.text) > MAX_JOINED:
        return False
    return Break(
        before=paragraph.text,
        last=paragraph.last,
        text=draft.text.strip("\f\n "),
        is_of_title=paragraph.is_of_title,
        is_whole=draft.is_whole and paragraph.is_whole,
        has_blank=gap.has_blank,
        has_page=bool(gap.skipped),
        width=width,
    ).is_within_paragraph


def _begun(draft: Draft, is_alone: bool) -> Joined:
    text = draft.text.strip("\f\n ") if not draft.rows else ""
    begun = Joined(draft.raw, text, draft.rows, is_alone, draft.is_whole, last=text)
    _note_encoding(begun, draft)
    return begun


def _note_encoding(paragraph: Joined, draft: Draft) -> None:
    """Mark a line whose letters are others than in the file, apart from how they are composed."""
    seen = draft.seen.strip("\f\r\n ")
    if seen and fold(seen) != fold(draft.text.strip("\f\n ")):
        note = "Chữ viết bằng mã cũ hoặc ký tự riêng của Word, đã đọc sang Unicode."
        paragraph.repairs.append(Repaired(seen[:200], draft.text.strip()[:200], note))


def _append(paragraph: Joined, draft: Draft, gap: _Gap) -> None:
    text = draft.text.strip("\f\n ")
    before, after = paragraph.last.split()[-1:], text.split()[:1]
    cut, rest = _CUT.search(paragraph.last[-20:]), _HEAD_OF_WORD.match(text)
    if cut and rest and is_syllable(cut[1] + rest[1]):
        paragraph.text = f"{paragraph.text[:-1]}{text}"
        note = "Gạch nối cuối dòng."
        paragraph.repairs.append(Repaired(f"{cut[0]}\n{rest[1]}", f"{cut[1]}{rest[1]}", note))
    elif (_CUT_NUMBER.search(paragraph.last) and text[:1].isupper()) or (
        _CUT_DATE.search(paragraph.last) and text[:1].isdigit()
    ):
        paragraph.text = f"{paragraph.text}{text}"
    else:
        paragraph.text = f"{paragraph.text} {text}"
    if gap.skipped and before and after:
        whole = f"{before[0]} {after[0]}"
        note = "Số trang giữa câu."
        paragraph.repairs.append(Repaired(f"{before[0]}\n{gap.skipped}\n{after[0]}", whole, note))
    paragraph.raw += gap.raw + draft.raw
    paragraph.last = text
    paragraph.is_whole = draft.is_whole
    _note_encoding(paragraph, draft)


def _bodies(drafts: Sequence[Draft]) -> Iterator[tuple[int, int]]:
    """The line that names the kind of document, and the one where its foot begins.

    Then the same of a plan that a decision issues with itself.
    """
    titles = (at for at, draft in enumerate(drafts[:60]) if kind_in_title(draft.text)[0])
    first = next(titles, -1)
    foot = _foot_after(drafts, first)
    yield first, foot
    for at in range(foot, len(drafts)):
        if kind_in_title(drafts[at].text)[0] and is_issued_with(
            draft.text for draft in drafts[at + 1 : at + 1 + 2 * MOST_OF_TITLE]
        ):
            yield at, _foot_after(drafts, at)
            return


def _foot_after(drafts: Sequence[Draft], first: int) -> int:
    marked = (at for at, draft in enumerate(drafts) if at > first and _FOOT.match(draft.text))
    return next(marked, len(drafts))


def _is_of_body(at: int, bodies: Sequence[tuple[int, int]]) -> bool:
    return any(first + 1 < at < foot for first, foot in bodies)


def _width(drafts: Sequence[Draft]) -> int:
    """How many letters a full line has; 0 where lines are not broken at a width."""
    lengths = sorted(
        len(draft.text.rstrip())
        for draft in drafts
        if len(draft.text.strip()) > 30 and not draft.rows
    )
    if not lengths or any(draft.is_whole and not draft.rows for draft in drafts):
        return 0
    full = lengths[min(len(lengths) * 9 // 10, len(lengths) - 1)]
    return full if full <= _WIDEST and lengths[-1] <= 1.5 * full else 0
