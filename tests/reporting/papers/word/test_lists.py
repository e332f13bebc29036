"""Lists that people typed, as lists of Word."""

import pytest
from docx.oxml.ns import qn

from reporting.papers.blocks import Paragraph, Run, TableCell, TableColumn, TableRow
from tests.reporting.papers import scene
from tests.reporting.papers.word.reading import drawn, paragraphs, words_of


def _shown(paragraph, signs):
    """The sign before a paragraph, its words, and where they begin in millimetres."""
    look = paragraph.pPr
    number = look.numPr.numId.val if look.numPr is not None else None
    indent = look.ind_left and round(look.ind_left.mm)
    return signs.get(number), words_of(paragraph), indent


def _paragraphs(word, shown):
    numbering = word.part.numbering_part.element
    of_list = {
        one.get(qn("w:abstractNumId")): one.find(f".//{qn('w:lvlText')}").get(qn("w:val"))
        for one in numbering.findall(qn("w:abstractNum"))
    }
    signs = {one.numId: of_list[str(one.abstractNumId.val)] for one in numbering.num_lst}
    return [_shown(one, signs) for one in shown]


TYPED = "Kết quả:\n- Đã họp;\n+ có 12 xã;\n- đã ký.\nSố liệu:\n1. Một\n2. Hai"


def test_typed_items_are_items_and_typed_numbers_stay_words():
    runs = (Run("Trong kỳ. "), Run(TYPED), Run("Hết."))
    word = drawn(blocks=(Paragraph("a", runs),), annexes=())

    body = [one._p for one in word.paragraphs if one.style.style_id == "BodyText"]

    assert _paragraphs(word, body) == [
        (None, "Trong kỳ. Kết quả:", None),
        ("-", "Đã họp;", 16),
        ("+", "có 12 xã;", 22),
        ("-", "đã ký.", 16),
        (None, "Số liệu:", None),
        (None, "1.\tMột", 16),
        (None, "2.\tHai", 16),
        (None, "Hết.", None),
    ]
    assert round(body[1].pPr.first_line_indent.mm) == -6
    assert [one.pPr.spacing_before for one in body] == [None, *[0] * 7]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Một\nHai\nBa\n- x\n- x", ["Trong kỳ. Một\nHai\nBa", "x", "x", "Hết."]),
        ("- x\nMột", ["Trong kỳ. ", "x", "Một\nHết."]),
        ("- x\nMột\nHai", ["Trong kỳ. ", "x", "Một\nHai\nHết."]),
        ("Một\nA\tB\nC\tD\n- x", ["Trong kỳ. Một\nA\tB\nC\tD", "x", "Hết."]),
        ("- x\nA\tB\nC\tD\nMột", ["Trong kỳ. ", "x", "A\tB\nC\tD\nMột\nHết."]),
    ],
)
def test_lines_around_a_list_follow_each_other_without_gaps(typed, shown):
    runs = (Run("Trong kỳ. "), Run(typed), Run("Hết."))
    word = drawn(blocks=(Paragraph("a", runs),), annexes=())

    assert [words for style, words in paragraphs(word) if style == "BodyText"] == shown


def test_items_in_a_cell_have_no_room_for_an_indentation():
    row = TableRow((TableCell((Run("Gồm:\n• một\n• hai"),)),))
    table = scene.table(columns=(TableColumn(),), head=(), rows=(row,))
    word = drawn(blocks=(table,), annexes=())

    cell = word.tables[1].cell(0, 0)

    assert _paragraphs(word, [one._p for one in cell.paragraphs]) == [
        (None, "Gồm:", None),
        ("•", "một", 4),
        ("•", "hai", 4),
    ]
