"""Where letters and rules of a PDF stand and how they are set, in mm from the top left corner."""

import ctypes
import math
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

POINTS = 72 / 25.4


@dataclass(frozen=True)
class Letter:
    text: str
    size: float
    font: str
    left: float
    right: float
    top: float
    bottom: float
    baseline: float

    @property
    def is_bold(self) -> bool:
        return "Bold" in self.font

    @property
    def is_italic(self) -> bool:
        return "Italic" in self.font


@dataclass(frozen=True)
class Words:
    """Letters that follow each other, without their spaces."""

    letters: list[Letter]

    @property
    def sizes(self) -> set[float]:
        return {letter.size for letter in self.letters}

    @property
    def is_bold(self) -> bool:
        return all(letter.is_bold for letter in self.letters)

    @property
    def is_italic(self) -> bool:
        return all(letter.is_italic for letter in self.letters)

    @property
    def is_plain(self) -> bool:
        return not any(letter.is_bold or letter.is_italic for letter in self.letters)

    @property
    def left(self) -> float:
        return min(letter.left for letter in self.letters)

    @property
    def right(self) -> float:
        return max(letter.right for letter in self.letters)

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def top(self) -> float:
        return min(letter.top for letter in self.letters)

    @property
    def bottom(self) -> float:
        return max(letter.bottom for letter in self.letters)

    @property
    def baseline(self) -> float:
        return self.letters[0].baseline

    @property
    def baselines(self) -> list[float]:
        """Those of the lines, from the top."""
        return sorted({letter.baseline for letter in self.letters})

    @property
    def width(self) -> float:
        return self.right - self.left


@dataclass(frozen=True)
class Rule:
    """A horizontal line or the upper or lower side of a box."""

    left: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    letters: list[Letter]
    rules: list[Rule]

    @property
    def text(self) -> str:
        return "".join(letter.text for letter in self.letters)

    def has(self, words: str) -> bool:
        return "".join(words.split()) in self.text

    def find(self, words: str, *, nth: int = 0) -> Words:
        """The place of `words` on the page, the first one or the `nth` after it."""
        sought = "".join(words.split())
        start = -1
        for _ in range(nth + 1):
            start = self.text.index(sought, start + 1)
        return Words(self.letters[start : start + len(sought)])

    def rule_under(self, words: Words, *, within: float = 3) -> Rule | None:
        """The rule at most `within` mm below the baseline of `words`, if there is one."""
        lowest = words.baselines[-1]
        near = [
            rule
            for rule in self.rules
            if lowest < rule.top <= lowest + within
            and rule.left < words.right
            and words.left < rule.right
        ]
        return min(near, key=lambda rule: rule.top) if near else None


def pages_of(pdf: bytes) -> list[Page]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_page(document, number) for number in range(len(document))]
    finally:
        document.close()


def gaps(words: Words) -> list[float]:
    """Distances in points between the baselines of the lines of `words`."""
    return [round((lower - upper) * POINTS, 1) for upper, lower in pairwise(words.baselines)]


def _page(document: pypdfium2.PdfDocument, number: int) -> Page:
    page = document[number]
    text = page.get_textpage()
    height = page.get_height()
    try:
        letters = [
            letter
            for place in range(text.count_chars())
            if (letter := _letter(text, place, height)).text.strip()
        ]
        rules = [
            rule
            for shape in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])
            for rule in _rules(*shape.get_bounds(), height)
        ]
        return Page(page.get_width() / POINTS, height / POINTS, letters, rules)
    finally:
        text.close()
        page.close()


def _letter(text: pypdfium2.PdfTextPage, place: int, height: float) -> Letter:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, place, ctypes.byref(matrix))
    across, up = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, place, ctypes.byref(across), ctypes.byref(up))
    name = ctypes.create_string_buffer(100)
    pdfium.FPDFText_GetFontInfo(text, place, name, len(name), ctypes.byref(ctypes.c_int()))
    left, bottom, right, top = text.get_charbox(place)
    scale = math.hypot(matrix.a, matrix.b)
    return Letter(
        text=chr(pdfium.FPDFText_GetUnicode(text, place)),
        size=round(pdfium.FPDFText_GetFontSize(text, place) * scale, 1),
        font=name.value.decode(),
        left=left / POINTS,
        right=right / POINTS,
        top=(height - top) / POINTS,
        bottom=(height - bottom) / POINTS,
        baseline=round((height - up.value) / POINTS, 2),
    )


def _rules(left: float, bottom: float, right: float, top: float, height: float) -> list[Rule]:
    """The horizontal edges of a shape; a thin one is a single rule."""
    if right - left < POINTS:
        return []
    edges = [(top + bottom) / 2] if top - bottom < POINTS else [top, bottom]
    return [Rule(left / POINTS, right / POINTS, (height - edge) / POINTS) for edge in edges]
