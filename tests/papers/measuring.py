"""What a printed paper shows, measured in the PDF itself: every letter, its box and the rules.

Nothing here knows how the paper was drawn, so the same measures hold for any PDF of the product.
"""

import ctypes
import functools
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

MM = 72 / 25.4
# Rounding of coordinates, and horns and slopes of letters that lean out of their boxes
TOLERANCE = 1.5
# What two letters may share of the smaller one: marks on capitals reach into the line above
SHARED = 0.3
RULE_WIDTH = 1.5
SHORTEST_RULE = 4.0


class Box(NamedTuple):
    """Points from the left and the lower edge of the sheet."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def area(self) -> float:
        return max(self.right - self.left, 0) * max(self.top - self.bottom, 0)

    def shared(self, other: "Box") -> float:
        return Box(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        ).area


class Letter(NamedTuple):
    """A letter of the text layer where it is printed; blanks have a box without area."""

    text: str
    box: Box


@dataclass(frozen=True)
class Sheet:
    """One page: its letters in the order of the text layer, and its upright rules."""

    number: int
    width: float
    height: float
    letters: list[Letter]
    rules: list[Box]

    @property
    def margins(self) -> Box:
        """Box of the text area: 20/20/30/15 mm, which turn with the sheet."""
        if self.width < self.height:
            return Box(30 * MM, 20 * MM, self.width - 15 * MM, self.height - 20 * MM)
        return Box(20 * MM, 15 * MM, self.width - 20 * MM, self.height - 30 * MM)

    @property
    def body(self) -> list[Letter]:
        """The letters without the page number in the margin above."""
        return [one for one in self.letters if one.box.bottom < self.margins.top]

    @property
    def text(self) -> str:
        return "".join(one.text for one in self.letters)

    def nearby(self, letter: Letter, distance: int = 12) -> str:
        """The words around `letter`, for messages."""
        place = self.letters.index(letter)
        return "".join(one.text for one in self.letters[max(place - distance, 0) :][: 2 * distance])


@functools.lru_cache(maxsize=2)
def sheets(pdf: bytes) -> list[Sheet]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_sheet(index + 1, document[index]) for index in range(len(document))]
    finally:
        document.close()


def text_of(pdf: bytes) -> str:
    """Everything the text layer says in the text area, without blanks: lines break anywhere."""
    return squeezed("".join(one.text for sheet in sheets(pdf) for one in sheet.body))


def squeezed(text: str) -> str:
    return "".join(text.split())


def boxes_of(pdf: bytes, words: str) -> list[Box]:
    """Where `words`, given without blanks, are printed on one line: the box of each place."""
    found = []
    for sheet in sheets(pdf):
        letters = [one for one in sheet.body if not one.text.isspace()]
        text = "".join(one.text for one in letters)
        place = text.find(words)
        while place >= 0:
            boxes = [one.box for one in letters[place : place + len(words)]]
            sides = zip(*boxes, strict=True)
            left, bottom, right, top = (list(side) for side in sides)
            found.append(Box(min(left), min(bottom), max(right), max(top)))
            place = text.find(words, place + 1)
    return found


def outside_the_text_area(pdf: bytes) -> list[str]:
    """Letters beyond the margins of their sheet, with the words around them."""
    found = []
    for sheet in sheets(pdf):
        area = sheet.margins
        for one in sheet.body:
            box = one.box
            if box.area and (
                box.left < area.left - TOLERANCE
                or box.right > area.right + TOLERANCE
                or box.bottom < area.bottom - TOLERANCE
            ):
                found.append(f"{sheet.number}: {sheet.nearby(one)!r}")
    return found


def across_rules(pdf: bytes) -> list[str]:
    """Letters that a rule between two cells cuts, with the words around them."""
    found = []
    for sheet in sheets(pdf):
        for one in sheet.letters:
            middle = (one.box.top + one.box.bottom) / 2
            for rule in sheet.rules:
                x = (rule.left + rule.right) / 2
                is_level = rule.bottom < middle < rule.top
                if is_level and one.box.left + TOLERANCE < x < one.box.right - TOLERANCE:
                    found.append(f"{sheet.number}: {sheet.nearby(one)!r}")
    return found


def on_one_another(pdf: bytes) -> list[str]:
    """Pairs of letters printed on each other, with the words around both."""
    return [
        f"{sheet.number}: {sheet.nearby(one)!r} on {sheet.nearby(other)!r}"
        for sheet in sheets(pdf)
        for one, other in _pairs(sheet)
    ]


def strange_letters(pdf: bytes) -> list[str]:
    """Characters that a text layer may not have: private ones, controls, signs of direction."""
    return [
        f"{sheet.number}: U+{ord(one.text):04X} in {sheet.nearby(one)!r}"
        for sheet in sheets(pdf)
        for one in sheet.letters
        if _is_strange(one.text)
    ]


def num_missing_glyphs(pdf: bytes) -> int:
    """How often the paper shows the box of a font that lacks the letter (glyph 0)."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return sum(_missing_in(page) for page in document.pages)


def fonts_of(pdf: bytes) -> set[str]:
    """Names of the fonts of all pages and drawings, without the tag of the subset."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        names = {
            str(thing.BaseFont)
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font"
        }
    return {name.split("+")[-1] for name in names}


def _sheet(number: int, page: pypdfium2.PdfPage) -> Sheet:
    textpage = page.get_textpage()
    try:
        letters = list(_letters(textpage))
    finally:
        textpage.close()
    rules = [
        Box(*bounds)
        for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])
        for bounds in [thing.get_bounds()]
        if bounds[2] - bounds[0] < RULE_WIDTH and bounds[3] - bounds[1] > SHORTEST_RULE
    ]
    sheet = Sheet(number, page.get_width(), page.get_height(), letters, rules)
    page.close()
    return sheet


def _letters(textpage: pypdfium2.PdfTextPage) -> Iterator[Letter]:
    sides = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = sides
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage.raw, index)
        pdfium.FPDFText_GetCharBox(textpage.raw, index, *map(ctypes.byref, sides))
        # This reader writes a hyphen at the end of a line as 2
        text = "-" if code == 2 else chr(code or 0xFFFD)
        if pdfium.FPDFText_IsGenerated(textpage.raw, index) or text.isspace():
            yield Letter(text, Box(left.value, bottom.value, left.value, bottom.value))
        else:
            yield Letter(text, Box(left.value, bottom.value, right.value, top.value))


def _pairs(sheet: Sheet) -> Iterator[tuple[Letter, Letter]]:
    """Pairs of letters with too much of their area in common, sought in small squares."""
    squares = defaultdict(list)
    for place, one in enumerate(sheet.letters):
        if one.box.area < 1:
            continue
        for x in range(int(one.box.left // 20), int(one.box.right // 20) + 1):
            for y in range(int(one.box.bottom // 20), int(one.box.top // 20) + 1):
                squares[x, y].append(place)
    seen = set()
    for places in squares.values():
        for index, first in enumerate(places):
            for second in places[index + 1 :]:
                one, other = sheet.letters[first], sheet.letters[second]
                share = one.box.shared(other.box) / min(one.box.area, other.box.area)
                # Neighbours in italics lean into each other's boxes
                if share > SHARED and second - first > 1 and (first, second) not in seen:
                    seen.add((first, second))
                    yield one, other


def _is_strange(letter: str) -> bool:
    code = ord(letter)
    return (
        letter == "\ufffd"
        or (code < 0x20 and letter not in "\r\n\t")
        or 0x7F <= code <= 0x9F
        or code in {0xAD, 0xFEFF, 0xFFFE, 0xFFFF}
        or 0x200B <= code <= 0x200F
        or 0x202A <= code <= 0x202E
        or 0x2060 <= code <= 0x206F
        or 0xE000 <= code <= 0xF8FF
        or code >= 0xF0000
    )


def _missing_in(content: pikepdf.Page | pikepdf.Object) -> int:
    """Glyphs 0 of a page or drawing and of the drawings in it; glyphs have two bytes."""
    number = 0
    for operands, operator in pikepdf.parse_content_stream(content):
        if str(operator) in ("Tj", "TJ"):
            runs = operands[0] if str(operator) == "TJ" else operands
            for run in runs:
                if isinstance(run, pikepdf.String):
                    glyphs = bytes(run)
                    number += sum(
                        glyphs[place : place + 2] == b"\0\0" for place in range(0, len(glyphs), 2)
                    )
    resources = content.get("/Resources", {})
    drawings = resources.get("/XObject", {}) if "/XObject" in resources else {}
    return number + sum(
        _missing_in(drawing)
        for drawing in dict(drawings).values()
        if drawing.get("/Subtype") == "/Form"
    )
