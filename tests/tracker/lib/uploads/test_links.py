"""Office files that would fetch or run something when they are opened, and ordinary links."""

import io

import pytest

from tests.reporting.evidence.bad_files import with_extra
from tests.reporting.evidence.uploads import docx, xlsx
from tracker.lib import uploads
from tracker.lib.refusal import Refused

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(kind, target, mode="External"):
    return (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="r>1" Type="{OFFICE}/{kind}" Target="{target}" '
        f'TargetMode="{mode}"/></Relationships>'
    )


def word(kind, target, mode="External"):
    return docx("x", extra={"word/_rels/document.xml.rels": relations(kind, target, mode)})


def field(*runs):
    code = "".join(f"<w:r><w:instrText>{run}</w:instrText></w:r>" for run in runs)
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'{code}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def word_with(xml):
    return docx("x", extra={"word/footer1.xml": xml})


def sheet(formula):
    return with_extra(
        xlsx("x"), {"xl/worksheets/sheet1.xml": f'<c r="A1"><f t="normal">{formula}</f></c>'}
    )


def excel(part, content):
    return with_extra(xlsx("x"), {part: content})


LINKED = "xl/externalLinks/externalLink1.xml"
BAD = {
    "linked object": ("a.docx", lambda: word("oleObject", "http://x.invalid/a.html!"), "dán nội"),
    "frame": ("a.docx", lambda: word("frame", "http://x.invalid/"), "tự lấy nội dung"),
    "sub-document": ("a.docx", lambda: word("subDocument", "file://x.invalid/a"), "tự lấy nội"),
    "linked image": ("a.docx", lambda: word("image", "http://x.invalid/a.png"), "chèn ảnh"),
    "linked image, mode unsaid": (
        "a.docx",
        lambda: word("image", "http://x.invalid/a.png", ""),
        "chèn ảnh",
    ),
    "template on a share": (
        "a.docx",
        lambda: word("attachedTemplate", r"\\x.invalid\a.dotm"),
        "mẫu thường",
    ),
    "source of a mail merge": ("a.docx", lambda: word("mailMergeSource", "a.mdb"), "tự lấy nội"),
    "inserted page": ("a.docx", lambda: word("aFChunk", "a.mht", ""), "nhúng nguyên một tệp"),
    "inserted page in the text": (
        "a.docx",
        lambda: word_with('<w:altChunk r:id="r1"/>'),
        "nhúng nguyên một tệp",
    ),
    "main part elsewhere": (
        "a.docx",
        lambda: docx("x", extra={"_rels/.rels": relations("officeDocument", "b/c.xml", "")}),
        "tự lấy nội dung",
    ),
    "link to a share": ("a.docx", lambda: word("hyperlink", r"\\x.invalid\chung"), "gỡ liên kết"),
    "link to a file": ("a.docx", lambda: word("hyperlink", "file:///C:/a.exe"), "gỡ liên kết"),
    "link to a program": ("a.docx", lambda: word("hyperlink", "ms-msdt:/id x"), "gỡ liên kết"),
    "link to a share in a field": (
        "a.docx",
        lambda: word_with(field(' HYPERLINK \\o "mẹo" "\\\\\\\\x.invalid\\\\chung" ')),
        "gỡ liên kết",
    ),
    "DDE": ("a.docx", lambda: word_with(field(' DDE cmd "/c calc" ')), "DDE"),
    "DDE in pieces": ("a.docx", lambda: word_with(field(" DD", "EAU", 'TO cmd "/c" ')), "DDE"),
    "DDE in CDATA": (
        "a.docx",
        lambda: word_with(field("<![CDATA[DDEAUTO]]><!-- --> cmd")),
        "DDE",
    ),
    "DDE in a simple field": (
        "a.docx",
        lambda: word_with('<w:fldSimple w:x="1" w:instr=" ddeauto cmd "/>'),
        "DDE",
    ),
    "included picture": (
        "a.docx",
        lambda: word_with(field(' INCLUDEPICTURE "http://x.invalid/a.png" \\d ')),
        "Ctrl\\+Shift\\+F9",
    ),
    "linked range": ("a.docx", lambda: word_with(field(" LINK Excel.Sheet ")), "trường LINK"),
    "web add-in": (
        "a.docx",
        lambda: docx("x", extra={"word/webextensions/webextension1.xml": "<x/>"}),
        "tiện ích",
    ),
    "document type": ("a.docx", lambda: word_with('<!DOCTYPE a [<!ENTITY b "c">]><a/>'), "hỏng"),
    "document type in relations": (
        "a.docx",
        lambda: docx("x", extra={"word/_rels/a.xml.rels": "<!DOCTYPE a><a/>"}),
        "hỏng",
    ),
    "relations that are not XML": (
        "a.docx",
        lambda: docx("x", extra={"word/_rels/a.xml.rels": "<a"}),
        "hỏng",
    ),
    "DDE formula": ("a.xlsx", lambda: sheet("cmd|'/c calc'!A0"), "DDE"),
    "DDE function": ("a.xlsx", lambda: sheet('DDE("soffice";"a";"b")'), "DDE"),
    "DDE link": ("a.xlsx", lambda: excel(LINKED, '<x:ddeLink ddeService="cmd"/>'), "DDE"),
    "link to another workbook": (
        "a.xlsx",
        lambda: excel(
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            relations("externalLinkPath", "/data/a/So%20lieu.xlsx"),
        ),
        "Ngắt liên kết",
    ),
    "web connection": (
        "a.xlsx",
        lambda: excel("xl/connections.xml", '<connection><webPr url="http://x/"/></connection>'),
        "kết nối dữ liệu",
    ),
    "query": ("a.xlsx", lambda: excel("xl/queryTables/queryTable1.xml", "<x/>"), "kết nối dữ"),
    "web formula": ("a.xlsx", lambda: sheet('WEBSERVICE("http://x.invalid/")'), "từ mạng"),
    "picture formula": ("a.xlsx", lambda: sheet('_xlfn.IMAGE("http://x.invalid/")'), "từ mạng"),
    "object in an inner workbook": (
        "a.docx",
        lambda: docx("x", extra={"word/embeddings/b.xlsx": sheet("cmd|'/c calc'!A0")}),
        "DDE",
    ),
    "too many links": (
        "a.docx",
        lambda: docx("x", extra={"word/_rels/a.xml.rels": "<a/>" + " " * 6_000_000}),
        "quá (?:lớn|nhiều)",
    ),
}
GOOD = {
    "link to a page": ("a.docx", lambda: word("hyperlink", "https://x.invalid/a?b=1&amp;c=2")),
    "link to a mail address": ("a.docx", lambda: word("hyperlink", "mailto:a@x.invalid")),
    "link to a file beside": ("a.docx", lambda: word("hyperlink", "B%C3%A1o%20c%C3%A1o.docx")),
    "link to a place": ("a.docx", lambda: word_with(field(' HYPERLINK \\l "_Toc1" '))),
    "link in a field": ("a.docx", lambda: word_with(field(' HYPERLINK "https://x.invalid" '))),
    "table of contents": ("a.docx", lambda: word_with(field(' TOC \\o "1-3" \\h \\z \\u '))),
    "page number": ("a.docx", lambda: word_with('<w:fldSimple w:instr=" PAGE "/>')),
    "words about DDE": ("a.docx", lambda: docx("DDEAUTO và altChunk là gì")),
    "image inside": ("a.docx", lambda: word("image", "media/image1.png", "Internal")),
    "main part": (
        "a.docx",
        lambda: docx(
            "x", extra={"_rels/.rels": relations("officeDocument", "word/document.xml", "")}
        ),
    ),
    "sums": ("a.xlsx", lambda: sheet("SUM('Xã A|B'!A1:A9)&amp;&quot;a|b&quot;")),
    "lookup": ("a.xlsx", lambda: sheet("IF(A1&lt;&gt;0,VLOOKUP(A1,B:C,2,0),&quot;&quot;)")),
    "clickable formula": ("a.xlsx", lambda: sheet("HYPERLINK(&quot;https://x.invalid&quot;)")),
}


def check(name, content):
    return uploads.check(io.BytesIO(content), name=name, size=len(content))


@pytest.mark.parametrize("case", BAD)
def test_a_file_that_acts_on_opening_is_refused_with_what_to_do(case):
    name, make, words = BAD[case]

    with pytest.raises(Refused, match=words) as refusal:
        check(name, make())

    assert f"“{name}”" in str(refusal.value)


@pytest.mark.parametrize("case", GOOD)
def test_ordinary_links_and_formulas_are_accepted(case):
    name, make = GOOD[case]

    assert check(name, make()).name == name


def test_text_in_cdata_is_read():
    content = docx("x", extra={"word/footer1.xml": "<w:p><w:t><![CDATA[5 < 6]]></w:t></w:p>"})

    assert "5 < 6" in check("a.docx", content).text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_part_in_another_encoding_is_read(encoding):
    xml = '<?xml version="1.0"?><w:p><w:t>Kế hoạch</w:t></w:p>'.encode(encoding)

    assert "Kế hoạch" in check("a.docx", docx("x", extra={"word/footer1.xml": xml})).text
