"""Sheets of a Word file: upright or turned, with the page number in the top margin."""

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.section import Section
from docx.shared import Mm

from reporting.papers.profiles import A4, Margins, Profile
from reporting.papers.word.elements import add
from reporting.papers.word.texts import add_paragraph

# From the top of a line to the top of its digits, as a part of the size of the letters
ABOVE_DIGITS = 0.215


def text_width(profile: Profile, *, is_wide: bool) -> int:
    """In millimetres."""
    margins = _margins(profile, is_wide=is_wide)
    return A4[1 if is_wide else 0] - margins.left - margins.right


def set_first_sheet(word: WordDocument, profile: Profile) -> None:
    """The sheet of the body; its first page has no number."""
    section = word.sections[0]
    _set_sheet(section, profile, is_wide=False)
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    section.header.is_linked_to_previous = False
    header = section.header._element
    for paragraph in list(header):
        header.remove(paragraph)
    number = add(add_paragraph(header, "Header"), "fldSimple", instr="PAGE")
    add(add(number, "r"), "t").text = "1"


def begin_sheet(word: WordDocument, profile: Profile, *, is_wide: bool) -> None:
    """Begin a page on another sheet; its number follows on."""
    section = word.add_section(WD_SECTION.NEW_PAGE)
    word.element.body.p_lst[-1].style = "Gap"
    section.different_first_page_header_footer = False
    _set_sheet(section, profile, is_wide=is_wide)


def _margins(profile: Profile, *, is_wide: bool) -> Margins:
    return profile.margins.turned if is_wide else profile.margins


def _set_sheet(section: Section, profile: Profile, *, is_wide: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    width, height = reversed(A4) if is_wide else A4
    section.page_width, section.page_height = Mm(width), Mm(height)
    margins = _margins(profile, is_wide=is_wide)
    section.top_margin, section.bottom_margin = Mm(margins.top), Mm(margins.bottom)
    section.left_margin, section.right_margin = Mm(margins.left), Mm(margins.right)
    above_digits = profile.faces.page_number.size * ABOVE_DIGITS * 25.4 / 72
    section.header_distance = Mm(profile.page_number_from_edge - above_digits)
    section.footer_distance = Mm(profile.page_number_from_edge)
