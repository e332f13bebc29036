"""The styles of a Word file: those of papers, and nothing else of python-docx's template."""

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from reporting.papers.profiles import Profile
from reporting.papers.word.elements import add, half_points, twips, twips_of_points
from reporting.papers.word.looks import (
    GRIDS,
    GridLook,
    ParagraphLook,
    looks_of_papers,
    looks_of_word,
)

FONT = "Times New Roman"
FONT_SLOTS = ("ascii", "hAnsi", "cs", "eastAsia")
LANGUAGE = "vi-VN"
# Styles of the template that every file needs
KEPT = ("Normal", "DefaultParagraphFont", "TableNormal", "NoList")
# The list with a dash before each line
DASHES = 1
# `--ink-faint` of print
GREY = "444444"


def set_styles(word: WordDocument, profile: Profile) -> None:
    """Replace the styles of python-docx's template by those of papers."""
    styles = word.styles.element
    for style in styles.style_lst:
        if style.styleId not in KEPT:
            styles.remove(style)
    _set_defaults(styles)
    body = profile.faces.body
    _set_look(
        styles.get_by_id("Normal"), ParagraphLook("Normal", size=body.size, line=profile.line)
    )
    for looks, is_known in ((looks_of_word(profile), True), (looks_of_papers(profile), False)):
        for style_id, look in looks.items():
            style = word.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH, builtin=is_known)
            style.base_style = word.styles["Normal"]
            style.quick_style = True
            style.element.styleId = style_id
            _set_look(style.element, look)
    for size, grid in GRIDS.items():
        table_style = word.styles.add_style(grid.name, WD_STYLE_TYPE.TABLE)
        table_style.base_style = word.styles["Normal Table"]
        table_style.element.styleId = grid_id(size)
        _set_grid(table_style.element, grid)


def grid_id(size: int) -> str:
    return f"Grid{size}"


def set_padding(of_table: BaseOxmlElement, *, x: float, y: float) -> None:
    """The padding of the cells of a table or a table style, in points."""
    margins = add(of_table, "tblCellMar")
    for side, points in (("top", y), ("left", x), ("bottom", y), ("right", x)):
        add(margins, side, w=twips_of_points(points), type="dxa")


def _set_defaults(styles: BaseOxmlElement) -> None:
    """The font in all four slots, and the language; styles then name neither."""
    defaults = styles.find(qn("w:docDefaults"))
    defaults.clear()
    look = add(add(defaults, "rPrDefault"), "rPr")
    add(look, "rFonts", **dict.fromkeys(FONT_SLOTS, FONT))
    add(look, "lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA")
    add(add(defaults, "pPrDefault"), "pPr")


def _set_look(style: BaseOxmlElement, look: ParagraphLook) -> None:
    _set_paragraph(style, look)
    _set_letters(style, look)


def _set_paragraph(style: BaseOxmlElement, look: ParagraphLook) -> None:
    """Write the elements in the order that the format asks for."""
    properties = add(style, "pPr")
    if look.keeps_next:
        add(properties, "keepNext")
    if look.is_list:
        add(add(properties, "numPr"), "numId", val=DASHES)
    if look.is_dotted:
        borders = add(properties, "pBdr")
        for side in ("bottom", "between"):
            add(borders, side, val="dotted", sz=4, space=1, color="auto")
    add(
        properties,
        "spacing",
        before=twips_of_points(look.before),
        after=twips_of_points(look.after),
        line=twips_of_points(look.line or 12),
        lineRule="exact" if look.line else "auto",
    )
    if look.first_line:
        add(properties, "ind", firstLine=twips(look.first_line))
    add(properties, "jc", val=look.align)
    if look.outline is not None:
        add(properties, "outlineLvl", val=look.outline)


def _set_letters(style: BaseOxmlElement, look: ParagraphLook) -> None:
    """Write the elements in the order that the format asks for."""
    properties = add(style, "rPr")
    if look.is_bold:
        add(properties, "b")
    if look.is_italic:
        add(properties, "i")
    if look.is_dotted:
        add(properties, "color", val=GREY)
    add(properties, "sz", val=half_points(look.size))
    add(properties, "szCs", val=half_points(look.size))
    if look.is_underlined:
        add(properties, "u", val="single")


def _set_grid(style: BaseOxmlElement, grid: GridLook) -> None:
    of_table = add(style, "tblPr")
    borders = add(of_table, "tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        add(borders, side, val="single", sz=4, space=0, color="000000")
    set_padding(of_table, x=grid.padding_x, y=grid.padding_y)
