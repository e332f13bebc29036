"""The Word file of a paper: its text, styles, sheets and properties."""

import re
from itertools import pairwise

import pytest
from docx.oxml.ns import qn

from reporting.papers.blocks import (
    Annex,
    Chart,
    Heading,
    ItemList,
    PageBreak,
    Paragraph,
    Run,
    Table,
    plain,
    text_of,
)
from reporting.papers.word import to_docx
from tests.reporting.papers import scene
from tests.reporting.papers.word.reading import AT, drawn, paragraphs, parts, words_of


def test_the_same_paper_is_the_same_file_to_the_byte():
    assert to_docx(scene.document(), AT) == to_docx(scene.document(), AT)


def test_no_text_of_the_paper_is_lost_and_its_order_is_kept():
    document = scene.document()

    rest = words_of(drawn().element.body)

    for text in _texts(document):
        before, found, rest = rest.partition(text)
        assert found, f"{text!r} is missing after {before[-40:]!r}"


def test_headings_carry_their_printed_numbers_and_the_levels_of_the_navigation():
    word = drawn()

    headings = {
        text: word.styles.element.get_by_id(style).pPr.outlineLvl.val
        for style, text in paragraphs(word)
        if style.startswith(("Heading", "Annex")) and style not in ("AnnexOf", "AnnexNote")
    }

    assert headings == {
        "Phần thứ nhất\nTÌNH HÌNH, KẾT QUẢ THỰC HIỆN": 0,
        "I. KẾT QUẢ": 1,
        "1. Tuyên truyền": 2,
        "a) Khách quan": 3,
        "PHỤ LỤC 1\nDanh mục văn bản": 0,
        "PHỤ LỤC 2\nKết quả của từng đơn vị": 0,
        "1.1. Nhiệm vụ": 1,
    }


def test_every_paragraph_has_a_style_of_the_file():
    word = drawn()
    known = {style.style_id for style in word.styles}

    named = [row.get(qn("w:val")) for row in word.element.body.iter(qn("w:pStyle"))]

    assert set(named) <= known
    assert len(named) == len(list(word.element.body.iter(qn("w:p"))))


def test_the_font_is_times_new_roman_in_all_four_slots_and_nowhere_another():
    files = parts(to_docx(scene.document(), AT))

    (fonts,) = re.findall(r"<w:rFonts([^>]*)/>", "".join(files.values()))

    slots = dict(re.findall(r'w:(\w+)="([^"]*)"', fonts))
    assert slots == dict.fromkeys(("ascii", "hAnsi", "cs", "eastAsia"), "Times New Roman")


def test_body_text_is_set_as_the_norm_says():
    look = drawn().styles["Body Text"]

    assert look.font.size.pt == 14
    assert look.paragraph_format.first_line_indent.mm == pytest.approx(10, abs=0.01)
    assert (look.paragraph_format.space_before.pt, look.paragraph_format.line_spacing.pt) == (6, 18)
    assert look.element.pPr.find(qn("w:spacing")).get(qn("w:lineRule")) == "exact"


def test_the_sheets_are_a4_and_turn_for_wide_annexes():
    upright, turned = drawn().sections

    assert _sheet(upright) == ((210, 297), (20, 20, 30, 15))
    assert _sheet(turned) == ((297, 210), (30, 15, 20, 20))


def test_annexes_after_a_wide_one_stand_upright_again():
    annexes = tuple(
        Annex(f"annex-{number}", number, "Danh mục", (scene.table(key=f"t{number}"),), is_wide)
        for number, is_wide in ((1, True), (2, True), (3, False))
    )

    word = drawn(annexes=annexes)

    assert [section.orientation for section in word.sections] == [0, 1, 0]
    breaks = {
        row.text.split("\n")[0]: row.paragraph_format.page_break_before
        for row in word.paragraphs
        if row.style.style_id == "AnnexTitle"
    }
    assert breaks == {"PHỤ LỤC 1": False, "PHỤ LỤC 2": True, "PHỤ LỤC 3": False}


def test_pages_are_numbered_ten_millimetres_from_the_edge_from_page_two_on():
    word = drawn()
    first, last = word.sections

    fields = [row.get(qn("w:instr")) for row in first.header._element.iter(qn("w:fldSimple"))]

    assert fields == ["PAGE"]
    assert first.different_first_page_header_footer
    assert not words_of(first.first_page_header._element)
    assert last.header.is_linked_to_previous
    assert not last.different_first_page_header_footer
    # A line of 14 pt has about 1 mm above its digits
    assert {round(section.header_distance.mm, 1) for section in word.sections} == {8.9}


def test_margins_of_backs_are_mirrored_where_both_sides_are_printed():
    def mirrors(word):
        return word.settings.element.findall(qn("w:mirrorMargins"))

    assert mirrors(drawn(head=scene.head(is_two_sided=True)))
    assert not mirrors(drawn())


def test_blanks_are_dotted_lines_and_lists_have_real_dashes():
    word = drawn()
    styles = word.styles.element

    assert styles.get_by_id("Blank").xpath("./w:pPr/w:pBdr/w:bottom/@w:val") == ["dotted"]
    assert [text for style, text in paragraphs(word) if style == "ListBullet"] == [
        "Xã Hải Lâm;",
        "Thị trấn Diên Sanh.",
    ]
    lists = word.part.numbering_part.element
    number = styles.get_by_id("ListBullet").pPr.numPr.numId.val
    assert lists.xpath(f"./w:num[@w:numId={number}]")
    assert lists.xpath("./w:abstractNum/w:lvl/w:lvlText/@w:val")[0] == "-"


def test_the_signature_stays_with_the_last_line():
    word = drawn()

    last = next(row for row in word.paragraphs if row.text == "Hết.")

    assert last._p.pPr.keepNext is not None
    assert word.tables[2]._tbl.xpath("./w:tr/w:trPr/w:cantSplit")


def test_the_signature_takes_lines_to_fill_along_with_the_words_above_them():
    blanks = (Paragraph("b1", (), style="blank"), Paragraph("b2", (), style="blank"))
    words = [Paragraph(text, plain(text)) for text in ("Một.", "Hai.")]

    word = drawn(blocks=(*words, *blanks), annexes=(Annex("a", 1, "Dài", (*words, *words)),))

    kept = [
        (one.text, one.paragraph_format.keep_with_next)
        for one in word.paragraphs
        if one.style.style_id in ("BodyText", "Blank", "AnnexText")
    ]
    assert kept[:4] == [("Một.", None), ("Hai.", True), ("", True), ("", True)]
    # Nor does an annex end with one paragraph alone
    assert kept[4:] == [("Một.", None), ("Hai.", True), ("Một.", True), ("Hai.", None)]


def test_two_tables_in_a_row_stay_two_tables_and_the_file_ends_with_a_paragraph():
    tables = (scene.table(key="t1", caption=""), scene.table(key="t2", caption=""))

    word = drawn(annexes=(Annex("annex-1", 1, "Danh mục", tables),))

    body = [child.tag for child in word.element.body if child.tag != qn("w:sectPr")]
    assert body.count(qn("w:tbl")) == 5
    assert (qn("w:tbl"), qn("w:tbl")) not in pairwise(body)
    assert body[-1] == qn("w:p")


def test_the_file_says_what_it_is_by_whom_and_in_which_language():
    properties = drawn().core_properties

    assert properties.title == "Báo cáo sơ kết thực hiện Kế hoạch số 126-KH/HU"
    assert properties.author == "HUYỆN ỦY HẢI LĂNG"
    assert properties.language == "vi-VN"
    assert properties.created == AT
    assert drawn().styles.element.xpath("./w:docDefaults//w:lang/@w:val") == ["vi-VN"]


def test_nothing_of_the_template_is_left_but_what_papers_need():
    files = parts(to_docx(scene.document(), AT))

    assert sorted(files) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/header1.xml",
        "word/header2.xml",
        "word/media/image1.png",
        "word/numbering.xml",
        "word/settings.xml",
        "word/styles.xml",
    ]
    assert "python-docx" not in "".join(files.values())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Một\nHai", "Kết quả: Một\nHai\nHết."),
        ("\n", "Kết quả: \nHết."),
        ("\nA\tB\nC\tD", "Kết quả: \nA\tB\nC\tD\nHết."),
        ("cột\tcột", "Kết quả: cột\tcộtHết."),
    ],
)
def test_text_on_several_lines_ends_with_a_line(text, shown):
    runs = (Run("Kết quả: "), Run(text), Run("Hết."))

    word = drawn(blocks=(Paragraph("p", runs),))

    assert ("BodyText", shown) in paragraphs(word)


def test_a_bold_run_is_bold_and_an_italic_one_italic():
    runs = (Run("Đậm", is_bold=True), Run(" nghiêng", is_italic=True), *plain(" thường"))

    word = drawn(blocks=(Paragraph("p", runs),))

    row = next(row for row in word.paragraphs if row.text == "Đậm nghiêng thường")
    assert [(run.bold, run.italic) for run in row.runs] == [
        (True, None),
        (None, True),
        (None, None),
    ]


def _sheet(section):
    size = (section.page_width, section.page_height)
    margins = (
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    )
    return tuple(round(length.mm) for length in size), tuple(round(x.mm) for x in margins)


def _texts(document):
    """Every text of the paper in the order of print; those of a chart are in its picture."""
    head, foot = document.head, document.foot
    yield from (head.superior_body, head.issuing_body, head.place, head.kind, head.subject)
    yield from _of_blocks(document.blocks)
    yield from (*foot.recipients, foot.capacity, foot.post, foot.name)
    for annex in document.annexes:
        yield annex.title
        yield from _of_blocks(annex.blocks)


def _of_blocks(blocks):
    for block in blocks:
        match block:
            case Heading():
                yield from (block.number, block.title)
            case Paragraph():
                yield text_of(block.runs)
            case ItemList():
                yield from (text_of(item) for item in block.items)
            case Table():
                yield from filter(None, (block.caption,))
                for cells in (*block.head, *(row.cells for row in block.rows)):
                    yield from (text_of(cell.runs) for cell in cells)
            case Chart():
                yield block.caption
            case PageBreak():
                pass
