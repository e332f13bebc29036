"""Text of files as a reader sees it: capitals by format, fonts of old encodings."""

import io

import pytest

from tests.reporting.evidence.bad_files import with_extra
from tests.reporting.evidence.uploads import docx, pdf_saying, xlsx
from tracker.lib import secrecy, uploads
from tracker.lib.uploads import runs

PLAIN = "<w:p><w:r><w:t>Số liệu</w:t></w:r></w:p>"


def check(content, name="a.docx"):
    return uploads.check(io.BytesIO(content), name=name, size=len(content))


def word(*paragraphs, styles=""):
    extra = {"word/header1.xml": "".join(paragraphs)}
    return docx("x", extra={**extra, "word/styles.xml": styles} if styles else extra)


def paragraph(text, look="", style=""):
    style = f'<w:pPr><w:pStyle w:val="{style}"/><w:rPr><w:caps/></w:rPr></w:pPr>' if style else ""
    return f"<w:p>{style}<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def font(name):
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def style(name, look, based_on=""):
    parent = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="paragraph" w:styleId="{name}">{parent}<w:rPr>{look}</w:rPr></w:style>'


STAMPS = {
    "capitals by format": word(PLAIN, paragraph("mật", "<w:caps/>")),
    "small capitals": word(PLAIN, paragraph("mật", '<w:smallCaps w:val="true"/>')),
    "capitals of the style": word(paragraph("mật", style="A"), styles=style("A", "<w:caps/>")),
    "capitals of its parent": word(
        paragraph("mật", style="B"), styles=style("A", "<w:caps/>") + style("B", "", "A")
    ),
    "capitals of a style of letters": word(
        paragraph("mật", '<w:rStyle w:val="A"/>'), styles=style("A", "<w:caps/>")
    ),
    "capitals by default": word(
        paragraph("mật"),
        styles="<w:docDefaults><w:rPrDefault><w:rPr><w:caps/></w:rPr></w:rPrDefault></w:docDefaults>",
    ),
    "TCVN3 font of capitals": word(paragraph("mËt", font(".VnTimeH"))),
    "TCVN3 font of the style": word(
        paragraph("mËt", style="A"), styles=style("A", font(".VnArialH"))
    ),
    "TCVN3": word(paragraph("MËT", font(".VnTime"))),
    "VNI": word(paragraph("MAÄT", font("VNI-Times"))),
    "pieces": word("<w:p><w:r><w:t>M</w:t></w:r><w:r><w:softHyphen/><w:t>ẬT</w:t></w:r></w:p>"),
    "tabs": word("<w:p><w:r><w:t>TỐI</w:t><w:tab/><w:tab/></w:r><w:r><w:t>MẬT</w:t></w:r></w:p>"),
    "small letters at the head": word(paragraph("Tối mật")),
}
ORDINARY = {
    "capitals switched off": word(
        paragraph("mật", '<w:caps w:val="0"/>', style="A"), styles=style("A", "<w:caps/>")
    ),
    "a heading by format": word(paragraph("Bảo vệ bí mật nhà nước", "<w:caps/>")),
    "style in a circle": word(
        paragraph("mật", style="A"), styles=style("A", "", "B") + style("B", "", "A")
    ),
    "TCVN3": word(paragraph("Céng hßa x· héi, b¶o vÖ bÝ mËt", font(".VnTime"))),
    "TCVN3 heading": word(paragraph("b¶o vÖ bÝ mËt nhµ n­íc", font(".VnTimeH"))),
    "look of the paragraph's end": word(paragraph("mật", style="A")),
}


@pytest.mark.parametrize("case", STAMPS)
def test_a_stamp_is_found_as_it_looks(case):
    assert secrecy.mark_in(check(STAMPS[case]).text)


@pytest.mark.parametrize("case", ORDINARY)
def test_ordinary_text_stays_ordinary(case):
    assert secrecy.mark_in(check(ORDINARY[case]).text) == ""


def test_old_fonts_are_read_and_named():
    upload = check(word(paragraph("KÕt qu¶ &amp; sè liÖu", font(".VnTime")), PLAIN))

    assert "Kết quả & số liệu" in upload.text
    assert upload.old_encoding == "TCVN3 (ABC)"
    assert check(word(PLAIN)).old_encoding == ""


@pytest.mark.parametrize("font_name", [".VnTimeH", ".VnTime"])
def test_a_sheet_with_a_font_of_capitals_shows_capitals(font_name):
    fonts = {"xl/styles.xml": f'<fonts><font><name val="{font_name}"/></font></fonts>'}

    upload = check(with_extra(xlsx("Sè liÖu", "mËt"), fonts), "a.xlsx")

    assert bool(secrecy.mark_in(upload.text)) is (font_name == ".VnTimeH")
    assert upload.old_encoding == "TCVN3 (ABC)"


def test_a_line_of_a_pdf_is_a_stamp_in_a_font_of_capitals_only():
    assert runs.stamps_of_capital_fonts("mËt\nSè 5", '".VnTimeH"') == "MẬT"
    assert runs.stamps_of_capital_fonts("mËt\nSè 5", '".VnTime"') == ""
    assert runs.stamps_of_capital_fonts("bÝ mËt\nmËt ®é", '".VnTimeH"') == ""


def test_the_head_of_each_page_of_a_pdf_is_read():
    page = "<p style='page-break-before: always'>Tối mật</p>"

    upload = check(pdf_saying("<p>Báo cáo</p>" * 30 + page), "a.pdf")

    assert secrecy.mark_in(upload.text) == "Tối mật"
    assert check(pdf_saying("<p>B¸o c¸o kÕt qu¶</p>"), "a.pdf").old_encoding == "TCVN3 (ABC)"
