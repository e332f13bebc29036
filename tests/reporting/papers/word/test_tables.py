"""Tables of figures in Word."""

from docx.oxml.ns import qn

from reporting.papers.blocks import TableCell, TableColumn, TableRow, plain
from reporting.papers.word.tables import column_widths, grid
from tests.reporting.papers import scene
from tests.reporting.papers.word.reading import drawn, words_of


def figures(**changes):
    return drawn(blocks=(scene.table(**changes),)).tables[1]


def test_columns_without_a_width_share_what_is_left():
    columns = (TableColumn(33), TableColumn(), TableColumn())

    assert column_widths(columns, 165) == [1871, 3742, 3742]


def test_the_rows_of_the_head_are_repeated_and_no_row_is_split():
    rows = list(figures()._tbl.iter(qn("w:tr")))

    assert [bool(row.xpath("./w:trPr/w:tblHeader")) for row in rows] == [True] * 2 + [False] * 3
    assert all(row.xpath("./w:trPr/w:cantSplit") for row in rows)


def test_cells_are_merged_over_columns_and_rows():
    table = figures()

    assert table.cell(0, 0)._tc is table.cell(1, 0)._tc
    assert table.cell(0, 1)._tc is table.cell(0, 2)._tc
    assert table.cell(0, 0).text == "Nhóm"
    assert table.cell(2, 0)._tc is table.cell(2, 2)._tc
    assert len({round(row.cells[0].width.mm) for row in table.rows[3:]}) == 1


def test_every_row_fills_all_columns_also_below_a_cell_that_reaches_down():
    rows = [
        (TableCell(plain("a"), num_rows=2, num_columns=2), TableCell(plain("b"), num_rows=3)),
        (),
        (TableCell(plain("c")),),
    ]

    places = [
        [(place.at, place.num_columns, place.continues) for place in row] for row in grid(rows, 3)
    ]

    assert places == [
        [(0, 2, False), (2, 1, False)],
        [(0, 2, True), (2, 1, True)],
        [(0, 1, False), (1, 1, False), (2, 1, True)],
    ]


def test_heads_groups_and_sums_are_bold_and_figures_are_centred():
    table = figures()
    shown = {
        words_of(row._p): (bool(row._p.xpath(".//w:b")), row.alignment == 1)
        for cells in table.rows
        for cell in cells.cells
        for row in cell.paragraphs
    }

    assert shown["Đúng hạn"] == (True, True)
    assert shown["Nhóm các việc"] == (True, False)
    assert shown["Tuyên truyền"] == (False, False)
    assert shown["Cộng"] == (True, False)
    assert table.cell(3, 1).paragraphs[0].alignment == 1


def test_shades_are_those_of_print():
    rows = (
        TableRow(
            (TableCell(plain("0"), shade=0), TableCell(plain("1"), shade=5), TableCell(plain("–")))
        ),
    )

    fills = figures(rows=rows)._tbl.xpath(".//w:shd/@w:fill")

    assert fills == ["ABABAB"]


def test_a_heading_of_a_group_stays_with_its_first_row_and_a_whole_table_together():
    rows = (*scene.table().rows, *scene.table().rows)
    kept = [bool(row.xpath(".//w:keepNext")) for row in figures(rows=rows)._tbl.tr_lst]
    whole = [bool(row.xpath(".//w:keepNext")) for row in figures(is_whole=True)._tbl.tr_lst]

    # Two rows of the head, then two groups of one row with their sum
    assert kept == [True, True, True, False, False, True, True, False]
    assert whole == [True, True, True, True, False]


def test_the_last_page_of_a_table_has_three_rows():
    row = TableRow((TableCell(plain("1")), TableCell(plain("2")), TableCell(plain("3"))))

    kept = [bool(row.xpath(".//w:keepNext")) for row in figures(rows=(row,) * 6)._tbl.tr_lst]

    assert kept == [True, True, False, False, False, True, True, False]


def test_a_table_is_as_wide_as_the_text_of_its_sheet():
    widths = figures()._tbl.xpath("./w:tblGrid/w:gridCol/@w:w")

    assert abs(sum(map(int, widths)) - 165 * 1440 / 25.4) < 3


def test_small_letters_have_their_own_styles():
    table = figures(size=9)

    assert table.style.style_id == "Grid9"
    assert table.cell(0, 0).paragraphs[0].style.font.size.pt == 9.5
