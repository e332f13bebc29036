"""Typed text as HTML of a paper."""

from html import unescape

import pytest
from django.utils.html import strip_tags

from reporting.papers.blocks import Heading, Paragraph, plain
from reporting.papers.drawing import draw_block
from reporting.papers.typed import drawn
from tests.papers.inputs import LISTS
from tracker.lib.typed_blocks import blocks, text_of

LINK = "https://lienket.example/tep/bao-cao-thang"


def test_lists_and_tables_stand_on_lines_of_their_own():
    assert drawn(" (Quý I): Kết quả:\n• Họp 3 cuộc;\nThôn\tSố hộ\nĐông\t120") == (
        " (Quý I): Kết quả:\n"
        '<span class="item item--0"><span class="item__sign">•</span> Họp 3 cuộc;</span>\n'
        '<span class="typed-rows">'
        '<span class="typed-row"><span class="typed-cell">Thôn</span>\t'
        '<span class="typed-cell">Số hộ</span></span>\n'
        '<span class="typed-row"><span class="typed-cell">Đông</span>\t'
        '<span class="typed-cell">120</span></span></span>'
    )


def test_a_list_that_begins_the_text_has_its_first_item_in_it():
    assert drawn("• một\n• hai").startswith('<span class="item item--0">')
    assert drawn("\n• một").strip().startswith('<span class="item item--0">')
    assert drawn("a\tb\nc\td").startswith('<span class="typed-rows">')


def test_words_of_one_line_keep_their_blanks_and_gaps():
    assert drawn(" và ") == " và "
    assert drawn("- một") == "- một"
    assert drawn("Người lập:\tTên") == '<span class="typed">Người lập:\tTên</span>'
    assert drawn("") == ""


def test_a_line_end_alone_is_one():
    assert drawn("\n") == "<br>"
    assert drawn("97,4\n") == "97,4<br>"
    assert drawn("\n(97)") == '\n<span class="line">(97)</span>'


@pytest.mark.parametrize("one", LISTS, ids=lambda one: one.kind)
def test_an_editor_reads_the_same_text_back(one):
    text = text_of(blocks(one.text))

    assert unescape(strip_tags(drawn(text))).strip() == text


def test_what_is_typed_is_never_markup():
    assert drawn("<b>\n• <i>\na\t<u>\nb\tc").count("&lt;") == 3


def test_a_paragraph_with_a_link_is_not_justified():
    long, short = (Paragraph("a", plain(f"Xem {words}")) for words in (LINK, "trang"))
    heading = Heading("b", "1.", LINK, 1)

    assert draw_block(long) == f'<p class="ragged">Xem {LINK}</p>'
    assert draw_block(short) == "<p>Xem trang</p>"
    assert draw_block(heading) == f'<h3 class="ragged">1. {LINK}</h3>'


def test_a_table_of_many_columns_has_small_letters():
    wide = "\t".join("abcdefg")

    assert drawn(f"{wide}\n{wide}").startswith('<span class="typed-rows typed-rows--many">')
