"""Text of any origin in a Word file."""

import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, parse_xml
from lxml import etree

from reporting.papers.blocks import Run
from reporting.papers.word.texts import add_paragraph, valid
from tests.reporting.papers.word.reading import words_of


def test_no_line_ends_at_the_hyphen_of_a_document():
    body = OxmlElement("w:body")

    add_paragraph(body, "BodyText", (Run("theo Chỉ thị số 35-CT/TU của Tỉnh - Thành"),))

    assert len(body.findall(".//" + qn("w:noBreakHyphen"))) == 1
    assert words_of(body) == "theo Chỉ thị số 35-CT/TU của Tỉnh - Thành"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Xã\x00 Hải\x07 Lâm", "Xã Hải Lâm"),
        ("nửa \ud83d ký tự \ude00", "nửa  ký tự "),
        ("đảo\u202echiều\u2067 chữ", "đảochiều chữ"),
        ("cuối\ufffe\uffff", "cuối"),
        ("một\r\nhai\rba\x0bbốn\u2028năm\x0csáu", "một\nhai\nba\nbốn\nnăm\nsáu"),
        ("cột\tcột", "cột\tcột"),
        ("✓ ☑ ➢ 😀 ₫ – “”", "✓ ☑ ➢ 😀 ₫ – “”"),
        ("<w:t>&amp;]]>", "<w:t>&amp;]]>"),
        ("  đầu và cuối  ", "  đầu và cuối  "),
    ],
)
def test_what_a_file_may_not_hold_is_left_out_and_all_else_stays(text, shown):
    assert valid(text) == shown

    body = OxmlElement("w:body")
    add_paragraph(body, "BodyText", (Run(text),))

    assert words_of(parse_xml(etree.tostring(body))) == shown
