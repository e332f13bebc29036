"""Blocks drawn as HTML."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from reporting.papers import drawing
from reporting.papers.blocks import (
    Heading,
    ItemList,
    PageBreak,
    Paragraph,
    Run,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    plain,
)
from tests.reporting.papers.scene import document, head, issued_head, table


def drawn(runs):
    return drawing.draw_block(Paragraph("a", runs))


@pytest.mark.parametrize(
    ("run", "html"),
    [
        (Run("một <hai>"), "một &lt;hai&gt;"),
        (Run("3", figure="a.b"), '<span data-figure="a.b">3</span>'),
        (Run("Đã họp.", source="entry:17"), '<span data-source="entry:17">Đã họp.</span>'),
        (Run("a", is_bold=True, is_italic=True), "<i><b>a</b></i>"),
        (Run("Thôn\tSố hộ"), '<span class="typed">Thôn\tSố hộ</span>'),
        (Run("một\nhai"), 'một\n<span class="line">hai</span>'),
    ],
)
def test_runs(run, html):
    assert drawn((run,)) == f"<p>{html}</p>"


def test_headings_of_each_level():
    levels = [Heading("a", "I.", "KẾT QUẢ", level) for level in range(5)]

    assert [re.findall(r"^<(h\d)", drawing.draw_block(each)) for each in levels] == [
        ["h2"],
        ["h3"],
        ["h4"],
        ["h5"],
        ["h3"],
    ]


def test_lists_blanks_and_breaks():
    blocks = (
        ItemList("a", (plain("một;"), plain("hai."))),
        Paragraph("b", (), style="blank"),
        PageBreak("c"),
    )

    assert drawing.draw(blocks) == (
        '<p>- một;</p>\n<p>- hai.</p>\n<p class="to-fill"></p>\n<div class="page-break"></div>'
    )


def test_a_table_has_its_head_its_groups_and_its_sum():
    html = drawing.draw_block(table())

    assert "<caption>Bảng 1. Kết quả theo nhóm</caption>" in html
    assert '<col class="mm-42"><col><col>' in html
    assert '<th scope="col" rowspan="2">Nhóm</th><th scope="colgroup" colspan="2">' in html
    assert '<tr class="group"><th scope="rowgroup" colspan="3">Nhóm các việc</th></tr>' in html
    assert '<td class="num"><span data-figure="figures.totals.done">3</span></td>' in html
    assert '<tr class="sum grid__last"><th scope="row">Cộng</th>' in html


def test_a_cell_takes_the_alignment_of_its_column_and_its_shade():
    row = TableRow((TableCell(plain("a"), num_columns=2), TableCell(plain("b"), shade=0)))
    columns = (TableColumn(), TableColumn(), TableColumn(align="center"))

    html = drawing.draw_block(table(columns=columns, head=(), rows=(row,), caption=""))

    assert '<tr class="grid__last"><td colspan="2">a</td><td class="num heat-0">b</td></tr>' in html
    assert "<thead>" not in html
    assert "<caption>" not in html


def test_a_table_that_is_whole_is_kept_together():
    assert drawing.draw_block(table(is_whole=True)).startswith('<div class="together"><table')


def test_a_draft_leaves_blanks_and_an_issued_paper_has_number_and_day():
    draft = drawing.to_html(document())
    issued = drawing.to_html(document(head=issued_head()))

    assert "Dự thảo lần 2" in draft
    assert "Báo cáo số ......-BC/HU" in draft
    assert "Số 05-BC/HU" in issued
    assert "ngày 03 tháng 02 năm 2026" in issued
    assert "(kèm theo Báo cáo số 05-BC/HU, ngày 03/02/2026 của Ban Thường vụ Huyện ủy)" in issued


def test_what_a_paper_replaces_is_named():
    old = "số 04-BC/HU, ngày 01/02/2026"

    assert f"(thay thế Báo cáo {old})" in drawing.to_html(document(head=head(replaces=old)))


def test_annexes_turn_the_sheet_where_they_are_wide():
    html = drawing.to_html(document())

    assert re.findall(r'<section class="([^"]+)">', html) == [
        "annex annex--ends",
        "annex annex--wide annex--ends",
    ]


def test_every_width_of_a_column_in_use_has_a_rule():
    rules = (Path(settings.BASE_DIR) / "static/css/paper.css").read_text(encoding="utf-8")
    used = set()
    for file in (Path(settings.BASE_DIR) / "reporting").rglob("*.py"):
        used |= set(re.findall(r"\bTableColumn\((\d+)", file.read_text(encoding="utf-8")))

    assert used
    assert [width for width in used if f".mm-{width} {{" not in rules] == []


def test_a_table_without_rows_keeps_its_head():
    assert "</thead><tbody></tbody>" in drawing.draw_block(table(rows=()))


def test_a_large_table_is_drawn():
    rows = tuple(TableRow(tuple(TableCell(plain(str(at))) for at in range(8))) for _ in range(400))

    html = drawing.draw_block(Table("a", tuple(TableColumn() for _ in range(8)), (), rows))

    assert html.count("<td>") == 3200
