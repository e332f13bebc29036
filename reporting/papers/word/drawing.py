"""A document of blocks as a Word file, which looks like its PDF."""

import io
from collections.abc import Iterable
from datetime import datetime
from typing import assert_never

from docx.document import Document as WordDocument
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from reporting.papers.blocks import (
    Annex,
    Block,
    Chart,
    Document,
    Heading,
    ItemList,
    PageBreak,
    Paragraph,
    Table,
    plain,
)
from reporting.papers.profiles import Profile
from reporting.papers.word import frames, packing, pictures, sheets
from reporting.papers.word.elements import add
from reporting.papers.word.lists import add_typed
from reporting.papers.word.styles import set_styles
from reporting.papers.word.tables import add_table
from reporting.papers.word.texts import add_paragraph, valid

HEADINGS = {0: "Heading1", 1: "Heading2", 2: "Heading3", 3: "Heading4", 4: "AnnexHeading"}
IN_BODY = {
    "body": "BodyText",
    "note": "BodyText",
    "caption": "FigureCaption",
    "blank": "Blank",
    "list": "ListBullet",
}
IN_ANNEX = IN_BODY | {"body": "AnnexText", "note": "AnnexNote", "list": "AnnexItem"}
# Paragraphs on the last page of an annex
NUM_AT_END = 3


def draw(document: Document, at: datetime) -> bytes:
    """The Word file of `document`, with `at` as the time of its making."""
    word = packing.empty_document(is_two_sided=document.head.is_two_sided)
    profile = document.head.profile
    set_styles(word, profile)
    title = f"Báo cáo {document.head.subject}"
    packing.set_properties(word, title=title, author=document.head.issuing_body, at=at)
    sheets.set_first_sheet(word, profile)
    _Drawing(word, profile).draw(document)
    return packing.packed(word)


class _Drawing:
    """Draws one block after the other; those of a sheet are added to `word` together."""

    def __init__(self, word: WordDocument, profile: Profile) -> None:
        self.word = word
        self.profile = profile
        self.sheet: BaseOxmlElement = OxmlElement("w:body")
        self.is_wide = False
        self.styles = IN_BODY
        self.num_pictures = 0

    def draw(self, document: Document) -> None:
        frames.add_head(self.sheet, document.head, self.profile)
        self._draw_all(document.blocks)
        self._keep_last_with_next()
        frames.add_foot(self.sheet, document, self.profile)
        self.styles = IN_ANNEX
        for annex in document.annexes:
            self._draw_annex(annex, document)
        self._separate_tables()
        self._end_sheet()

    def _draw_annex(self, annex: Annex, document: Document) -> None:
        turns = annex.is_wide != self.is_wide
        if turns:
            self._end_sheet()
            self.is_wide = annex.is_wide
            sheets.begin_sheet(self.word, self.profile, is_wide=annex.is_wide)
        frames.add_annex_head(self.sheet, annex, document, on_new_page=not turns)
        first = len(self.sheet)
        self._draw_all(annex.blocks)
        self._keep_end_together(first)

    def _draw_all(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self._draw(block)

    def _draw(self, block: Block) -> None:
        match block:
            case Heading():
                between = "\n" if block.level == 0 else " "
                words = plain(f"{block.number}{between}{block.title}".strip())
                add_paragraph(self.sheet, HEADINGS[block.level], words)
            case Paragraph():
                add_typed(self.sheet, self.styles[block.style], block.runs)
            case ItemList():
                for item in block.items:
                    add_typed(self.sheet, self.styles["list"], item)
            case Table():
                self._draw_table(block)
            case Chart():
                self._draw_chart(block)
            case PageBreak():
                run = add(add_paragraph(self.sheet, "Gap"), "r")
                add(run, "br", type="page")
            case _:
                assert_never(block)

    def _draw_table(self, table: Table) -> None:
        if table.caption:
            add_paragraph(self.sheet, "Caption", plain(table.caption))
        else:
            self._separate_tables()
        width = sheets.text_width(self.profile, is_wide=self.is_wide)
        add_table(self.sheet, table, width=width)

    def _draw_chart(self, chart: Chart) -> None:
        for picture in pictures.png_files(chart):
            self.num_pictures += 1
            run = add(add_paragraph(self.sheet, "Figure"), "r")
            inline = self.word.part.new_pic_inline(io.BytesIO(picture), width=Mm(pictures.WIDTH_MM))
            inline.docPr.set("id", str(self.num_pictures))
            inline.docPr.set("name", f"Hình {self.num_pictures}")
            inline.docPr.set("title", valid(chart.title))
            inline.docPr.set("descr", valid(chart.description))
            run.add_drawing(inline)
        add_paragraph(self.sheet, "FigureCaption", plain(chart.caption))

    def _separate_tables(self) -> None:
        """Word makes one table of two that touch, and must find a paragraph after the last."""
        if self._ends_with_table():
            add_paragraph(self.sheet, "Gap")

    def _ends_with_table(self) -> bool:
        return len(self.sheet) > 0 and self.sheet[-1].tag.endswith("}tbl")

    def _keep_last_with_next(self) -> None:
        """The signature never stands alone on a page, nor below nothing but a line to fill."""
        for drawn in reversed(self.sheet):
            if not _is_paragraph(drawn):
                break
            _keep_with_next(drawn)
            if drawn.style != IN_BODY["blank"]:
                break

    def _keep_end_together(self, first: int) -> None:
        """The last page of an annex, of what was drawn from `first` on, has several paragraphs."""
        for drawn in self.sheet[first:][-NUM_AT_END:-1]:
            if _is_paragraph(drawn):
                _keep_with_next(drawn)

    def _end_sheet(self) -> None:
        """Add what was drawn to the document."""
        before = self.word.element.body.get_or_add_sectPr()
        for drawn in list(self.sheet):
            before.addprevious(drawn)


def _is_paragraph(drawn: BaseOxmlElement) -> bool:
    return str(drawn.tag).endswith("}p")


def _keep_with_next(paragraph: BaseOxmlElement) -> None:
    paragraph.get_or_add_pPr().get_or_add_keepNext()
