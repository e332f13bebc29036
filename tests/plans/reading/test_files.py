"""Files as lines: what is refused with a sentence, and what only a file has."""

import io
import json
import zipfile

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.reading import intake, reading
from tests.plans.reading import corpus, layouts
from tests.plans.reading.small_texts import read, tasks_of
from tests.plans.reading.test_rules import FRAME
from tracker.lib.refusal import Refused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def word(body: str, **parts: str) -> bytes:
    """A .docx with this XML in its body."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>"
        )
        for name, xml in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {space}>{xml}</w:{name}>")
    return stream.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def blank_pdf(num_pages: int, **saving: object) -> bytes:
    stream = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(num_pages):
            pdf.add_blank_page()
        pdf.save(stream, **saving)
    return stream.getvalue()


REFUSED = {
    "rỗng": ("a.docx", b" \n"),
    "đặt mật khẩu. Hãy bỏ mật khẩu": ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le")),
    "Word kiểu cũ (.doc)": ("a.doc", OLE + b"\0" * 600),
    "có thể đã hỏng": ("a.docx", b"PK\x03\x04 broken"),
    "không phải là tệp Word": ("a.zip", b"PK\x03\x04 broken"),
    "không phải là .docx, .pdf hoặc .txt": ("a.png", b"\x89PNG and so on"),
    "không phải là văn bản": ("a.txt", b"a\0b"),
    "không có chữ nào": ("a.docx", word(paragraph(""))),
    "không mở được": ("a.docx", word("<w:p>").replace(b"</w:body>", b"")),
    "bản chụp (scan)": ("a.pdf", blank_pdf(2)),
    "dài hơn 200 trang": ("a.pdf", blank_pdf(201)),
    "không mở được, có": ("a.pdf", b"%PDF-1.7 and nothing more"),
    "mật khẩu": ("a.pdf", blank_pdf(1, encryption=pikepdf.Encryption(owner="a", user="b"))),
    "Hãy tách thành nhiều tệp": ("a.txt", b"Xin nghi. " * 111_000),
}


@pytest.mark.parametrize("sentence", REFUSED)
def test_a_file_without_a_plan_is_refused_in_words(sentence):
    with pytest.raises(Refused, match="Tệp “a") as refusal:
        intake.lines_of(*REFUSED[sentence])
    assert sentence in str(refusal.value)


def test_empty_pasted_text_is_refused():
    with pytest.raises(Refused, match="dán"):
        intake.lines_of_text(" \n ")


def test_a_text_in_utf_16_is_read():
    lines = intake.lines_of("a.txt", "Xã Hải An".encode("utf-16"))
    assert [line.text for line in lines] == ["Xã Hải An"]


def test_word_numbers_its_lists_by_itself():
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for level, (form, text) in enumerate(
            [("upperRoman", "%1."), ("decimal", "%2."), ("bullet", "\uf0b7")]
        )
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
    )

    def item(text: str, level: int) -> str:
        return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>')

    items = [("NHIỆM VỤ", 0), ("Một", 1), ("Hai", 1), ("Nhỏ", 2), ("TỔ CHỨC", 0), ("Ba", 1)]
    body = "".join(item(text, level) for text, level in items)
    lines = intake.lines_of("a.docx", word(body, numbering=numbering))
    assert [line.text for line in lines] == [
        "I. NHIỆM VỤ",
        "1. Một",
        "2. Hai",
        "• Nhỏ",
        "II. TỔ CHỨC",
        "1. Ba",
    ]
    assert lines[1].raw == "Một\n"


def test_merged_cells_of_word_stand_in_each_place():
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"

    rows = [
        cell("TT") + cell("Nhiệm vụ") + cell("Chủ trì"),
        cell("I. Tuyên truyền", '<w:gridSpan w:val="3"/>'),
        cell("1") + cell("Phát tờ rơi") + cell("Xã đoàn", '<w:vMerge w:val="restart"/>'),
        cell("2") + cell("Treo pa nô") + cell("", "<w:vMerge/>"),
    ]
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    found = reading.read(
        intake.lines_of("a.docx", word(table)), names={"xa doan": "doan"}, on=FRAME.issued_on
    )
    assert [(task.title, task.leads) for task in tasks_of(found)] == [
        ("Phát tờ rơi", ["Xã đoàn"]),
        ("Treo pa nô", ["Xã đoàn"]),
    ]
    assert [(unit.words, unit.code) for unit in found.units] == [("Xã đoàn", "doan")]


def test_footnotes_and_old_fonts_of_word_are_read():
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>Ghi chú.</w:t></w:r></w:p></w:footnote>'
    old = (
        '<w:p><w:r><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr><w:t>B¸o c¸o th¸ng</w:t></w:r></w:p>'
    )
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = f"<w:p><w:r><w:t>Chủ trương</w:t></w:r>{mark}</w:p>{old}"
    lines = intake.lines_of("a.docx", word(body, footnotes=note))
    assert [line.text for line in lines] == ["Chủ trương¹", "Báo cáo tháng", "¹ Ghi chú."]
    assert lines[1].raw == "B¸o c¸o th¸ng\n"


def test_a_pdf_gives_its_table_and_both_sides_of_its_head():
    sample = next(each for each in corpus.samples() if each.name == "ubnd_xa_bang")
    lines = intake.lines_of("a.pdf", layouts.as_pdf(sample.text))
    found = reading.read(lines, names={}, on=FRAME.issued_on)
    assert (found.head.number, found.head.place) == ("05/KH-TTPVHCC", "Tân Hòa Bắc")
    assert [task.leads for task in tasks_of(found)[:4]] == [
        row[1] for row in sample.labels["tasks"][:4]
    ]


@pytest.mark.django_db
def test_the_command_prints_json_and_writes_nothing(tmp_path, capsys):
    path = tmp_path / "ke-hoach.txt"
    path.write_text("II. NHIỆM VỤ\n1. Phòng Nội vụ rà soát biên chế trong tháng 6/2026.\n")
    call_command("read_plan", path)
    printed = json.loads(capsys.readouterr().out)
    task = printed["groups"][0]["tasks"][0]
    assert task["leads"] == ["Phòng Nội vụ"]
    assert task["deadline"] == {"words": "trong tháng 6/2026", "date": "2026-06-30"}
    with pytest.raises(CommandError, match="không phải là"):
        call_command("read_plan", __file__)
    with pytest.raises(CommandError, match="Hãy kiểm tra đường dẫn"):
        call_command("read_plan", tmp_path / "missing.docx")


WORDS = st.sampled_from(
    (
        *("\n", "\nI. ", "\n1. ", "\n- ", "; ", ". ", "Số 1-KH/HU", "ngày 31/2/2026", "(", "”"),
        *("chủ trì, phối hợp với ", "Giao ", "quý IV/0000 ", "tháng 13/2026", "\t", "\f"),
        *("KẾ HOẠCH\n", "Nơi nhận:\n", "T/M BAN ", "trước ngày 1/1 hằng năm", "các ", "95% "),
        *("¹ ", "Kê hoạch", "l0/1O/2026 ", "rà soát ", "UBND các xã, thị trấn "),
    )
)


@settings(max_examples=25, deadline=None, database=None)
@given(st.lists(WORDS | st.text(max_size=6), max_size=40).map("".join))
def test_any_text_is_read_or_refused(text):
    try:
        found = read(text)
    except Refused:
        return
    json.dumps(found.as_json())
    assert "".join(passage.raw for passage in found.passages) == text
    assert all(0 < len(task.title) <= 200 and len(task.code) <= 12 for task in tasks_of(found))
