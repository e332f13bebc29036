"""Head and foot of a paper in its Word file: who writes, its number and day, who signs."""

import re

from docx.oxml.ns import qn

from reporting.papers.profiles import ND30
from tests.reporting.papers import scene
from tests.reporting.papers.word.reading import drawn, paragraphs


def test_head_and_foot_are_tables_without_borders_of_75_and_90_millimetres():
    word = drawn()
    head, foot = word.tables[0], word.tables[2]

    for table in (head, foot):
        assert [round(column.width.mm) for column in table.columns] == [75, 90]
        assert not list(table._tbl.iter(qn("w:tblBorders"), qn("w:tblStyle")))
    assert head.cell(0, 1).text.startswith("ĐẢNG CỘNG SẢN VIỆT NAM")
    assert foot.cell(0, 0).text == "Nơi nhận:\n- Như kính gửi,\n- Lưu Văn phòng."
    assert foot.cell(0, 1).text == "T/M BAN THƯỜNG VỤ\nBÍ THƯ\nLê Văn A"


def test_the_rule_below_the_first_line_is_as_long_as_its_words():
    rule = drawn().tables[0].cell(0, 1).paragraphs[1]

    length = 90 - rule.paragraph_format.left_indent.mm - rule.paragraph_format.right_indent.mm

    assert 71 < length < 75


def test_a_draft_leaves_room_for_number_and_day():
    head = drawn().tables[0]

    assert re.search(r"Số\s{8,}-BC/HU", head.cell(0, 0).text)
    assert "Dự thảo lần 2" in head.cell(0, 0).text
    assert re.search(r"Hải Lăng, ngày\s{4,}tháng 3 năm 2026", head.cell(0, 1).text)


def test_an_issued_paper_shows_number_and_day_and_so_do_its_annexes():
    word = drawn(head=scene.issued_head())

    assert "Số 05-BC/HU" in word.tables[0].cell(0, 0).text
    assert "Dự thảo" not in word.tables[0].cell(0, 0).text
    assert "ngày 03 tháng 02 năm 2026" in word.tables[0].cell(0, 1).text
    of_annex = [text for style, text in paragraphs(word) if style == "AnnexOf"]
    assert of_annex[0] == (
        "(kèm theo Báo cáo số 05-BC/HU, ngày 03/02/2026 của Ban Thường vụ Huyện ủy)"
    )


def test_a_state_body_has_its_own_lines_and_rules_instead_of_star_and_dashes():
    head = scene.head(profile=ND30, superior_body="", issuing_body="ỦY BAN NHÂN DÂN HUYỆN")

    word = drawn(head=head)

    left, right = word.tables[0].cell(0, 0), word.tables[0].cell(0, 1)
    assert [row.text for row in right.paragraphs[:2]] == list(ND30.mottos)
    assert "*" not in left.text
    assert left.paragraphs[0].text == "ỦY BAN NHÂN DÂN HUYỆN"
    assert re.search(r"Số:\s+/BC-HU", left.text)
    assert [row.style.style_id for row in left.paragraphs].count("Rule") == 1
    assert "-----" not in [text for _style, text in paragraphs(word)]


def test_a_mark_of_urgency_stands_in_a_frame_as_wide_as_its_longest_line():
    hour = "15 giờ 30, ngày 05/02/2026"
    left = drawn(head=scene.head(urgency="HỎA TỐC", urgent_by=hour)).tables[0].cell(0, 0)

    mark = next(row for row in left.paragraphs if row.style.style_id == "Urgency")

    assert mark.text == f"HỎA TỐC\n({hour})"
    sides = [border.tag for border in mark._p.pPr.find(qn("w:pBdr"))]
    assert sides == [qn(f"w:{name}") for name in ("top", "left", "bottom", "right")]
    width = 75 - mark.paragraph_format.left_indent.mm - mark.paragraph_format.right_indent.mm
    assert 50 < width < 72


def test_a_paper_that_replaces_another_names_it():
    word = drawn(head=scene.head(replaces="số 04-BC/HU, ngày 01/02/2026"))

    assert ("Replaces", "(thay thế Báo cáo số 04-BC/HU, ngày 01/02/2026)") in paragraphs(word)
