"""Lines and tables of a PDF with text, by the places of its letters and its ruled lines."""

import ctypes
import io
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from plans.reading.files.grids import RuledGrid, grids_of
from plans.reading.lines import Rows, SourceLine, table
from plans.reading.marks import mark_of
from tracker.lib.refusal import Refused
from tracker.lib.uploads import pdf

MAX_LETTERS = 12_000
MAX_RULES = 4_000
# A scan has at most a few letters of a stamp on its pages
_LEAST_LETTERS_A_PAGE = 25
# A wider gap, in heights of letters, parts the two sides of a head
_GAP = 1.6
_SPACE = 0.1
_LEAST_SIZE = 6
# Points: a line of the right side whose middle is closer stands in the middle of the page
_OFF_CENTER = 6
# What PDFium gives for a hyphen that ends a line
_HYPHEN_AT_END = 2
# PDFium is not thread-safe
_pdfium = threading.Lock()


@dataclass(frozen=True)
class PlacedLetter:
    """A letter and its place, in points from the lower left corner of the page."""

    sign: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


def lines_of_pdf(name: str, content: bytes, *, max_pages: int) -> list[SourceLine]:
    """The lines of a PDF; each page but the first begins with a form feed."""
    pdf.checked_text(io.BytesIO(content), name=name)
    try:
        with _pdfium:
            pages = list(_pages(name, content, max_pages))
    except pypdfium2.PdfiumError as error:
        raise Refused(f"Tệp “{name}” không mở được, có thể đã hỏng.") from error
    num_letters = sum(len("".join(line.text.split())) for page in pages for line in page)
    if num_letters < _LEAST_LETTERS_A_PAGE * len(pages):
        raise Refused(
            f"Tệp “{name}” là bản chụp (scan), không có chữ để đọc. "
            "Hãy dùng tệp Word của văn bản, hoặc bản đã nhận dạng chữ (OCR)."
        )
    return [line for page in pages for line in page]


def _pages(name: str, content: bytes, max_pages: int) -> Iterator[list[SourceLine]]:
    document = pypdfium2.PdfDocument(content)
    try:
        if len(document) > max_pages:
            raise Refused(f"Tệp “{name}” dài hơn {max_pages} trang. Hãy tách thành nhiều tệp.")
        for number, page in enumerate(document):
            lines = _lines_of_page(page)
            page.close()
            if number and lines and not lines[0].rows:
                first = lines[0]
                lines[0] = SourceLine(raw=f"\f{first.raw}", text=f"\f{first.text}")
            yield lines
    finally:
        document.close()


def _lines_of_page(page: pypdfium2.PdfPage) -> list[SourceLine]:
    letters = _letters(page)
    grids = grids_of(_rules(page))
    inside: dict[int, list[PlacedLetter]] = {at: [] for at in range(len(grids))}
    free: list[PlacedLetter] = []
    for letter in letters:
        at = next((at for at, grid in enumerate(grids) if grid.holds(*letter.middle)), None)
        (free if at is None else inside[at]).append(letter)
    placed = [(text_top, line) for text_top, line in _text_lines(free)]
    for at, grid in enumerate(grids):
        rows = _cells(grid, inside[at])
        if any(cell for row in rows for cell in row):
            placed.append((grid.ys[0], table(rows)))
    return [line for _top, line in sorted(placed, key=lambda each: -each[0])]


def _letters(page: pypdfium2.PdfPage) -> list[PlacedLetter]:
    text_page = page.get_textpage()
    raw = text_page.raw
    box = pdfium.FS_RECTF()
    letters = []
    for at in range(min(text_page.count_chars(), MAX_LETTERS)):
        code = pdfium.FPDFText_GetUnicode(raw, at)
        code = ord("-") if code == _HYPHEN_AT_END else code
        if code < 32 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            continue
        # The loose box has the height of the font and the width that the letter takes
        pdfium.FPDFText_GetLooseCharBox(raw, at, ctypes.byref(box))
        letters.append(PlacedLetter(chr(code), box.left, box.right, box.bottom, box.top))
    text_page.close()
    return letters


def _rules(page: pypdfium2.PdfPage) -> list[tuple[float, float, float, float]]:
    rules = []
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3):
        rules.append(item.get_bounds())
        if len(rules) == MAX_RULES:
            break
    return rules


def _text_lines(letters: list[PlacedLetter]) -> Iterator[tuple[float, SourceLine]]:
    """Lines from above to below; a wide gap within one is written as a tab.

    A blank line stands where the page shows that a paragraph begins: by more room above it, or by
    a first line that is indented.
    """
    rows = [row for row in _rows_of(letters) if _joined(row)]
    spacing = _spacing(rows)
    before: list[PlacedLetter] | None = None
    sides = _Sides(letters)
    for row in rows:
        text, top = sides.marked(row, _joined(row)), max(letter.top for letter in row)
        if before is not None and _begins_paragraph(before, row, text, spacing):
            yield top + 0.01, SourceLine(raw="\n", text="")
        yield top, SourceLine(raw=f"{text}\n", text=text)
        before = row


class _Sides:
    """Where the right side of a head or a foot begins, below a line that has both."""

    def __init__(self, letters: list[PlacedLetter]) -> None:
        edges = [each.left for each in letters] + [each.right for each in letters]
        self.center = (min(edges) + max(edges)) / 2 if edges else 0.0
        self.border: float | None = None

    def marked(self, row: list[PlacedLetter], text: str) -> str:
        """`text` with a tab before it where all of it is on the right."""
        if "\t" in text:
            gap, place = max(
                (after.left - each.right, at) for at, (each, after) in enumerate(pairwise(row))
            )
            self.border = row[place].right + gap / 2
        elif self.border is not None:
            if (
                row[0].left > self.border
                and (row[0].left + row[-1].right) / 2 > self.center + _OFF_CENTER
            ):
                return f"\t{text}"
            if row[-1].right > self.border:
                self.border = None
        return text


def _spacing(rows: list[list[PlacedLetter]]) -> float:
    """How far a line usually is from the one before it."""
    steps = sorted(upper[0].middle[1] - lower[0].middle[1] for upper, lower in pairwise(rows))
    return steps[len(steps) // 3] if steps else 0.0


def _begins_paragraph(
    before: list[PlacedLetter], row: list[PlacedLetter], text: str, spacing: float
) -> bool:
    size = max(row[0].top - row[0].bottom, _LEAST_SIZE)
    if before[0].middle[1] - row[0].middle[1] > spacing + 0.18 * size:
        return True
    is_indented = row[0].left > before[0].left + 0.8 * size
    # The second line of a list may be indented too
    return is_indented and (mark_of(text) is not None or mark_of(_joined(before)) is None)


def _rows_of(letters: list[PlacedLetter]) -> list[list[PlacedLetter]]:
    """Letters that stand on the same line."""
    rows: list[list[PlacedLetter]] = []
    visible = [letter for letter in letters if letter.sign.strip() and letter.top > letter.bottom]
    for letter in sorted(visible, key=lambda each: -each.middle[1]):
        if rows and _are_level(rows[-1][0], letter):
            rows[-1].append(letter)
        else:
            rows.append([letter])
    return [sorted(row, key=lambda letter: letter.left) for row in rows]


def _are_level(first: PlacedLetter, other: PlacedLetter) -> bool:
    """Whether most of the lower of two letters is beside the other; fonts differ in height."""
    shared = min(first.top, other.top) - max(first.bottom, other.bottom)
    return shared > 0.5 * min(first.top - first.bottom, other.top - other.bottom)


def _joined(row: list[PlacedLetter]) -> str:
    """The letters of a line with the spaces that the gaps between them show."""
    size = sorted(letter.top - letter.bottom for letter in row)[len(row) // 2]
    pieces = [row[0].sign]
    for before, letter in pairwise(row):
        gap = letter.left - before.right
        if gap > _GAP * max(size, _LEAST_SIZE):
            pieces.append("\t")
        elif gap > _SPACE * size:
            pieces.append(" ")
        pieces.append(letter.sign)
    return "".join(pieces).strip()


def _cells(grid: RuledGrid, letters: list[PlacedLetter]) -> Rows:
    places: dict[tuple[int, int], list[PlacedLetter]] = {}
    for letter in letters:
        places.setdefault(grid.cell_of(*letter.middle), []).append(letter)
    texts = {
        place: "\n".join(_joined(row) for row in _rows_of(held)) for place, held in places.items()
    }
    return tuple(
        tuple(texts.get(grid.cell(row, column), "") for column in range(len(grid.xs) - 1))
        for row in range(len(grid.ys) - 1)
    )
