"""What stands above and below the body of a paper, and above its annexes.

Head and foot are borderless tables of two columns: that is how offices set them themselves.
"""

from docx.oxml.xmlchemy import BaseOxmlElement
from PIL import ImageFont

from reporting.papers.blocks import Annex, Document, Head, Run, plain
from reporting.papers.profiles import A4, Face, Profile
from reporting.papers.word.elements import add, twips
from reporting.papers.word.looks import motto_id
from reporting.papers.word.styles import set_padding
from reporting.papers.word.texts import add_paragraph
from tracker.lib.fonts import print_font_files

# About 12 and 7 mm, for what the registry writes in
BLANK_NUMBER, BLANK_DAY = "\u00a0" * 10, "\u00a0" * 5
# Of a norm without dashes below the subject, in millimetres
SHORT_RULE = 30
# Of a norm without a star below the issuer: its part of the name's length
PART_OF_NAME = 0.4
# Millimetres by which the lines of another font may be longer
FRAME_SLACK = 5
# Points between the words and their frame
FRAME = {"top": 1, "left": 6, "bottom": 1, "right": 6}


def add_head(parent: BaseOxmlElement, head: Head, profile: Profile) -> None:
    """Head, kind and subject of the paper."""
    left, right = _add_columns(parent, profile)
    _add_issuer(left, head, profile)
    for place, motto in enumerate(profile.mottos, start=1):
        add_paragraph(right, motto_id(place), plain(motto))
    width = _length(profile.mottos[-1], profile.faces.mottos[-1])
    _add_rule(right, width, within=profile.columns[1])
    add_paragraph(right, "PlaceDay", plain(_place_and_day(head)))
    if head.circulation:
        add_paragraph(right, "Circulation", plain(head.circulation))
    add_paragraph(parent, "Title", plain(head.kind))
    add_paragraph(parent, "Subtitle", plain(head.subject))
    if head.replaces:
        add_paragraph(parent, "Replaces", plain(f"(thay thế Báo cáo {head.replaces})"))
    if profile.dashes:
        add_paragraph(parent, "Dashes", plain(profile.dashes))
    else:
        margins = profile.margins
        _add_rule(parent, SHORT_RULE, within=A4[0] - margins.left - margins.right)


def add_foot(parent: BaseOxmlElement, document: Document, profile: Profile) -> None:
    """Recipients and signature; they stay on one page, with the line above them."""
    foot = document.foot
    add_paragraph(parent, "Post", keeps_next=True)
    left, right = _add_columns(parent, profile)
    add_paragraph(left, "RecipientsHead", plain("Nơi nhận:"))
    for line in document.recipient_lines:
        add_paragraph(left, "Recipient", plain(line))
    add_paragraph(right, "Capacity", plain(foot.capacity))
    add_paragraph(right, "Post", plain(foot.post))
    add_paragraph(right, "Signer", plain(foot.name))


def add_annex_head(
    parent: BaseOxmlElement, annex: Annex, document: Document, *, on_new_page: bool
) -> None:
    """Number and title of an annex, and the paper to which it belongs."""
    title = (Run(f"{annex.label.upper()}\n{annex.title}"),)
    drawn = add_paragraph(parent, "AnnexTitle", title)
    drawn.pPr.pageBreakBefore_val = on_new_page
    words = f"(kèm theo Báo cáo {document.head.cited} của {document.issuer})"
    add_paragraph(parent, "AnnexOf", plain(words))


def _add_issuer(left: BaseOxmlElement, head: Head, profile: Profile) -> None:
    """The body above, the issuing body, the number or the room for it."""
    if head.superior_body:
        add_paragraph(left, "Superior", plain(head.superior_body))
    add_paragraph(left, "Issuer", plain(head.issuing_body))
    if profile.star:
        add_paragraph(left, "Superior", plain(profile.star))
    else:
        width = _length(head.issuing_body, profile.faces.issuer) * PART_OF_NAME
        _add_rule(left, width, within=profile.columns[0])
    number = f"{BLANK_NUMBER}{head.number_tail}" if head.is_draft else head.number
    add_paragraph(left, "Number", plain(f"{profile.number_label} {number}"))
    if head.is_draft:
        add_paragraph(left, "Draft", plain(f"Dự thảo lần {head.draft_number}"))
    if head.urgency:
        words = f"{head.urgency}\n({head.urgent_by})" if head.urgent_by else head.urgency
        width = max(_length(line, profile.faces.urgency) for line in words.split("\n"))
        _add_framed(left, "Urgency", words, width, within=profile.columns[0])


def _place_and_day(head: Head) -> str:
    if head.is_draft:
        return f"{head.place}, ngày{BLANK_DAY} {head.month_in_words}"
    return f"{head.place}, {head.day_in_words}"


def _add_columns(
    parent: BaseOxmlElement, profile: Profile
) -> tuple[BaseOxmlElement, BaseOxmlElement]:
    """The two cells of a new table without borders, on one page."""
    widths = [twips(width) for width in profile.columns]
    table = add(parent, "tbl")
    look = add(table, "tblPr")
    add(look, "tblW", w=sum(widths), type="dxa")
    add(look, "tblLayout", type="fixed")
    set_padding(look, x=0, y=0)
    columns = add(table, "tblGrid")
    row = add(table, "tr")
    add(add(row, "trPr"), "cantSplit")
    cells = []
    for width in widths:
        add(columns, "gridCol", w=width)
        cell = add(row, "tc")
        add(add(cell, "tcPr"), "tcW", w=width, type="dxa")
        cells.append(cell)
    return cells[0], cells[1]


def _add_framed(
    parent: BaseOxmlElement, style: str, words: str, width: float, *, within: float
) -> None:
    """A centred paragraph in a frame that is as wide as its longest line, `width` millimetres."""
    look = add_paragraph(parent, style, plain(words)).pPr
    borders = add(look, "pBdr")
    for side, space in FRAME.items():
        add(borders, side, val="single", sz=6, space=space, color="000000")
    margin = twips(max(within - width - FRAME_SLACK, 0) / 2)
    add(look, "ind", left=margin, right=margin)


def _add_rule(parent: BaseOxmlElement, width: float, *, within: float) -> None:
    """A centred rule, `width` millimetres long."""
    look = add_paragraph(parent, "Rule").pPr
    side = twips(max(within - width, 0) / 2)
    borders = add(look, "pBdr")
    add(borders, "top", val="single", sz=6, space=0, color="000000")
    add(look, "ind", left=side, right=side)


def _length(words: str, face: Face) -> float:
    """In millimetres, as set in the print font."""
    file = print_font_files()["bold" if face.is_bold else "normal", "normal"]
    return ImageFont.truetype(file, face.size * 10).getlength(words) / 10 * 25.4 / 72
